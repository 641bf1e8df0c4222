/**
 * One minus the cosine between the last hidden layers of the student and the teacher, averaged over rows. Where widths differ, the
 * student's comes through a learned linear map.
 * Source: Sanh et al. 2019 (arXiv 1910.01108), the third of DistilBERT's three losses.
 */
import { text } from '../text.ts';
import { hardAndSoft, lastPair, needsHidden, type Method } from './method.ts';
import { meanOverRows, normalised, type Term } from './term.ts';

export const method: Method = {
  title: text('Triple loss with cosine'),
  parts: (weights) => [
    ...hardAndSoft({ ...weights, strength: 1 }),
    { term: 'cosine', weight: weights.strength },
  ],
  pairs: (student, teacher) => lastPair(student, teacher, 'whereWidthsDiffer'),
  refuses: needsHidden,
};

export const term: Term = (tf, seen) => {
  const { student, teacher } = seen.pairs.at(-1)!;
  const cosines = tf.sum(tf.mul(normalised(tf, student), normalised(tf, teacher)), -1, true);
  return { value: meanOverRows(tf, tf.sub(1, cosines), seen) };
};
