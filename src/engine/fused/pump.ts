/**
 * Feeds the GPU with submits of bounded time, two in flight: long enough that handing them over costs nothing, short
 * enough that a stop is honoured at once and no watchdog wakes. Back-pressure is the queue's own report of work done.
 */
import { stoppedError } from '../../core/errors.ts';

/** GPU time of one submit that is aimed at. */
const SUBMIT_MS = 20;
const IN_FLIGHT = 2;
const MOST_UNITS = 64;

export interface Work {
  /** Makes the units from `unit` on ready to encode. @returns how many of them fit in one submit */
  readonly prepare?: (unit: number) => number;
  readonly encode: (pass: GPUComputePassEncoder, unit: number) => void;
  /** What follows the units of a submit outside of the pass, such as copies. */
  readonly finish?: (encoder: GPUCommandEncoder, from: number, to: number) => void;
  /** Called when units up to `to` are on their way. */
  readonly submitted?: (to: number) => void;
}

export type Pump = ReturnType<typeof createPump>;

/** @param breathe lets the host handle its messages; awaited after every submit */
export function createPump(device: GPUDevice, breathe: () => Promise<void>) {
  /** GPU time of a unit by kind of work, learnt from the submits so far. */
  const msPerUnit = new Map<string, number>();

  return {
    /**
     * Submits `units` units of work. The last of them may still be running when it resolves.
     * @throws LabError `stopped` before the first submit after `signal` is aborted
     */
    async run(kind: string, units: number, signal: AbortSignal, work: Work): Promise<void> {
      const inFlight: Promise<void>[] = [];
      let lastDone = 0;
      try {
        for (let from = 0; from < units;) {
          if (signal.aborted) throw stoppedError();
          const ms = msPerUnit.get(kind);
          const wanted = ms === undefined ? 1 : Math.max(1, Math.min(MOST_UNITS, Math.floor(SUBMIT_MS / ms)));
          const to = Math.min(units, from + Math.min(wanted, work.prepare?.(from) ?? Infinity));
          const encoder = device.createCommandEncoder();
          const pass = encoder.beginComputePass();
          for (let unit = from; unit < to; unit++) work.encode(pass, unit);
          pass.end();
          work.finish?.(encoder, from, to);
          const submitted = performance.now();
          device.queue.submit([encoder.finish()]);
          work.submitted?.(to);
          const size = to - from;
          inFlight.push(
            device.queue.onSubmittedWorkDone().then(() => {
              const now = performance.now();
              msPerUnit.set(kind, (now - Math.max(submitted, lastDone)) / size);
              lastDone = now;
            }),
          );
          if (inFlight.length >= IN_FLIGHT) await inFlight.shift();
          await breathe();
          from = to;
        }
      } finally {
        // Nobody waits for these: a lost device is told by the readback that follows.
        for (const done of inFlight) done.catch(() => undefined);
      }
    },
  };
}
