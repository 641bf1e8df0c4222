/**
 * Teacher assistant: a network of a size in between learns from the teacher and teaches the student.
 * Source: Mirzadeh et al. 2020 (arXiv 1902.03393), section 3.
 */
import { text } from '../text.ts';
import { hardAndSoft, type Method } from './method.ts';

export const method: Method = {
  title: text('Teacher assistant'),
  formula: '(1 − α) CE(y, q) + α s T² KL(p′_T ‖ q_T)',
  source: 'Mirzadeh et al. 2020, arXiv 1902.03393',
  explains: text(
    'Where the teacher is much larger than the student, a network in between learns from it first and then teaches (p′): each step down is smaller.',
  ),
  taughtBy: 'assistant',
  parts: hardAndSoft,
};
