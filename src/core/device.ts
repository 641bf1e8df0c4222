/** What computes, in words a user can read, as it is known before a run. What a run ran on is in environment.ts. */
import { text } from './text.ts';

export type BackendName = 'webgpu' | 'wasm' | 'webgl' | 'cpu';

/** `fused` is written for WebGPU and for speed, `tfjs` is the reference and runs anywhere. */
export type TrainerName = 'fused' | 'tfjs';

export const BACKENDS: readonly BackendName[] = ['webgpu', 'wasm', 'webgl', 'cpu'];
export const TRAINERS: readonly TrainerName[] = ['fused', 'tfjs'];

export const BACKEND_NAMES: Record<BackendName, string> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  webgl: 'WebGL',
  cpu: text('plain JavaScript'),
};

/** Whether it computes beside the thread that asks it to. */
export function isGpu(backend: BackendName): boolean {
  return backend === 'webgpu' || backend === 'webgl';
}

export function isBackendName(text: string): text is BackendName {
  return (BACKENDS as readonly string[]).includes(text);
}

export function isTrainerName(text: string): text is TrainerName {
  return (TRAINERS as readonly string[]).includes(text);
}

export interface BackendReport {
  readonly backend: BackendName;
  /** The GPU's own name, where there is one. */
  readonly adapter?: string;
  /** True when a "GPU" is emulated on the CPU. */
  readonly softwareAdapter: boolean;
  /** Why this backend and no better one: one sentence for each that was passed over; empty when the first choice runs. */
  readonly reasons: readonly string[];
  readonly tfjs: string;
  readonly userAgent: string;
}

/** What a run ran on, in a word or two. */
export function deviceName({ adapter, backend }: Pick<BackendReport, 'adapter' | 'backend'>): string {
  return adapter ?? backend;
}

export interface DeviceReport extends BackendReport {
  /** The one that every stage is offered to first. */
  readonly trainer: TrainerName;
  /** One sentence on why that is not the fused one; absent where it is. */
  readonly trainerReason?: string;
}
