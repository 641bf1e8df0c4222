/** How large student and teacher are: from the paper’s networks to a student too small to follow. */
import type { Preset } from '../preset.ts';
import { text } from '../text.ts';
import { data, distillation, everything, once, shard, standardTeacher, student } from './parts.ts';

export const full: Preset = {
  id: 'full',
  title: text('All the data, a big student'),
  teaches: text(
    'With every label at hand there is next to nothing to gain: a wide student learns as much from the labels.',
  ),
  expect: text(
    'Both students end between 170 and 230 test errors, the distilled one ahead by a dozen or not at all: one seed shows no difference.',
  ),
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
  teaches: text(
    'The networks, T and regularisers of Hinton, Vinyals and Dean, trained with Adam: a big teacher, and a student with no regulariser but soft targets.',
  ),
  expect: text(
    'The paper: teacher 67, hard labels 146, soft targets at T = 20 74 test errors. This teacher comes with the lab and makes 84; its students take over half an hour without a real GPU.',
  ),
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
  teaches: text(
    'A student of 30 units a layer cannot follow everything a hot teacher says: of five temperatures, which serves it best?',
  ),
  expect: text(
    'About 400 errors from labels and at T = 2.5, 440 at T = 20: the hotter the worse, and no T helps.',
  ),
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
  teaches: text('A tiny student on all of MNIST: soft targets change next to nothing, and the lab says so.'),
  expect: text('Both students end between 360 and 450 test errors, in either order.'),
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
  teaches: text(
    'A student of 8 units learns worse from its teacher than from labels; a teacher assistant between them may help, or not.',
  ),
  expect: text(
    'Worse: 930 to 1,050 errors from the labels, 1,090 to 1,310 from the teacher, and no difference shown with the assistant.',
  ),
  config: {
    version: 1,
    data: { ...data, labelledImages: 10_000 },
    teacher: shard,
    student: student([8], 128, 20),
    distillation: { ...distillation(8, 0.9), assistant: [[32]] },
    ...once,
  },
};
