/** By what the page knows that its worker lives: a message every second, and a lock that the worker holds. */

/** What it says; comlink passes over messages that are not its own. */
const BEAT = 'beat';
const BEAT_MS = 1_000;

export function isBeat(message: unknown): boolean {
  return message === BEAT;
}

const LOCK = 'dark-knowledge-lab/worker ';

/** The name of the lock that is given back when the worker ends, however that comes; pages that are not secure have none. */
export function lockIn(message: unknown): string | undefined {
  return typeof message === 'string' && message.startsWith(LOCK) ? message : undefined;
}

/** In the worker, once. */
export function live(worker: DedicatedWorkerGlobalScope): void {
  const beat = () => worker.postMessage(BEAT);
  beat();
  setInterval(beat, BEAT_MS);
  if (!isSecureContext) return;
  const name = LOCK + crypto.randomUUID();
  navigator.locks
    .request(name, () => {
      worker.postMessage(name);
      return new Promise(() => undefined);
    })
    .catch(() => undefined); // where sites may keep nothing, they may not lock either
}
