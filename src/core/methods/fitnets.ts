/**
 * Hints: `1/2 |v_h - r(u_g)|^2` of a hidden layer v_h of the teacher and one u_g of the student under a learned linear map r, summed over
 * units, averaged over rows.
 * Source: Romero et al. 2015 (arXiv 1412.6550).
 */
import { text } from '../text.ts';
import { hardAndSoft, middle, needsHidden, pairOf, type Method } from './method.ts';
import { meanOverRows, type Term } from './term.ts';

/** Share of the steps in which only the hint is learned; then it is not learned any more. */
const HINT = 1 / 2;

export const method: Method = {
  title: text('FitNets hints'),
  parts: ({ softWeight, strength }) => [
    { term: 'fitnets', weight: strength, during: [0, HINT] },
    ...hardAndSoft({ softWeight, strength: 1 }).map((part) => ({ ...part, during: [HINT, 1] }) as const),
  ],
  pairs: (student, teacher) => [pairOf([student, middle(student)], [teacher, middle(teacher)], 'always')],
  refuses: needsHidden,
};

export const term: Term = (tf, seen) => ({
  value: tf.addN(
    seen.pairs.map(({ student, teacher }) =>
      meanOverRows(tf, tf.mul(tf.squaredDifference(student, teacher), 0.5), seen),
    ),
  ),
});
