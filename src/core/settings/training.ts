/** How a network is trained. */
import type { Setting } from '../setting.ts';

const optimizers = [
  { value: 'adam', label: 'Adam' },
  { value: 'sgd', label: 'SGD with momentum' },
];
const schedules = [
  { value: 'constant', label: 'constant' },
  { value: 'linear', label: 'linear to zero' },
  { value: 'cosine', label: 'cosine to zero' },
];

/** The rows that teacher and students have in common. */
export function training(owner: 'teacher' | 'student', prefix: 't' | 's', whose: string): readonly Setting[] {
  const at = { card: owner } as const;
  return [
    {
      ...at,
      kind: 'layers',
      path: `${owner}.hidden`,
      symbol: owner === 'student' ? 'layers' : 'teacher’s layers',
      key: `${prefix}h`,
      label: 'Hidden layers',
      help: `Units of ${whose} hidden layers, such as 256-256; "none" makes a linear classifier.`,
      maxLayers: 8,
      maxUnits: 4096,
    },
    {
      ...at,
      kind: 'integer',
      path: `${owner}.epochs`,
      symbol: owner === 'student' ? 'epochs' : 'teacher’s epochs',
      key: `${prefix}e`,
      label: 'Epochs',
      help: 'How many times training goes through the images.',
      min: 1,
      max: 1000,
    },
    {
      ...at,
      kind: 'number',
      path: `${owner}.learningRate`,
      symbol: owner === 'student' ? 'learning rate' : 'teacher’s learning rate',
      key: `${prefix}l`,
      label: 'Learning rate',
      help: 'How far each step moves the weights; too high and the loss explodes.',
      min: 1e-6,
      max: 10,
    },
    {
      ...at,
      kind: 'integer',
      path: `${owner}.batchSize`,
      symbol: owner === 'student' ? 'batch' : 'teacher’s batch',
      key: `${prefix}b`,
      label: 'Batch size',
      help: 'Images that each step averages over.',
      min: 1,
      max: 1024,
    },
    {
      ...at,
      more: true,
      kind: 'choice',
      path: `${owner}.optimizer`,
      symbol: owner === 'student' ? 'optimiser' : 'teacher’s optimiser',
      key: `${prefix}o`,
      label: 'Optimiser',
      help: 'The rule that turns gradients into steps.',
      options: optimizers,
    },
    {
      ...at,
      more: true,
      kind: 'number',
      path: `${owner}.momentum`,
      key: `${prefix}m`,
      label: 'Momentum',
      help: 'How much of the last step SGD keeps; Adam does not use it.',
      min: 0,
      max: 0.999,
    },
    {
      ...at,
      more: true,
      kind: 'choice',
      path: `${owner}.schedule`,
      symbol: owner === 'student' ? 'schedule' : 'teacher’s schedule',
      key: `${prefix}s`,
      label: 'Schedule',
      help: 'How the learning rate falls over the run.',
      options: schedules,
    },
  ];
}
