/**
 * Notices that something no longer gives a sign of life. What counts is seconds in which this thread was awake: a page that is
 * frozen, or a laptop that sleeps, hears nothing and does not count.
 */

/** So many times as long as ever before is borne. */
const TIMES = 10;

/** Seconds without a sign of life that are borne in any case. */
export const PATIENCE_S = {
  /** Of a worker whose GPU computes. */
  worker: 10,
  /** WebAssembly and JavaScript compute in the worker's own thread, where one step of large networks takes long. */
  computingWorker: 60,
  /** Submits are made to take twentieths of a second; what takes longest is a first kernel on a software adapter. */
  gpu: 30,
};

export interface Silence {
  heard(): void;
  /** @param seconds of silence that are borne in any case; what was borne before is forgotten */
  bear(seconds: number): void;
  end(): void;
}

/**
 * @param seconds of silence that are borne in any case
 * @param tooLong called once, with the seconds
 * @param everySecond calls back every second that this thread is awake, until its result is called
 */
export function watchSilence(
  seconds: number,
  tooLong: (seconds: number) => void,
  everySecond: (tick: () => void) => () => void = ticking,
): Silence {
  let least = seconds;
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
    bear(changed) {
      least = changed;
      longest = 0;
    },
    end: stop,
  };
}

function ticking(tick: () => void): () => void {
  const timer = setInterval(tick, 1_000);
  return () => clearInterval(timer);
}

/**
 * The same of a GPU, which owes a sign only while a run waits for it. Browsers end one that hangs, but not always.
 * @param hung called once, with the seconds
 */
export function watchGpu(hung: (seconds: number) => void, everySecond = ticking) {
  let isAwaited = false;
  const silence = watchSilence(PATIENCE_S.gpu, hung, (tick) => everySecond(() => isAwaited && tick()));
  return {
    heard: () => silence.heard(),
    async awaited<T>(work: Promise<T>): Promise<T> {
      isAwaited = true;
      try {
        return await work;
      } finally {
        isAwaited = false;
        silence.heard();
      }
    },
    end: () => silence.end(),
  };
}
