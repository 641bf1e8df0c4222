/**
 * Attention transfer in its gradient form: `1/2 |J_student - J_teacher|^2`, J the gradient of the cross-entropy with the label in the
 * image: what a network looks at. Summed over pixels, averaged over rows; it asks nothing of the two networks' shapes.
 * Source: Zagoruyko and Komodakis 2017 (arXiv 1612.03928), section 3.2.
 */
import { text } from '../text.ts';
import type { Method } from './method.ts';
import { meanOverRows, type Term } from './term.ts';

export const method: Method = {
  title: text('Attention transfer'),
  formula: 'CE(y, q) + s ½ |∂CE/∂x (student) − ∂CE/∂x (teacher)|²',
  source: 'Zagoruyko and Komodakis 2017, arXiv 1612.03928',
  explains: text(
    'The student learns to look where the teacher looks: the pixels that would change the loss most are to be the same in both.',
  ),
  ignores: ['distillation.temperature', 'distillation.tSquared', 'distillation.softWeight'],
  looksInside: true,
  parts: ({ strength }) => [
    { term: 'crossEntropy', weight: 1 },
    { term: 'attentionTransfer', weight: strength },
  ],
};

export const term: Term = (tf, seen) => {
  if (!seen.inputGradients)
    throw new RangeError('Attention transfer needs both networks’ gradients in the image.');
  const { student, teacher } = seen.inputGradients();
  return { value: meanOverRows(tf, tf.mul(tf.squaredDifference(student, teacher), 0.5), seen) };
};
