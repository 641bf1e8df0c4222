/** How the teacher teaches: T², bad teachers, several teachers. */
import type { MethodName } from '../methods.ts';
import type { Preset } from '../preset.ts';
import { text } from '../text.ts';
import { data, distillation, once, shard, standardTeacher, student } from './parts.ts';

export const tSquared: Preset = {
  id: 't-squared',
  title: text('What T² is for'),
  config: {
    version: 1,
    data,
    teacher: shard,
    student: student([128, 128], 32, 30),
    distillation: distillation(8, 0.5),
    ...once,
    vary: [
      { path: 'distillation.temperature', values: [2, 8] },
      { path: 'distillation.tSquared', values: [true, false] },
    ],
  },
};

export const badTeacher: Preset = {
  id: 'bad-teacher',
  title: text('Bad teachers'),
  config: {
    version: 1,
    data,
    teacher: shard,
    student: student([128, 128], 32, 30),
    distillation: distillation(8, 0.9),
    ...once,
    vary: [{ path: 'teacher.flaw', values: ['none', 'stoppedEarly', 'labelSmoothing', 'untrained'] }],
  },
};

/** As published: a method that comes later is for a preset that comes later. */
const EVERY_METHOD: readonly MethodName[] = [
  ...(['softTargets', 'pseudoLabels', 'logitMse', 'jensenShannon', 'decoupled'] as const),
  ...(['fitnets', 'attentionTransfer', 'relational', 'patient', 'cosine', 'layerInit'] as const),
  ...(['teacherAssistant', 'ensemble', 'bornAgain', 'mutual'] as const),
];

export const methods: Preset = {
  id: 'methods',
  title: text('Fifteen methods, one regime'),
  name: text('All methods'),
  config: {
    version: 1,
    data: { ...data, teacherImages: 55_000 },
    // Twice the student's layers, in its width: what every method needs can be had. So narrow a network loses by dropout.
    teacher: { ...standardTeacher(5), hidden: [64, 64, 64, 64], hiddenDropout: 0, jitter: 1 },
    student: student([64, 64], 32, 16),
    distillation: { ...distillation(4, 0.9), assistant: [[64, 64, 64]] },
    ...once,
    seeds: 3,
    vary: [
      { path: 'distillation.method', values: EVERY_METHOD },
      { path: 'distillation.strength', values: [0.3, 1, 3] },
    ],
  },
};

export const ensemble: Preset = {
  id: 'ensemble',
  title: text('Five teachers, averaged'),
  config: {
    version: 1,
    data,
    teacher: { ...shard, count: 5 },
    student: student([128, 128], 32, 30),
    distillation: distillation(8, 0.9),
    ...once,
    vary: [{ path: 'teacher.count', values: [1, 5] }],
  },
};
