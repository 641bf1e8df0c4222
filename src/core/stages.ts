/**
 * An experiment as a list of stages. A stage trains one population: S networks of one architecture, stacked and
 * trained together, that differ only in numbers and in the rows they draw. Soft targets come from earlier stages.
 * Everything here is plain data; trainers turn it into arithmetic.
 */
import type { Architecture } from './architecture.ts';
import type { ExperimentConfig, Optimizer, Schedule, TrainingConfig } from './experiment.ts';
import { transferImages } from './experiment.ts';

export type StageId = 'teacher' | 'students';
export type Role = 'teacher' | 'hardLabel' | 'distilled' | 'pseudoLabel' | 'assistant';

/** The first `images` training rows in the data set's canonical order; the first `labelled` of them carry a label. */
export interface Rows {
  readonly images: number;
  readonly labelled: number;
}

/** One network of a population. */
export interface Member {
  readonly role: Role;
  /** Of its initialisation, shuffles and masks: members of one seed start alike and see the same batches. */
  readonly seed: number;
  readonly learningRate: number;
  readonly softWeight: number;
  readonly temperature: number;
  readonly rows: Rows;
}

/** Where a population's soft targets come from. */
export interface Source {
  readonly stages: readonly StageId[];
  /** How the answers of several teachers become one. */
  readonly combine: 'meanProbabilities' | 'meanLogits';
}

export type HardTarget = 'labels' | 'teacherArgmax';

/** One weighted term of the loss; its function is in the engine's file of the same name. Arrays are `[S]`. */
export type Objective =
  | {
      readonly kind: 'crossEntropy';
      readonly weight: readonly number[];
      readonly targets: readonly HardTarget[];
    }
  | {
      readonly kind: 'softTargets';
      readonly weight: readonly number[];
      readonly temperature: readonly number[];
      readonly tSquared: readonly boolean[];
    };
export type ObjectiveKind = Objective['kind'];

export interface Regularisation {
  readonly inputDropout: number;
  readonly hiddenDropout: number;
  /** Pixels. */
  readonly jitter: number;
  /** 0 is no limit. */
  readonly maxNorm: number;
}

export interface Stage {
  readonly id: StageId;
  readonly architecture: Architecture;
  readonly members: readonly Member[];
  readonly teacher?: Source;
  readonly objectives: readonly Objective[];
  readonly regularisation: Regularisation;
  readonly optimizer: Optimizer;
  readonly momentum: number;
  readonly schedule: Schedule;
  readonly batchSize: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly steps: number;
  /** Steps between two points of a curve. */
  readonly evaluateEvery: number;
}

/** Validation images (or test images, where nothing is held out) that every point of a curve is measured on. */
export const CURVE_IMAGES = 2000;

/** Points of a curve that are aimed at: experiments compare 10 to 30. */
const CURVE_POINTS = 20;

const NO_REGULARISATION: Regularisation = { inputDropout: 0, hiddenDropout: 0, jitter: 0, maxNorm: 0 };

/** What to train, in order. */
export function compile(config: ExperimentConfig, classes = 10): readonly Stage[] {
  return [teacherStage(config, classes), studentStage(config, classes)];
}

function teacherStage(config: ExperimentConfig, classes: number): Stage {
  const { teacher, data, seed, distillation } = config;
  const rows = { images: data.teacherImages, labelled: data.teacherImages };
  const member: Member = {
    role: 'teacher',
    seed,
    learningRate: teacher.learningRate,
    softWeight: 0,
    temperature: distillation.temperature,
    rows,
  };
  return {
    id: 'teacher',
    ...population(teacher, [member], classes),
    objectives: objectives([member], distillation.tSquared),
    regularisation: {
      inputDropout: teacher.inputDropout,
      hiddenDropout: teacher.hiddenDropout,
      jitter: teacher.jitter,
      maxNorm: teacher.maxNorm,
    },
  };
}

/** Same initialisation, batches and steps for every student; the treatment is the row of the table, nothing else. */
function studentStage(config: ExperimentConfig, classes: number): Stage {
  const { student, data, distillation } = config;
  const transferSet = { images: transferImages(data), labelled: data.labelledImages };
  const labelledOnly = { images: data.labelledImages, labelled: data.labelledImages };
  const common = {
    seed: config.seed,
    learningRate: student.learningRate,
    temperature: distillation.temperature,
  };
  const members: Member[] = [
    { ...common, role: 'hardLabel', softWeight: 0, rows: labelledOnly },
    { ...common, role: 'distilled', softWeight: distillation.softWeight, rows: transferSet },
  ];
  if (distillation.pseudoLabelControl) {
    members.push({ ...common, role: 'pseudoLabel', softWeight: 0, rows: transferSet });
  }
  return {
    id: 'students',
    ...population(student, members, classes),
    teacher: { stages: ['teacher'], combine: 'meanProbabilities' },
    objectives: objectives(members, distillation.tSquared),
    regularisation: NO_REGULARISATION,
  };
}

/** The only place that turns the soft weight into two weights of the loss. */
function objectives(members: readonly Member[], tSquared: boolean): readonly Objective[] {
  const hard: Objective = {
    kind: 'crossEntropy',
    weight: members.map(({ softWeight }) => 1 - softWeight),
    targets: members.map(({ role }) => (role === 'pseudoLabel' ? 'teacherArgmax' : 'labels')),
  };
  if (members.every(({ softWeight }) => softWeight === 0)) return [hard];
  const soft: Objective = {
    kind: 'softTargets',
    weight: members.map(({ softWeight }) => softWeight),
    temperature: members.map(({ temperature }) => temperature),
    tSquared: members.map(() => tSquared),
  };
  return [hard, soft];
}

function population(training: TrainingConfig, members: readonly Member[], classes: number) {
  const images = Math.max(...members.map(({ rows }) => rows.images));
  const batchSize = Math.min(training.batchSize, images);
  const stepsPerEpoch = Math.ceil(images / batchSize);
  const steps = stepsPerEpoch * training.epochs;
  return {
    architecture: { kind: 'mlp' as const, inputs: 784, hidden: training.hidden, classes },
    members,
    optimizer: training.optimizer,
    momentum: training.momentum,
    schedule: training.schedule,
    batchSize,
    epochs: training.epochs,
    stepsPerEpoch,
    steps,
    evaluateEvery: Math.ceil(steps / CURVE_POINTS),
  };
}

/** Factor on the learning rate before step `step` (0-based) of `steps`. */
export function scheduleFactor(schedule: Schedule, step: number, steps: number): number {
  const done = step / steps;
  switch (schedule) {
    case 'constant':
      return 1;
    case 'linear':
      return 1 - done;
    case 'cosine':
      return (1 + Math.cos(Math.PI * done)) / 2;
  }
  return schedule satisfies never;
}
