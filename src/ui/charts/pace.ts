/**
 * When a chart may redraw: on an animation frame, at most four times a second, one drawing at a time, never while
 * the page is hidden. Requests in between are merged into one. Knows nothing of what is drawn.
 */

export const REDRAW_INTERVAL_MS = 250;

export interface Pace {
  /** Asks for a redraw; it happens as soon as the rules allow. */
  request(): void;
  stop(): void;
}

export function paceRedraws(draw: () => Promise<void>, intervalMs = REDRAW_INTERVAL_MS): Pace {
  let wanted = false;
  let busy = false;
  let stopped = false;
  let last = -Infinity;

  const schedule = (): void => {
    if (!wanted || busy || stopped || document.visibilityState === 'hidden') return;
    busy = true;
    setTimeout(
      () => requestAnimationFrame(() => void run()),
      Math.max(0, last + intervalMs - performance.now()),
    );
  };
  const run = async (): Promise<void> => {
    wanted = false;
    last = performance.now();
    try {
      if (!stopped) await draw();
    } finally {
      busy = false;
      schedule();
    }
  };
  document.addEventListener('visibilitychange', schedule);
  return {
    request: () => {
      wanted = true;
      schedule();
    },
    stop: () => {
      stopped = true;
      document.removeEventListener('visibilitychange', schedule);
    },
  };
}
