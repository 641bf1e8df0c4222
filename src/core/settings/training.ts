/** How a network is trained. */
import type { Setting } from '../setting.ts';
import { text } from '../text.ts';

const optimizers = [
  { value: 'adam', label: 'Adam' },
  { value: 'sgd', label: text('SGD with momentum') },
];
export const SCHEDULES = [
  { value: 'constant', label: text('constant') },
  { value: 'linear', label: text('linear to zero'), short: text('linear') },
  { value: 'cosine', label: text('cosine to zero'), short: text('cosine') },
];

/** The rows that teacher and students have in common. */
export function training(owner: 'teacher' | 'student', prefix: 't' | 's'): readonly Setting[] {
  const at = { card: owner } as const;
  return [
    {
      ...at,
      kind: 'integer',
      path: `${owner}.epochs`,
      symbol: owner === 'student' ? text('epochs') : text('teacher’s epochs'),
      key: `${prefix}e`,
      label: text('Epochs'),
      help: text('How many times training goes through the images.'),
      min: 1,
      max: 1000,
    },
    {
      ...at,
      kind: 'number',
      path: `${owner}.learningRate`,
      symbol: owner === 'student' ? text('learning rate') : text('teacher’s learning rate'),
      key: `${prefix}l`,
      label: text('Learning rate'),
      help: text('How far each step moves the weights; too high and the loss explodes.'),
      min: 1e-6,
      max: 10,
    },
    {
      ...at,
      kind: 'integer',
      path: `${owner}.batchSize`,
      symbol: owner === 'student' ? text('batch') : text('teacher’s batch'),
      key: `${prefix}b`,
      label: text('Batch size'),
      help: text('Images that each step averages over.'),
      min: 1,
      max: 1024,
    },
    {
      ...at,
      more: true,
      kind: 'choice',
      path: `${owner}.optimizer`,
      symbol: owner === 'student' ? text('optimiser') : text('teacher’s optimiser'),
      key: `${prefix}o`,
      label: text('Optimiser'),
      help: text('The rule that turns gradients into steps.'),
      options: optimizers,
    },
    {
      ...at,
      more: true,
      kind: 'number',
      path: `${owner}.momentum`,
      key: `${prefix}m`,
      label: text('Momentum'),
      help: text('How much of the last step SGD keeps; Adam does not use it.'),
      min: 0,
      max: 0.999,
    },
    {
      ...at,
      more: true,
      kind: 'choice',
      path: `${owner}.schedule`,
      symbol: owner === 'student' ? text('schedule') : text('teacher’s schedule'),
      key: `${prefix}s`,
      label: text('Schedule'),
      help: text('How the learning rate falls over the run.'),
      options: SCHEDULES,
    },
  ];
}
