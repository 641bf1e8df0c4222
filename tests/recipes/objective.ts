/**
 * Reverse KL: `KL(softmax(z / T) || softmax(v / T))` of student logits z and teacher logits v, averaged over rows.
 * Source: Gu et al. 2024 (arXiv 2306.08543), section 2.2, where it replaces the forward KL.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Term } from '../../src/engine/objectives/term.ts';

export const reverseKlTerm: Term<'softTargets'> = (logits, targets, { temperature, tSquared }) => {
  if (!targets.soft) throw new RangeError('The objective "reverseKl" needs a stage with a teacher.');
  const { probabilities, logProbabilities } = targets.soft;
  const T = tf.tensor3d([...temperature], [temperature.length, 1, 1]);
  const student = tf.logSoftmax(tf.div(logits, T)); // [S, B, classes]
  const rowWeight = tf.sum(probabilities, -1, true); // [S, B, 1], zero for padding
  const perClass = tf.mul(tf.exp(student), tf.sub(student, logProbabilities));
  const value = tf.sum<tf.Tensor1D>(tf.mul(rowWeight, perClass), [1, 2]); // [S]
  const scale = tf.tensor1d(temperature.map((t, s) => (tSquared[s] ? t * t : 1))); // [S]
  return { value, minimised: tf.mul(value, scale) };
};
