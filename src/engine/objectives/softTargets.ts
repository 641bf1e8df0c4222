/**
 * The soft term: `KL(softmax(v / T) || softmax(z / T))` of teacher logits v and student logits z, summed over classes,
 * averaged over the valid rows of the batch, and times T^2 where the experiment says so.
 * Source: Hinton, Vinyals, Dean 2015 (arXiv 1503.02531), section 2; the gradient of the KL in z is
 * `(softmax(z/T) - softmax(v/T)) / T`, which is why T^2 keeps it in step with the hard term.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { SoftBatch, Term } from './term.ts';

/**
 * The unscaled KL.
 * @param logits `[S, B, classes]`
 * @param temperature `[S, 1, 1]`
 * @returns nats, `[S]`
 */
export function softTargets(logits: tf.Tensor3D, teacher: SoftBatch, temperature: tf.Tensor3D): tf.Tensor1D {
  const student = tf.logSoftmax(tf.div(logits, temperature));
  return tf.sum(tf.mul(teacher.probabilities, tf.sub(teacher.logProbabilities, student)), [1, 2]);
}

export const softTargetsTerm: Term<'softTargets'> = (logits, targets, { temperature, tSquared }) => {
  if (!targets.soft) throw new RangeError('The objective "softTargets" needs a stage with a teacher.');
  const T = tf.tensor3d([...temperature], [temperature.length, 1, 1]);
  const value = softTargets(logits, targets.soft, T);
  const scale = tf.tensor1d(temperature.map((t, s) => (tSquared[s] ? t * t : 1))); // [S]
  return { value, minimised: tf.mul(value, scale) };
};
