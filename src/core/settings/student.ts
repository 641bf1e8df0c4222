/** The students: their network and training, and how many of them. */
import type { Setting } from '../setting.ts';
import { text } from '../text.ts';
import { network } from './network.ts';
import { training } from './training.ts';

export const STUDENT_SETTINGS: readonly Setting[] = [
  ...network('student', 's'),
  ...training('student', 's'),
  {
    card: 'student',
    more: true,
    kind: 'boolean',
    path: 'distillation.pseudoLabelControl',
    key: 'p',
    label: text('Pseudo-label control'),
    help: text('A third student learns only the teacher’s top answer: what it misses is dark knowledge.'),
  },
  {
    card: 'student',
    more: true,
    kind: 'integer',
    path: 'seed',
    key: 'seed',
    label: text('Seed'),
    help: text('The same seed gives the same run on the same device.'),
    min: 0,
    max: 4294967295,
  },
  {
    card: 'student',
    kind: 'integer',
    path: 'seeds',
    before: 1,
    key: 'k',
    label: text('Seeds'),
    help: text(
      'Every student is trained from so many seeds side by side; with five or more, chance can be told from effect.',
    ),
    min: 1,
    max: 30,
  },
  {
    card: 'student',
    more: true,
    kind: 'boolean',
    path: 'quantise',
    before: false,
    key: 'q',
    label: text('Quantise'),
    help: text('Every network is also measured with weights in 16 and 8 bits, and in 8-bit integers.'),
  },
  {
    card: 'student',
    more: true,
    kind: 'axes',
    path: 'vary',
    before: [],
    key: 'x',
    label: text('Vary'),
    help: text(
      'A setting and the values to train side by side, such as T=1,4,8; a second one after a semicolon.',
    ),
    maxAxes: 2,
    maxValues: 20,
  },
];
