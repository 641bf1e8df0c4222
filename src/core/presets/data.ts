/** What students see: few labels, wrong ones, some digits only. */
import type { Preset } from '../preset.ts';
import { text } from '../text.ts';
import { data, distillation, everything, once, shard, standardTeacher, student } from './parts.ts';

export const quick: Preset = {
  id: 'quick',
  title: text('Quick start: 1,000 labels'),
  name: text('Quick start'),
  config: {
    version: 1,
    data,
    teacher: shard,
    student: student([128, 128], 32, 30),
    distillation: distillation(8, 0.9),
    ...once,
  },
};

export const fewLabels: Preset = {
  id: 'few-labels',
  title: text('Few labels, many images'),
  config: {
    version: 1,
    data: { ...data, labelledImages: 500, unlabelledImages: 9_500 },
    teacher: shard,
    student: student([64, 64], 128, 10),
    distillation: { ...distillation(4, 1), pseudoLabelControl: true },
    ...once,
    vary: [{ path: 'data.labelledImages', values: [200, 500, 1000] }],
  },
};

export const wrongLabels: Preset = {
  id: 'wrong-labels',
  title: text('Wrong labels'),
  config: {
    version: 1,
    data: { ...data, labelledImages: 5_000, wrongLabels: 0.4 },
    teacher: shard,
    student: student([64, 64], 64, 15),
    distillation: distillation(4, 0.7),
    ...once,
    vary: [{ path: 'data.wrongLabels', values: [0.2, 0.4, 0.6] }],
  },
};

export const omitADigit: Preset = {
  id: 'omit-a-digit',
  title: text('The digit nobody showed'),
  config: {
    version: 1,
    data: { ...everything, omittedClasses: [3] },
    teacher: standardTeacher(8),
    student: student([300, 300], 128, 6),
    distillation: distillation(20, 1),
    ...once,
  },
};

export const sevenEight: Preset = {
  id: 'seven-eight',
  title: text('Only sevens and eights'),
  config: {
    version: 1,
    data: { ...everything, omittedClasses: [0, 1, 2, 3, 4, 5, 6, 9] },
    teacher: standardTeacher(8),
    student: student([300, 300], 128, 2),
    distillation: distillation(20, 1),
    ...once,
  },
};
