/**
 * The Jensen-Shannon divergence `KL(p || m) / 2 + KL(q || m) / 2`, m = (p + q) / 2, of p = softmax(v / T) and q = softmax(z / T),
 * times T^2 where the experiment says so. Symmetric, and at most ln 2.
 * Source: Lin 1991, "Divergence measures based on the Shannon entropy", IEEE Transactions on Information Theory 37(1), with equal weights.
 */
import { text } from '../text.ts';
import type { Method } from './method.ts';
import { meanOverRows, teacherOf, type Term } from './term.ts';

export const method: Method = {
  title: text('Jensen-Shannon'),
  parts: ({ softWeight, strength }) => [
    { term: 'crossEntropy', weight: 1 - softWeight },
    { term: 'jensenShannon', weight: softWeight * strength },
  ],
};

export const term: Term = (tf, seen) => {
  const p = tf.logSoftmax(tf.div(teacherOf(seen), seen.temperature));
  const q = tf.logSoftmax(tf.div(seen.logits, seen.temperature));
  // log((p + q) / 2) by the larger of the two, so that nothing underflows.
  const most = tf.maximum(p, q);
  const least = tf.minimum(p, q);
  const m = tf.add(most, tf.sub(tf.log1p(tf.exp(tf.sub(least, most))), Math.LN2));
  const both = tf.add(tf.mul(tf.exp(p), tf.sub(p, m)), tf.mul(tf.exp(q), tf.sub(q, m)));
  const value = meanOverRows(tf, tf.mul(both, 0.5), seen);
  return { value, minimised: tf.mul(value, seen.softScale) };
};
