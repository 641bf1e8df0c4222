/** Play, pause and step as a gate that the run's driver passes before every pull. */
export interface Gate {
  /** Resolves when the next pull may happen: `free` while playing, `step` for a single optimiser step. */
  pass(): Promise<'free' | 'step'>;
  play(): void;
  pause(): void;
  /** Lets one step through and stays closed. */
  step(): void;
}

export function createGate(open: boolean): Gate {
  let playing = open;
  let permits = 0;
  let wake: (() => void) | undefined;
  const rouse = () => {
    wake?.();
    wake = undefined;
  };
  return {
    async pass() {
      while (!playing && permits === 0) await new Promise<void>((resolve) => (wake = resolve));
      if (playing) return 'free';
      permits--;
      return 'step';
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
  };
}
