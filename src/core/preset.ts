import type { ExperimentConfig } from './experiment.ts';

/** A ready-made experiment. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  /** A title without what it adds after a colon: in the names of runs. */
  readonly name?: string;
  /** One sentence: why a learner should run it. */
  readonly teaches: string;
  /** One sentence: the band of results to expect. */
  readonly expect: string;
  readonly config: ExperimentConfig;
}
