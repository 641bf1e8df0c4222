/** The worker's sign of life: a message every second, for as long as it handles its messages at all. */

/** What it says; comlink passes over messages that are not its own. */
const BEAT = 'beat';
const BEAT_MS = 1_000;

export function isBeat(message: unknown): boolean {
  return message === BEAT;
}

/** @param say posts a message to the page */
export function beat(say: (message: unknown) => void): void {
  say(BEAT);
  setInterval(() => say(BEAT), BEAT_MS);
}
