/**
 * Logit matching: `1/2 |z - v|^2` of student logits z and teacher logits v, summed over classes, averaged over rows.
 * Source: Ba and Caruana 2014 (arXiv 1312.6184), section 2.2. Hinton et al. 2015, section 2.1: the soft term with T^2 tends to
 * it, of centred logits and divided by the number of classes, as T grows.
 */
import { text } from '../text.ts';
import type { Method } from './method.ts';
import { meanOverRows, teacherOf, type Term } from './term.ts';

export const method: Method = {
  title: text('Logit matching'),
  ignores: ['distillation.temperature', 'distillation.tSquared'],
  parts: ({ softWeight, strength }) => [
    { term: 'crossEntropy', weight: 1 - softWeight },
    { term: 'logitMse', weight: softWeight * strength },
  ],
};

export const term: Term = (tf, seen) => ({
  value: meanOverRows(tf, tf.mul(tf.squaredDifference(seen.logits, teacherOf(seen)), 0.5), seen),
});
