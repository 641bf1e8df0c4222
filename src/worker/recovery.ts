/** What follows when a worker or its GPU fails in the middle of a run. Knows times and backends, and does nothing itself. */
import { isGpu, type BackendName } from '../core/device.ts';

/** `gpu`: lost; `died`: the worker has failed; `silent`: it no longer answers. */
export type Fault = 'gpu' | 'died' | 'silent';

/**
 * `again`: a new worker goes on from the last checkpoint. `withoutGpu`: it does so on WebAssembly. `offer`: the run has
 * failed, and the reader may go on with it.
 */
export type Remedy = 'again' | 'withoutGpu' | 'offer';

/**
 * Chrome gives a page whose GPU process has crashed twice within two minutes no adapter any more.
 * Source: B. Jones, "WebGPU Device Loss best practices", toji.dev/webgpu-best-practices/device-loss.
 */
const WINDOW_MS = 120_000;

export interface Recovery {
  /** @param backend that was computed with @param at milliseconds, on any clock that only grows */
  after(fault: Fault, backend: BackendName, at: number): Remedy;
}

export function createRecovery(): Recovery {
  let last = -Infinity;
  return {
    after(fault, backend, at) {
      if (fault === 'silent') return 'offer'; // it would most likely come to the same step again
      const isSecond = at - last < WINDOW_MS;
      last = at;
      if (!isSecond) return 'again';
      return isGpu(backend) ? 'withoutGpu' : 'offer';
    },
  };
}
