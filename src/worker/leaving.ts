/** Asks before the page is closed, where that would lose work; a page that always asked would teach its readers to say yes. */

/** A run is put on record every five seconds at least; what takes longer is not kept, or not in time. */
const WORTH_ASKING_MS = 10_000;

export interface Leaving {
  /** There is a run, and nothing to lose yet. */
  begin(): void;
  /** What was computed until now is kept. */
  kept(): void;
  paused(isPaused: boolean): void;
  end(): void;
}

/** @param now milliseconds */
export function createLeaving(now: () => number = () => performance.now()): Leaving {
  let safeAt = 0;
  let pausedAt: number | undefined;
  const ask = (event: Event): void => {
    if ((pausedAt ?? now()) - safeAt > WORTH_ASKING_MS) event.preventDefault();
  };
  return {
    begin() {
      safeAt = now();
      pausedAt = undefined;
      addEventListener('beforeunload', ask); // only in a run: pages that listen may not be brought back as they were
    },
    kept: () => void (safeAt = now()),
    paused(isPaused) {
      if (isPaused) pausedAt ??= now();
      else if (pausedAt !== undefined) {
        safeAt += now() - pausedAt; // a pause is no work
        pausedAt = undefined;
      }
    },
    end: () => removeEventListener('beforeunload', ask),
  };
}
