/** How a student learns from its teacher. */
import { text } from '../text.ts';
import type { Setting } from '../setting.ts';

export const DISTILLATION_SETTINGS: readonly Setting[] = [
  {
    card: 'distillation',
    kind: 'number',
    path: 'distillation.temperature',
    symbol: 'T',
    key: 'T',
    label: text('Temperature T'),
    help: text('Higher T flattens the teacher’s answer, so its second and third guesses show.'),
    min: 0.1,
    max: 100,
    slider: { min: 1, max: 20, step: 0.5 },
  },
  {
    card: 'distillation',
    kind: 'number',
    path: 'distillation.softWeight',
    symbol: 'α',
    key: 'a',
    label: text('Soft-label weight alpha'),
    help: text('How much the student listens to the teacher rather than to the labels.'),
    min: 0,
    max: 1,
    slider: { min: 0, max: 1, step: 0.05 },
  },
  {
    card: 'distillation',
    more: true,
    kind: 'boolean',
    path: 'distillation.tSquared',
    symbol: 'T²',
    key: 't2',
    label: text('Scale by T²'),
    help: text('Keeps the soft term’s gradient from shrinking as T grows.'),
  },
  {
    card: 'distillation',
    more: true,
    kind: 'layers',
    path: 'distillation.assistant',
    before: [],
    key: 'as',
    label: text('Teacher assistant'),
    help: text(
      'Hidden layers of a network between teacher and student that teaches one more student; "none" for no assistant.',
    ),
    maxLayers: 8,
    maxUnits: 4096,
  },
];
