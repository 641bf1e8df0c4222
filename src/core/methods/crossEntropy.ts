/**
 * The hard term: `-sum_c y_c log softmax(z)_c`, averaged over the rows of the batch that have a target.
 * Source: Hinton, Vinyals, Dean 2015 (arXiv 1503.02531), section 2, second objective; always at T = 1.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { Term, Tf } from './term.ts';

/**
 * @param logits `[S, B, classes]`
 * @param targets rows of probabilities times `1 / rows that have a target`, zero for rows without one, `[S, B, classes]`
 * @returns nats, `[S]`
 */
export function crossEntropyOf(tf: Tf, logits: tf.Tensor3D, targets: tf.Tensor3D): tf.Tensor1D {
  return tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), [1, 2]));
}

export const crossEntropy: Term = (tf, { logits, hardTargets }) => ({
  value: crossEntropyOf(tf, logits, hardTargets),
});
