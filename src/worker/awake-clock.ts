/**
 * Milliseconds in which the worker was awake. A laptop that sleeps or a frozen page takes no part in how long training took:
 * the clock is looked at every second, and whoever has not looked for long was not there.
 */

const LOOK_MS = 1_000;

/** @param asleepMs a gap that long was sleep and not work: more than any step takes in this thread */
export function awakeClock(asleepMs: number, time: () => number = () => performance.now()) {
  let last = time();
  let slept = 0;
  const now = (): number => {
    const at = time();
    if (at - last > asleepMs) slept += at - last;
    last = at;
    return at - slept;
  };
  const timer = setInterval(now, LOOK_MS);
  return { now, stop: () => clearInterval(timer) };
}
