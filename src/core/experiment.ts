/**
 * What the user configures: one plain JSON value that the link, a file, a preset, the command line and the form
 * all read and write. It says what to do and nothing about how: no backend, no trainer, no view.
 */
import type { ArchitectureKind } from './architecture.ts';
import type { MethodName } from './methods.ts';

export type Optimizer = 'adam' | 'sgd';
export type Schedule = 'constant' | 'linear' | 'cosine';

/**
 * What is wrong with a teacher, on purpose: `untrained` keeps its first, random weights, `stoppedEarly` learns for a
 * twentieth of its steps only, `labelSmoothing` learns labels mixed with a tenth of the uniform distribution.
 */
export type TeacherFlaw = 'none' | 'untrained' | 'stoppedEarly' | 'labelSmoothing';

/** How the answers of several teachers become one. */
export type Combine = 'meanProbabilities' | 'meanLogits';

/** What a network is made of; numbers that its kind has not make no difference. */
export interface NetworkConfig {
  readonly architecture: ArchitectureKind;
  /** Units of each hidden dense layer, input side first; empty is a linear classifier (behind the convolutions, where there are any). */
  readonly hidden: readonly number[];
  /** Of each convolution, input side first. */
  readonly channels: readonly number[];
  /** Of a transformer: blocks, numbers of a token, and the heads of attention that share these out. */
  readonly blocks: number;
  readonly width: number;
  readonly heads: number;
}

/** A teacher assistant's network: dense layers, whatever its student is made of. */
export function assistantOf(student: NetworkConfig, hidden: readonly number[]): NetworkConfig {
  return { ...student, architecture: 'mlp', hidden };
}

/** How one population is trained; the teacher's and the students' settings share it. */
export interface TrainingConfig extends NetworkConfig {
  readonly optimizer: Optimizer;
  /** Used by `sgd` only. */
  readonly momentum: number;
  readonly learningRate: number;
  /** How the learning rate falls, from its full value at step 0 to zero after the last step. */
  readonly schedule: Schedule;
  readonly batchSize: number;
  readonly epochs: number;
}

export interface TeacherConfig extends TrainingConfig {
  /** Share of input pixels dropped, 0 to 0.9. */
  readonly inputDropout: number;
  /** Share of hidden units dropped, 0 to 0.9. */
  readonly hiddenDropout: number;
  /** Largest shift of an input image in pixels, in x and in y. */
  readonly jitter: number;
  /** Largest length of the weights that come into one hidden unit; 0 is no limit. */
  readonly maxNorm: number;
  readonly flaw: TeacherFlaw;
  /** How many teachers, alike but for their seed, whose answers are averaged. */
  readonly count: number;
  /** What of their answers is averaged. */
  readonly combine: Combine;
  /** A teacher (or several) of its own for every seed of the students; otherwise all seeds share one. */
  readonly perSeed: boolean;
}

export interface DataConfig {
  readonly dataset: 'mnist' | 'own';
  /** `split` keeps the validation images out of training; `all` trains on them too, and then has none. */
  readonly trainingRows: 'split' | 'all';
  /** Labelled images the teacher learns from. */
  readonly teacherImages: number;
  /** Images of the transfer set that carry a label. */
  readonly labelledImages: number;
  /** Further images of the transfer set, without a label: only soft targets can use them. */
  readonly unlabelledImages: number;
  /** Share of the labelled images of the transfer set whose label is another class; the teacher's labels stay right. */
  readonly wrongLabels: number;
  /** Classes left out of the transfer set, ascending; the teacher sees them. */
  readonly omittedClasses: readonly number[];
}

export interface DistillationConfig {
  /** How the distilled student is taught; see methods.ts. */
  readonly method: MethodName;
  /** Factor on what the method itself adds to the loss; for soft targets on the soft term. */
  readonly strength: number;
  /** Networks in a row of `bornAgain`, the student the last. */
  readonly generations: number;
  /** T, dividing both networks' logits in the soft term only. */
  readonly temperature: number;
  /** Weight of the soft term, 0 to 1; the hard term has the rest. Shown as alpha. */
  readonly softWeight: number;
  /** How T falls from its value at step 0 to 1 after the last step (Jafari et al. 2021, arXiv 2104.07163). */
  readonly temperatureSchedule: Schedule;
  /** How alpha falls from its value at step 0 to 0 after the last step (teacher annealing: Clark et al. 2019, arXiv 1907.04829). */
  readonly softWeightSchedule: Schedule;
  /** Multiply the soft term by T^2, so that its gradient keeps its size as T grows (arXiv 1503.02531, section 2). */
  readonly tSquared: boolean;
  /** Train a third student on the teacher's top-1 answers: what is left over is dark knowledge. */
  readonly pseudoLabelControl: boolean;
  /**
   * Hidden layers of teacher assistants, a chain in which each learns from the one before, the first from the teacher; the last
   * teaches one more student (Mirzadeh et al. 2020, arXiv 1902.03393). Empty is no assistant.
   */
  readonly assistant: readonly (readonly number[])[];
}

/** A setting and the values it takes side by side in one run. */
export interface Axis {
  readonly path: string;
  readonly values: readonly AxisValue[];
}
export type AxisValue = number | string | boolean | readonly number[];

export interface ExperimentConfig {
  readonly version: 1;
  readonly data: DataConfig;
  readonly teacher: TeacherConfig;
  readonly student: TrainingConfig;
  readonly distillation: DistillationConfig;
  /** The first seed; the others follow it by one. */
  readonly seed: number;
  /** How many seeds the students are trained from, each student from the same ones. */
  readonly seeds: number;
  /** Measure every network in fewer bits, too: see `Quantised`. */
  readonly quantise: boolean;
  /** Settings that students of one run differ in; every combination is trained. */
  readonly vary: readonly Axis[];
}

/** Images of the transfer set, labelled or not. */
export function transferImages(data: DataConfig): number {
  return data.labelledImages + data.unlabelledImages;
}

/** A share of an experiment's students, where it is shared out over machines. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}
