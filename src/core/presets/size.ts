/** How large student and teacher are: from the paper’s networks to a student too small to follow. */
import type { Preset } from '../preset.ts';
import { text } from '../text.ts';
import { data, distillation, everything, once, shard, standardTeacher, student } from './parts.ts';

export const full: Preset = {
  id: 'full',
  title: text('All the data, a big student'),
  config: {
    version: 1,
    data: everything,
    teacher: standardTeacher(8),
    student: student([800, 800], 128, 15),
    distillation: distillation(20, 1),
    ...once,
  },
};

export const hinton2015: Preset = {
  id: 'hinton-2015',
  title: text('The 2015 paper'),
  config: {
    version: 1,
    data: { ...data, trainingRows: 'all', teacherImages: 60_000, labelledImages: 60_000 },
    teacher: {
      ...standardTeacher(40),
      hidden: [1200, 1200],
      schedule: 'cosine',
      inputDropout: 0.1,
      hiddenDropout: 0.5,
      maxNorm: 3.5,
    },
    student: student([800, 800], 128, 15),
    distillation: distillation(20, 1),
    ...once,
  },
};

export const tinyStudent: Preset = {
  id: 'tiny-student',
  title: text('A tiny student: which T?'),
  name: text('A tiny student'),
  config: {
    version: 1,
    data: everything,
    teacher: standardTeacher(5),
    student: student([30, 30], 128, 6),
    distillation: distillation(4, 0.9),
    ...once,
    vary: [{ path: 'distillation.temperature', values: [1, 2.5, 4, 8, 20] }],
  },
};

export const honestNull: Preset = {
  id: 'honest-null',
  title: text('An honest null'),
  config: {
    version: 1,
    data: everything,
    teacher: standardTeacher(5),
    student: student([30, 30], 128, 6),
    distillation: distillation(4, 0.9),
    ...once,
  },
};

export const capacityGap: Preset = {
  id: 'capacity-gap',
  title: text('Too small to follow'),
  config: {
    version: 1,
    data: { ...data, labelledImages: 10_000 },
    teacher: shard,
    student: student([8], 128, 20),
    distillation: { ...distillation(8, 0.9), assistant: [[32]] },
    ...once,
  },
};
