/** What the students learn from. */
import type { Setting } from '../setting.ts';
import { text } from '../text.ts';

export const DATA_SETTINGS: readonly Setting[] = [
  {
    card: 'data',
    kind: 'choice',
    path: 'data.dataset',
    key: 'd',
    label: text('Images'),
    help: text('The MNIST digits that come with the lab, or image and label files of your own.'),
    options: [
      { value: 'mnist', label: text('MNIST digits') },
      { value: 'own', label: text('my own files') },
    ],
  },
  {
    card: 'data',
    kind: 'integer',
    path: 'data.labelledImages',
    symbol: text('labels'),
    key: 'n',
    label: text('Labelled images'),
    help: text('Images that carry a label; both students learn from these.'),
    min: 10,
    max: 60000,
  },
  {
    card: 'data',
    kind: 'integer',
    path: 'data.unlabelledImages',
    symbol: text('unlabelled'),
    key: 'u',
    label: text('Unlabelled images'),
    help: text(
      'Further images without a label: the distilled student still gets the teacher’s answer for them.',
    ),
    min: 0,
    max: 59990,
  },
  {
    card: 'data',
    kind: 'number',
    path: 'data.wrongLabels',
    symbol: text('wrong labels'),
    before: 0,
    key: 'w',
    label: text('Wrong labels'),
    help: text('Share of the students’ labels that is replaced by another class; the teacher’s stay right.'),
    min: 0,
    max: 1,
    slider: { min: 0, max: 1, step: 0.05 },
  },
  {
    card: 'data',
    kind: 'classes',
    path: 'data.omittedClasses',
    symbol: text('without'),
    before: [],
    key: 'o',
    label: text('Digits left out'),
    help: text('Classes that no student sees in training; the teacher does.'),
  },
  {
    card: 'data',
    more: true,
    kind: 'choice',
    path: 'data.trainingRows',
    key: 'r',
    label: text('Held out'),
    help: text(
      'Keep 5,000 training images for validation curves, or train on everything and draw curves on test images.',
    ),
    options: [
      { value: 'split', label: text('5,000 for validation') },
      { value: 'all', label: text('nothing (curves use test images)') },
    ],
  },
];
