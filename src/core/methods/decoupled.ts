/**
 * Decoupled distillation: `TCKD + 8 NCKD`. TCKD is the KL between the teacher's and the student's probabilities of the target
 * class and of all others together, NCKD the KL among the others; both at T, times T^2 where the experiment says so. The soft term
 * is `TCKD + (1 - p_target) NCKD`: it listens less to the others the surer the teacher is, which this one does not.
 * Source: Zhao et al. 2022 (arXiv 2203.08679); the weights of 1 and 8 are the defaults of its authors' code, MDistiller. A row without
 * a label has the teacher's top answer for a target.
 */
import { text } from '../text.ts';
import type { Method } from './method.ts';
import type * as tf from '@tensorflow/tfjs-core';
import { meanOverRows, teacherOf, type Seen, type Term, type Tf } from './term.ts';

/** On the KL among the other classes. */
export const OTHERS_WEIGHT = 8;
/** What a logit is lowered by to take no part. */
const OUT = 1e6;

/** Both parts, and the teacher's probability of the target, `[S, B, 1]` each. */
export function decoupledParts(tf: Tf, seen: Seen) {
  const teacher = tf.div(teacherOf(seen), seen.temperature);
  const student = tf.div(seen.logits, seen.temperature);
  const target = targetsOf(tf, seen);
  const split = (logits: tf.Tensor) => {
    const all = tf.logSumExp(logits, -1, true);
    const others = tf.sub(logits, tf.mul(target, OUT));
    return {
      target: tf.sub(tf.sum(tf.mul(logits, target), -1, true), all),
      rest: tf.sub(tf.logSumExp(others, -1, true), all),
      others: tf.logSoftmax(others),
    };
  };
  const [p, q] = [split(teacher), split(student)];
  const share = tf.exp(p.target);
  return {
    share,
    target: tf.add(tf.mul(share, tf.sub(p.target, q.target)), tf.mul(tf.exp(p.rest), tf.sub(p.rest, q.rest))),
    // Both have been lowered by the same: their difference at the target is small, and weighed by nothing.
    others: tf.sum(tf.mul(tf.exp(p.others), tf.sub(p.others, q.others)), -1, true),
  };
}

/** One-hot, `[S, B, classes]`. */
function targetsOf(tf: Tf, seen: Seen): tf.Tensor {
  const told = tf.cast(tf.greater(seen.labels, 0), 'float32');
  const top = tf.oneHot(tf.cast(tf.argMax(teacherOf(seen), -1), 'int32'), seen.logits.shape[2]);
  return tf.add(told, tf.mul(tf.cast(top, 'float32'), tf.sub(1, tf.max(told, -1, true))));
}

export const method: Method = {
  title: text('Decoupled distillation'),
  parts: ({ softWeight, strength }) => [
    { term: 'crossEntropy', weight: 1 - softWeight },
    { term: 'decoupled', weight: softWeight * strength },
  ],
};

export const term: Term = (tf, seen) => {
  const { target, others } = decoupledParts(tf, seen);
  const perRow = tf.add(target, tf.mul(others, OTHERS_WEIGHT));
  const value = meanOverRows(tf, perRow, seen);
  return { value, minimised: tf.mul(value, seen.softScale) };
};
