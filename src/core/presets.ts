/**
 * Ready-made experiments. Each says what it teaches and what to expect as a band, measured before it was written here;
 * a preset without a measured band is not finished. See CONTRIBUTING for the recipe.
 */
import type { ExperimentConfig, TeacherConfig, TrainingConfig } from './experiment.ts';

export interface Preset {
  readonly id: string;
  readonly title: string;
  /** One sentence: why a learner should run it. */
  readonly teaches: string;
  /** One sentence: the band of results to expect. */
  readonly expect: string;
  readonly config: ExperimentConfig;
}

const adam = { optimizer: 'adam', momentum: 0.9, learningRate: 0.001, schedule: 'constant' } as const;

const student = (hidden: readonly number[], batchSize: number, epochs: number): TrainingConfig => ({
  ...adam,
  hidden,
  batchSize,
  epochs,
});

/** 784-256-256-10, a little dropout and jitter: enough for a good teacher in a minute. */
const standardTeacher = (epochs: number): TeacherConfig => ({
  ...adam,
  hidden: [256, 256],
  schedule: 'linear',
  batchSize: 128,
  epochs,
  inputDropout: 0,
  hiddenDropout: 0.2,
  jitter: 2,
  maxNorm: 0,
  flaw: 'none',
  count: 1,
  perSeed: false,
});

const quick: Preset = {
  id: 'quick',
  title: 'Quick start: 1,000 labels',
  teaches:
    'Both students see the same 1,000 images; one gets the labels, the other mostly the soft targets of a teacher that learnt from 10,000.',
  expect:
    'Of 10,000 test images the hard-label student gets 960 to 1,060 wrong, the distilled one 590 to 660.',
  config: {
    version: 1,
    data: {
      dataset: 'mnist',
      trainingRows: 'split',
      teacherImages: 10_000,
      labelledImages: 1_000,
      unlabelledImages: 0,
      wrongLabels: 0,
      omittedClasses: [],
    },
    teacher: standardTeacher(10),
    student: student([128, 128], 32, 30),
    distillation: {
      temperature: 8,
      softWeight: 0.9,
      tSquared: true,
      pseudoLabelControl: false,
      assistant: [],
    },
    seed: 2015,
    seeds: 1,
    vary: [],
  },
};

const full: Preset = {
  id: 'full',
  title: 'All the data, a big student',
  teaches:
    'With every label at hand there is less to gain: a wide student still learns a little more from soft targets.',
  expect: 'Both students end below 220 test errors; the distilled one is ahead by a few dozen.',
  config: {
    ...quick.config,
    data: { ...quick.config.data, teacherImages: 55_000, labelledImages: 55_000 },
    teacher: standardTeacher(8),
    student: student([800, 800], 128, 15),
    distillation: {
      temperature: 20,
      softWeight: 1,
      tSquared: true,
      pseudoLabelControl: false,
      assistant: [],
    },
  },
};

const honestNull: Preset = {
  id: 'honest-null',
  title: 'An honest null',
  teaches: 'A tiny student on all of MNIST: soft targets change next to nothing, and the lab says so.',
  expect: 'Both students end between 370 and 470 test errors, in either order.',
  config: {
    ...quick.config,
    data: { ...quick.config.data, teacherImages: 55_000, labelledImages: 55_000 },
    teacher: standardTeacher(5),
    student: student([30, 30], 128, 6),
    distillation: {
      temperature: 4,
      softWeight: 0.9,
      tSquared: true,
      pseudoLabelControl: false,
      assistant: [],
    },
  },
};

const hinton2015: Preset = {
  id: 'hinton-2015',
  title: 'The 2015 paper',
  teaches:
    'The networks, T and regularisers of Hinton, Vinyals and Dean, trained with Adam: a big teacher, and a student with no regulariser but soft targets.',
  expect:
    'The paper: teacher 67, hard labels 146, soft targets at T = 20 74 test errors. Takes hours without a real GPU.',
  config: {
    ...quick.config,
    data: { ...quick.config.data, trainingRows: 'all', teacherImages: 60_000, labelledImages: 60_000 },
    teacher: {
      ...standardTeacher(40),
      hidden: [1200, 1200],
      schedule: 'cosine',
      inputDropout: 0.1,
      hiddenDropout: 0.5,
      maxNorm: 3.5,
    },
    student: student([800, 800], 128, 15),
    distillation: {
      temperature: 20,
      softWeight: 1,
      tSquared: true,
      pseudoLabelControl: false,
      assistant: [],
    },
  },
};

export const PRESETS: readonly Preset[] = [quick, full, honestNull, hinton2015];

/** What a first visit shows, and what a link leaves out. Frozen for version 1: old links depend on it. */
export const DEFAULT_EXPERIMENT: ExperimentConfig = quick.config;

export function presetById(id: string): Preset | undefined {
  return PRESETS.find((preset) => preset.id === id);
}
