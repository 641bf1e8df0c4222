/**
 * Pseudo-labels: the teacher's top answer to every image, labelled or not, learned as if it were a label.
 * Source: Lee 2013, "Pseudo-Label", ICML workshop on challenges in representation learning.
 */
import { text } from '../text.ts';
import type { Method } from './method.ts';

export const method: Method = {
  title: text('Pseudo-labels'),
  formula: 'CE(argmax v, q)',
  source: 'Lee 2013, ICML workshop on challenges in representation learning',
  explains: text(
    'The student learns the teacher’s top answer as if it were a label, on images without a label too: what soft targets have beyond it is dark knowledge.',
  ),
  taughtBy: 'answers',
  ignores: [
    'distillation.temperature',
    'distillation.tSquared',
    'distillation.softWeight',
    'distillation.strength',
  ],
  parts: () => [{ term: 'crossEntropy', weight: 1 }],
};
