/** What presets have in common: data, teachers, students. */
import type { DistillationConfig, TeacherConfig, TrainingConfig } from '../experiment.ts';
import { BEFORE } from '../settings/network.ts';

const adam = { optimizer: 'adam', momentum: 0.9, learningRate: 0.001, schedule: 'constant' } as const;

export const student = (hidden: readonly number[], batchSize: number, epochs: number): TrainingConfig => ({
  ...BEFORE,
  ...adam,
  hidden,
  batchSize,
  epochs,
});

/** 784-256-256-10, a little dropout and jitter: enough for a good teacher in a minute. */
export const standardTeacher = (epochs: number): TeacherConfig => ({
  ...BEFORE,
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
  combine: 'meanProbabilities',
  perSeed: false,
});

export const data = {
  dataset: 'mnist',
  trainingRows: 'split',
  teacherImages: 10_000,
  labelledImages: 1_000,
  unlabelledImages: 0,
  wrongLabels: 0,
  omittedClasses: [],
} as const;

export const everything = { ...data, teacherImages: 55_000, labelledImages: 55_000 } as const;

export const distillation = (temperature: number, softWeight: number): DistillationConfig => ({
  method: 'softTargets',
  strength: 1,
  generations: 2,
  temperature,
  softWeight,
  temperatureSchedule: 'constant',
  softWeightSchedule: 'constant',
  tSquared: true,
  pseudoLabelControl: false,
  assistant: [],
});

/** The shard teacher: 10 epochs of 10,000 images. */
export const shard = standardTeacher(10);
export const once = { seed: 2015, seeds: 1, quantise: false, vary: [] } as const;
