/**
 * Hints: `1/2 |v_h - r(u_g)|^2` of a hidden layer v_h of the teacher and one u_g of the student under a learned linear map r, summed over
 * units, averaged over rows.
 * Source: Romero et al. 2015 (arXiv 1412.6550), eq. 3.
 */
import { meanOverRows, type Term } from './term.ts';

export const hints: Term = (tf, seen) => ({
  value: tf.addN(
    seen.pairs.map(({ student, teacher }) =>
      meanOverRows(tf, tf.mul(tf.squaredDifference(student, teacher), 0.5), seen),
    ),
  ),
});
