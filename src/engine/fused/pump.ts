/**
 * Feeds the GPU with submits of bounded time, two in flight: long enough that handing them over costs nothing, short
 * enough that a stop is honoured at once and no watchdog wakes. One unit of work is the least that is submitted.
 * Back-pressure is the queue's own report of work done.
 */
import { stoppedError } from '../../core/errors.ts';

/** GPU time of one submit that is aimed at: `engine/pace.ts` asks for about twelve of them at a time. */
const SUBMIT_MS = 20;
const IN_FLIGHT = 2;
const MOST_UNITS = 64;

export interface Work {
  /** Makes the units from `unit` on ready to encode. @returns how many of them fit in one submit */
  readonly prepare?: (unit: number) => number;
  readonly encode: (pass: GPUComputePassEncoder, unit: number) => void;
  /** What follows each unit outside of a pass, such as copies. */
  readonly after?: (encoder: GPUCommandEncoder, unit: number) => void;
  /** Called when units up to `to` are on their way. */
  readonly submitted?: (to: number) => void;
}

export type Pump = ReturnType<typeof createPump>;

/** @param breathe lets the host handle its messages; awaited after every submit */
export function createPump(device: GPUDevice, breathe: () => Promise<void>) {
  const { queue } = device;
  /** GPU time of a unit by kind of work, as far as the submits so far tell. */
  const msPerUnit = new Map<string, number>();
  let reportMs: Promise<number> | undefined;

  function unitsOfSubmit(kind: string): number {
    const ms = msPerUnit.get(kind);
    if (ms === undefined) return 1; // nothing is known yet
    return Math.max(1, Math.min(MOST_UNITS, Math.floor(SUBMIT_MS / ms)));
  }

  /**
   * A report may come late, or together with the one before: then it looks as if the work had taken no time. So what is
   * known at most halves, and the next submit at most doubles.
   */
  function learn(kind: string, ms: number, units: number): void {
    msPerUnit.set(kind, Math.max(ms / units, (msPerUnit.get(kind) ?? SUBMIT_MS) / 2));
  }

  function encode(work: Work, from: number, to: number): GPUCommandBuffer {
    const encoder = device.createCommandEncoder();
    let pass: GPUComputePassEncoder | undefined;
    for (let unit = from; unit < to; unit++) {
      pass ??= encoder.beginComputePass();
      work.encode(pass, unit);
      if (!work.after) continue;
      pass.end();
      pass = undefined;
      work.after(encoder, unit);
    }
    pass?.end();
    return encoder.finish();
  }

  return {
    /**
     * Submits `units` units of work. The last of them may still be running when it resolves.
     * @param kind units of one kind take about the same time
     * @throws LabError `stopped` before the first submit after `signal` is aborted
     */
    async run(kind: string, units: number, signal: AbortSignal, work: Work): Promise<void> {
      const idleMs = await (reportMs ??= reportDelay(queue));
      const inFlight: Promise<void>[] = [];
      let lastDone = 0;
      try {
        for (let from = 0; from < units;) {
          if (signal.aborted) throw stoppedError();
          const to = Math.min(units, from + Math.min(unitsOfSubmit(kind), work.prepare?.(from) ?? Infinity));
          const size = to - from;
          const submitted = performance.now();
          queue.submit([encode(work, from, to)]);
          work.submitted?.(to);
          inFlight.push(
            queue.onSubmittedWorkDone().then(() => {
              const now = performance.now();
              learn(kind, now - Math.max(submitted, lastDone) - idleMs, size);
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

/**
 * What the queue takes to report that there was nothing to do, in ms: Firefox looks every 100 ms only. The first report
 * may come at any moment between two looks, later ones take a whole turn; the median passes over one that was disturbed.
 */
async function reportDelay(queue: GPUQueue): Promise<number> {
  await queue.onSubmittedWorkDone();
  const delays: number[] = [];
  for (let i = 0; i < 3; i++) {
    const from = performance.now();
    await queue.onSubmittedWorkDone();
    delays.push(performance.now() - from);
  }
  return delays.sort((a, b) => a - b)[1]!;
}
