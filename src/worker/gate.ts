/** Play, pause, step and slow motion as a gate that the run's driver passes before every pull. */
import type { Pace } from '../core/slow-motion.ts';

/**
 * What may be pulled: `free` as much as fits in a moment, `paced` one optimiser step at most, `step` until one optimiser
 * step has been taken.
 */
export type Pass = 'free' | 'paced' | 'step';

export interface Gate {
  /** Resolves when the next pull may happen. */
  pass(): Promise<Pass>;
  /** Tells that a step has been taken: at a limited pace the gate stays closed until the next one is due. */
  stepped(): void;
  play(): void;
  pause(): void;
  /** Lets one step through and stays closed. */
  step(): void;
  /** Takes effect at once, also while a step is waited for. */
  limit(pace: Pace): void;
  /** Where it rests in a pause, does anew what is done there. */
  restAnew(): void;
  readonly isLimited: boolean;
}

/** @param atRest what is done in a pause, once nothing is pulled any more: the next pull waits for it; never rejects */
export function createGate(open: boolean, limit?: Pace, atRest?: () => Promise<void>): Gate {
  let playing = open;
  let permits = 0;
  let pace = limit;
  let rested = false;
  /** When the next step may be taken, on the clock of `performance`. */
  let due = -Infinity;
  let wake: (() => void) | undefined;
  const rouse = () => {
    wake?.();
    wake = undefined;
  };
  /** @param ms after which it looks again by itself */
  const sleep = async (ms?: number): Promise<void> => {
    const timer = ms === undefined ? undefined : setTimeout(rouse, ms);
    await new Promise<void>((resolve) => (wake = resolve));
    clearTimeout(timer);
  };
  return {
    async pass() {
      rested = false;
      for (;;) {
        if (permits > 0) {
          permits--;
          return 'step';
        }
        if (playing && pace === undefined) return 'free';
        const now = performance.now();
        if (playing && due <= now) {
          if (now - due > 1000 / pace!) due = now; // nothing is made up for after a pause
          return 'paced';
        }
        if (playing || rested) {
          await sleep(playing ? due - now : undefined);
        } else {
          rested = true;
          await atRest?.();
        }
      }
    },
    stepped() {
      // To a beat: a timer that is a little late does not slow it down, and a step that takes long is not made up for.
      if (pace !== undefined) due = Math.max(due + 1000 / pace, performance.now());
    },
    play() {
      playing = true;
      permits = 0;
      rouse();
    },
    pause() {
      playing = false;
    },
    step() {
      playing = false;
      permits = 1;
      rouse();
    },
    limit(changed) {
      pace = changed;
      due = performance.now(); // what was waited for at another pace is over
      rouse();
    },
    restAnew() {
      rested = false;
      rouse();
    },
    get isLimited() {
      return pace !== undefined;
    },
  };
}
