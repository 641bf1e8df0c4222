/**
 * Deep mutual learning: two untrained students learn side by side from the labels and from each other, without a teacher.
 * Source: Zhang et al. 2018 (arXiv 1706.00384), eq. 4 and 5.
 */
import { text } from '../text.ts';
import type { Method } from './method.ts';

export const method: Method = {
  title: text('Mutual learning'),
  taughtBy: 'peers',
  ignores: ['distillation.softWeight'],
  parts: ({ strength }) => [
    { term: 'crossEntropy', weight: 1 },
    { term: 'softTargets', weight: strength },
  ],
};
