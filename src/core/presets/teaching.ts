/** How the teacher teaches: T², bad teachers, several teachers. */
import type { MethodName } from '../methods.ts';
import type { Preset } from '../preset.ts';
import { text } from '../text.ts';
import { data, distillation, once, shard, standardTeacher, student } from './parts.ts';

export const tSquared: Preset = {
  id: 't-squared',
  title: text('What T² is for'),
  teaches: text(
    'Without T² the soft term’s pull fades as T grows, and the labels take over: compare the measured gradients.',
  ),
  expect: text('At T = 8, 580 to 610 errors with T² and 750 to 770 without; at T = 2 it matters little.'),
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
  teaches: text(
    'One well-trained teacher beside one that was stopped early, one that learnt smoothed labels and one with random weights: what do their students make of it?',
  ),
  expect: text(
    'About 620 errors from the trained teacher and 600 from smoothed labels, 1,460 from the one stopped early, 3,460 from random weights, 960 from labels alone.',
  ),
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
  teaches: text(
    'Every method from the same teacher, images, steps and first weights, each at three strengths, of which validation images choose one: which differences are shown?',
  ),
  expect: text(
    'About 1,070 errors from labels alone, 840 from soft targets, 630 where the student begins with layers of its teacher, most others from 820 to 970; with three seeds few of these differences are shown.',
  ),
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
  teaches: text(
    'Five teachers that differ in their seed err in different places; their mean is a better teacher than one.',
  ),
  expect: text('About 620 errors from one teacher, 600 from the mean of five, 960 from labels alone.'),
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
