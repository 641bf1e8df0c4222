/** What computes, in words a user can read; the badge and `run.json` show it. */
export type BackendName = 'webgpu' | 'wasm' | 'webgl' | 'cpu';
export type TrainerName = 'tfjs';

export const BACKENDS: readonly BackendName[] = ['webgpu', 'wasm', 'webgl', 'cpu'];

export function isBackendName(text: string): text is BackendName {
  return (BACKENDS as readonly string[]).includes(text);
}

export interface DeviceReport {
  readonly backend: BackendName;
  readonly trainer: TrainerName;
  /** The GPU's own name, where there is one. */
  readonly adapter?: string;
  /** True when a "GPU" is emulated on the CPU. */
  readonly softwareAdapter: boolean;
  /** Why this backend and no better one: one sentence for each that was passed over; empty when the first choice runs. */
  readonly reasons: readonly string[];
  readonly tfjs: string;
  readonly userAgent: string;
}
