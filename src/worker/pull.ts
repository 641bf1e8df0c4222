/** How a run moves on: it is pulled to its end, through the gate that play, pause and step work, until it is stopped. */
import type { StageEvent } from '../core/events.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Gate } from './gate.ts';
import { unless } from './unless.ts';

export type Pulled = Pick<AsyncGenerator<StageEvent, RunRecord, number | undefined>, 'next' | 'return'>;

/**
 * Pulls a run to its end. Pause does not pull; a step pulls with 1 until one optimiser step has been taken; slow motion
 * pulls with 1 whenever the next step is due.
 * @throws the reason of `signal` when it is aborted
 */
export async function pull(
  events: Pulled,
  gate: Gate,
  signal: AbortSignal,
  post: (event: StageEvent) => void,
): Promise<RunRecord> {
  try {
    let at = -1;
    for (;;) {
      const pass = await unless(gate.pass(), signal);
      for (let moved = false; !moved;) {
        const { done, value } = await events.next(pass === 'free' ? undefined : 1);
        if (done) return value;
        post(gate.isLimited ? withoutTimeLeft(value) : value);
        const step = value.kind === 'progress' ? value.step : undefined;
        const stepped = step !== undefined && step > 0 && step !== at;
        if (stepped) gate.stepped();
        // A step is over when the step count has moved; playing looks at the gate after every event.
        moved = pass !== 'step' || stepped || signal.aborted;
        if (step !== undefined) at = step;
      }
    }
  } finally {
    // Lets the generator close its session when the run ends early.
    await events.return(undefined as never);
  }
}

/** It is reckoned from how long steps take, and slow motion waits between them. */
function withoutTimeLeft(event: StageEvent): StageEvent {
  if (event.kind !== 'progress') return event;
  const { secondsLeft: _, ...rest } = event;
  return rest;
}

/**
 * Gives the event loop a turn. A message to oneself is the only yield that neither waits for a frame, which a hidden
 * tab never gets, nor is held back to 4 ms as timers are.
 */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
