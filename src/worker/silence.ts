/**
 * Notices that a worker no longer handles its messages, as in a loop that never ends. What counts is seconds in which the
 * page was awake: a page that is frozen, or a laptop that sleeps, hears nothing and does not count.
 */

/** Silent for so many seconds, and for ten times as long as ever before. */
const LEAST_S = 10;
const TIMES = 10;
/** WebAssembly and JavaScript compute in the worker's own thread, where one step of large networks takes long. */
const LEAST_BLOCKED_S = 60;

export interface Silence {
  heard(): void;
  /** @param computes whether it computes in its own thread and is silent while it does */
  watch(computes: boolean): void;
  end(): void;
}

/**
 * @param tooLong called once, with the seconds
 * @param everySecond calls back every second that the page is awake, until its result is called
 */
export function watchSilence(
  tooLong: (seconds: number) => void,
  everySecond: (tick: () => void) => () => void = ticking,
): Silence {
  let least = LEAST_BLOCKED_S; // until it is known what it computes with
  let silent = 0;
  let longest = 0;
  const stop = everySecond(() => {
    silent += 1;
    if (silent <= Math.max(least, TIMES * longest)) return;
    stop();
    tooLong(silent);
  });
  return {
    heard() {
      longest = Math.max(longest, silent);
      silent = 0;
    },
    watch(computes) {
      least = computes ? LEAST_BLOCKED_S : LEAST_S;
      longest = 0;
    },
    end: stop,
  };
}

function ticking(tick: () => void): () => void {
  const timer = setInterval(tick, 1_000);
  return () => clearInterval(timer);
}
