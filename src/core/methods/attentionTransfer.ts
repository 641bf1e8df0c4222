/**
 * Attention transfer in its gradient form: `1/2 |J_student - J_teacher|^2`, J the gradient of the cross-entropy with the label in the
 * image: what a network looks at. Summed over pixels, averaged over rows; it asks nothing of the two networks' shapes.
 * Source: Zagoruyko and Komodakis 2017 (arXiv 1612.03928), section 3.2.
 */
import { meanOverRows, type Term } from './term.ts';

export const attentionTransfer: Term = (tf, seen) => {
  if (!seen.inputGradients) throw new RangeError('Attention transfer needs a teacher to look into.');
  const { student, teacher } = seen.inputGradients();
  return { value: meanOverRows(tf, tf.mul(tf.squaredDifference(student, teacher), 0.5), seen) };
};
