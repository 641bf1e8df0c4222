/** What students see: few labels, wrong ones, some digits only. */
import type { Preset } from '../preset.ts';
import { text } from '../text.ts';
import { data, distillation, everything, once, shard, standardTeacher, student } from './parts.ts';

export const quick: Preset = {
  id: 'quick',
  title: text('Quick start: 1,000 labels'),
  name: text('Quick start'),
  teaches: text(
    'Both students see the same 1,000 images; one gets the labels, the other mostly the soft targets of a teacher that learnt from 10,000.',
  ),
  expect: text(
    'Of 10,000 test images the hard-label student gets 950 to 1,020 wrong, the distilled one 590 to 650.',
  ),
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
  teaches: text(
    'Three students have 200, 500 or 1,000 labels; the distilled one has none, but the teacher’s answers on 10,000 images. The control has only the top answers: what it gains is labels, the rest is dark knowledge.',
  ),
  expect: text(
    'Of 10,000: about 1,800, 1,380 and 1,070 errors from 200, 500 and 1,000 labels, 510 to 540 distilled, 600 to 660 for the control.',
  ),
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
  teaches: text(
    'A share of the students’ labels is wrong, the teacher’s are not: its soft targets say so image by image.',
  ),
  expect: text(
    'With 20, 40 and 60 % wrong, about 1,090, 1,570 and 3,030 errors from the labels and 510 to 620 distilled: half as many or fewer.',
  ),
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
  teaches: text(
    'No student ever sees a 3. The distilled one recognises most of them all the same, from how much of a 3 the teacher sees in other digits.',
  ),
  expect: text(
    'The hard-label student gets 0 % of the threes right, the distilled one about 95 %, and 97 % with the bias matched to the class prior.',
  ),
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
  teaches: text(
    'Students see nothing but 7s and 8s. What a teacher says of those is enough to tell most other digits.',
  ),
  expect: text(
    'The hard-label student gets 80 % wrong, as it must; the distilled one about 9 %, and 6.5 % with the bias matched.',
  ),
  config: {
    version: 1,
    data: { ...everything, omittedClasses: [0, 1, 2, 3, 4, 5, 6, 9] },
    teacher: standardTeacher(8),
    student: student([300, 300], 128, 2),
    distillation: distillation(20, 1),
    ...once,
  },
};
