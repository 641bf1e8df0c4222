import type { ExperimentConfig } from './experiment.ts';

/** A ready-made experiment; what it teaches is in preset-words.ts. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  /** A title without what it adds after a colon: in the names of runs. */
  readonly name?: string;
  readonly config: ExperimentConfig;
}
