/**
 * Events on their way to the page: one batch in flight at a time, the next one leaves when the page has taken the
 * last. Meanwhile progress is coalesced to its newest, so a slow page slows nothing down and queues nothing up.
 */
import type { RunEvent } from '../core/events.ts';

export interface Outbox {
  post(event: RunEvent): void;
  /** Resolves when everything posted so far has been taken. */
  drained(): Promise<void>;
}

export function createOutbox(deliver: (events: readonly RunEvent[]) => Promise<void> | void): Outbox {
  let waiting: RunEvent[] = [];
  let flight: Promise<void> | undefined;

  async function fly(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await deliver(batch);
      } catch {
        // A page that cannot take an event does not end the run; the record has everything in the end.
      }
    }
    flight = undefined;
  }

  return {
    post(event) {
      if (event.kind === 'progress' && waiting.at(-1)?.kind === 'progress') waiting.pop();
      waiting.push(event);
      flight ??= fly();
    },
    drained: () => flight ?? Promise.resolve(),
  };
}
