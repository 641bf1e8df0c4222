/**
 * The hard term: `-sum_c y_c log softmax(z)_c`, averaged over the rows of the batch that have a target.
 * Source: Hinton, Vinyals, Dean 2015 (arXiv 1503.02531), section 2, second objective; always at T = 1.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Term } from './term.ts';

/**
 * @param logits `[S, B, classes]`
 * @param targets one-hot rows times `1 / rows that have a target`, zero for rows without one, `[S, B, classes]`
 * @returns nats, `[S]`
 */
export function crossEntropy(logits: tf.Tensor3D, targets: tf.Tensor3D): tf.Tensor1D {
  return tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), [1, 2]));
}

export const crossEntropyTerm: Term<'crossEntropy'> = (logits, { hardTargets }) => {
  const value = crossEntropy(logits, hardTargets);
  return { value, minimised: value };
};
