/**
 * Pseudo-labels: the teacher's top answer to every image, labelled or not, learned as if it were a label.
 * Source: Lee 2013, "Pseudo-Label", ICML workshop on challenges in representation learning.
 */
import { text } from '../text.ts';
import type { Method } from './method.ts';

export const method: Method = {
  title: text('Pseudo-labels'),
  taughtBy: 'answers',
  ignores: [
    'distillation.temperature',
    'distillation.tSquared',
    'distillation.softWeight',
    'distillation.strength',
  ],
  parts: () => [{ term: 'crossEntropy', weight: 1 }],
};
