/** Networks of other kinds, and students that are to be shipped. */
import type { TeacherConfig, TrainingConfig } from '../experiment.ts';
import type { Preset } from '../preset.ts';
import { text } from '../text.ts';
import { quick } from './data.ts';
import { data, distillation, once, standardTeacher, student } from './parts.ts';

const allForTeacher = { ...data, teacherImages: 55_000 };

/** Comes with the lab: 80 errors of 10,000. */
const convolutional: TeacherConfig = {
  ...standardTeacher(6),
  ...{ architecture: 'cnn', channels: [16, 32], hidden: [64] },
  ...{ learningRate: 0.003, batchSize: 64, hiddenDropout: 0, jitter: 1 },
};

/** Comes with the lab: 316 errors of 10,000. */
const transformer: TeacherConfig = {
  ...standardTeacher(3),
  ...{ architecture: 'vit', blocks: 3, width: 32, heads: 4 },
  ...{ learningRate: 0.004, batchSize: 64, hiddenDropout: 0, jitter: 0 },
};

export const cnnTeachesMlp: Preset = {
  id: 'cnn-teaches-mlp',
  title: text('A convolutional net teaches a perceptron'),
  name: text('CNN teaches MLP'),
  config: { ...quick.config, data: allForTeacher, teacher: convolutional, seeds: 5 },
};

const smallCnn: TrainingConfig = { ...student([16], 32, 30), architecture: 'cnn', channels: [4, 8] };

export const methodsCnn: Preset = {
  id: 'methods-cnn',
  title: text('Methods for convolutional nets'),
  config: {
    version: 1,
    data: allForTeacher,
    teacher: convolutional,
    student: smallCnn,
    distillation: distillation(4, 0.9),
    ...once,
    seeds: 3,
    vary: [
      { path: 'distillation.method', values: ['softTargets', 'attentionTransfer'] },
      { path: 'distillation.strength', values: [0.3, 1, 3] },
    ],
  },
};

const smallTransformer: TrainingConfig = {
  ...student([64, 64], 50, 6),
  ...{ architecture: 'vit', blocks: 2, width: 24, heads: 4 },
  ...{ learningRate: 0.004, schedule: 'linear' },
};

export const methodsVit: Preset = {
  id: 'methods-vit',
  title: text('Methods for transformers'),
  config: {
    version: 1,
    data: { ...allForTeacher, labelledImages: 5_000 },
    teacher: transformer,
    student: smallTransformer,
    distillation: distillation(4, 0.9),
    ...once,
    seeds: 3,
    vary: [{ path: 'distillation.method', values: ['softTargets', 'tinyBert'] }],
  },
};

export const quantise: Preset = {
  id: 'quantise',
  title: text('Distil, then quantise'),
  config: { ...quick.config, seeds: 5, quantise: true },
};
