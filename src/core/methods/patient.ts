/**
 * Patient distillation: `|u / |u| - v / |v||^2` of several hidden layers u of the student and v of the teacher, summed over layers,
 * averaged over rows. Where widths differ, u comes through a learned linear map.
 * Source: Sun et al. 2019 (arXiv 1908.09355), its patient loss, on hidden layers instead of the first token's.
 */
import { text } from '../text.ts';
import { hardAndSoft, needsHidden, spreadPairs, type Method } from './method.ts';
import { meanOverRows, normalised, type Term } from './term.ts';

export const method: Method = {
  title: text('Patient'),
  parts: (weights) => [
    ...hardAndSoft({ ...weights, strength: 1 }),
    { term: 'patient', weight: weights.strength },
  ],
  pairs: spreadPairs,
  refuses: needsHidden,
};

export const term: Term = (tf, seen) => ({
  value: tf.addN(
    seen.pairs.map(({ student, teacher }) =>
      meanOverRows(tf, tf.squaredDifference(normalised(tf, student), normalised(tf, teacher)), seen),
    ),
  ),
});
