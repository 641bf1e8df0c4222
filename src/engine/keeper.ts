/**
 * When a run is put on record, so that an interruption costs little: at the end of every epoch, and in long epochs every
 * five seconds. Never two records at a time and never more than one a second, because epochs may take milliseconds. A
 * record is read from the device between two steps and written while the next ones run.
 */
import { trained, type StageCheckpoint } from '../core/checkpoint.ts';
import type { Stage } from '../core/stages.ts';

/** Writes the stages so far. Never rejects: what cannot be kept is told by whoever keeps it, and training goes on. */
export type Keep = (stages: readonly StageCheckpoint[]) => Promise<void>;

const LEAST_MS = 1_000;
const MOST_MS = 5_000;

export function createKeeper(keep: Keep | undefined, now: () => number = () => performance.now()) {
  const finished: StageCheckpoint[] = [];
  let last = now();
  let epoch = 0;
  let writing: Promise<void> | undefined;

  async function write(stages: readonly StageCheckpoint[]): Promise<void> {
    await writing;
    writing = keep?.(stages).finally(() => {
      writing = undefined;
      last = now();
    });
    await writing;
  }

  return {
    /** @param read reads the stage's state from the device; called only where it is kept */
    async stepped(stage: Stage, step: number, read: () => Promise<StageCheckpoint>): Promise<void> {
      const at = Math.floor(step / stage.stepsPerEpoch);
      const waited = now() - last;
      const isDue = waited >= MOST_MS || (at !== epoch && waited >= LEAST_MS);
      if (!keep || writing || !isDue || step === stage.steps) return; // its end is kept anyway
      epoch = at;
      void write([...finished, await read()]);
    },

    /** The stage is trained; resolves when that is kept. */
    async finished(checkpoint: StageCheckpoint): Promise<void> {
      finished.push(trained(checkpoint));
      epoch = 0;
      await write([...finished]);
    },
  };
}
