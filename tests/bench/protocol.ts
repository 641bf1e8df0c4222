/**
 * What the command and its page say to each other: names, measured numbers, and the few things the page can be asked
 * for. Plain data only, because every answer crosses from the browser to Node.
 */

/** `ours` first: all others are its peers. */
export const PATHS = ['ours', 'tfjs', 'modelFit', 'jaxjs', 'jaxjsStacked'] as const;
export type PathName = (typeof PATHS)[number];

export interface AdapterReport {
  readonly name: string;
  /** Emulated on the CPU: everything takes long, so less is timed. */
  readonly software: boolean;
}

/** Calls of the WebGPU API, per optimiser step of the whole population. */
export interface Counts {
  readonly dispatches: number;
  readonly submits: number;
  readonly buffers: number;
  readonly bindGroups: number;
  readonly uploads: number;
  readonly uploadedBytes: number;
  readonly readbacks: number;
}

/** What each kernel has reached. */
export interface GemmSweep {
  /** Rows, columns and inner length of the product. */
  readonly size: number;
  readonly rates: readonly { readonly kernel: string; readonly gflops: number }[];
}

export interface MemberLoss {
  readonly member: number;
  /** The member's objective on the case's fixed batch, in nats. */
  readonly loss: number;
}

/** One page measures one case, so that no case finds what another has left on the GPU. */
export interface BenchPage {
  adapter(): Promise<AdapterReport>;
  gemm(): Promise<GemmSweep>;
  /** Makes a path ready to train a case. @returns what is special about it there, or nothing to say */
  open(caseName: string, path: PathName): Promise<string>;
  /** Takes `steps` steps of the whole population. @returns milliseconds, the wait for the GPU at the end included */
  advance(path: PathName, steps: number): Promise<number>;
  /** Takes `3 * steps` steps. @returns calls a step, without those that every wait for the GPU needs */
  count(path: PathName, steps: number): Promise<Counts>;
  /** Of the members that train what the case asks of them. */
  losses(path: PathName): Promise<readonly MemberLoss[]>;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}
