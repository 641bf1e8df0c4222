/**
 * Attention transfer: the student looks where the teacher looks.
 * - Of two convolutional nets, `1/2 sum over l of |Q_l / |Q_l| - Q'_l / |Q'_l||`: Q_l at a place is the sum of squares over the channels
 *   of convolution l, of the student and of the teacher, each a vector over places (section 3.1).
 * - Of a perceptron, `1/2 |J_student - J_teacher|^2`, J the gradient of the cross-entropy with the label in the image, summed over
 *   pixels (section 3.2); it asks nothing of the teacher's shape.
 * Averaged over rows.
 * Source: Zagoruyko and Komodakis 2017 (arXiv 1612.03928).
 */
import { hiddenText } from '../hidden-layers.ts';
import { str, text } from '../text.ts';
import type * as tf from '@tensorflow/tfjs-core';
import type { Method } from './method.ts';
import { meanOverRows, normalised, TINY, type Seen, type Term, type Tf } from './term.ts';

export const method: Method = {
  title: text('Attention transfer'),
  ignores: ['distillation.temperature', 'distillation.tSquared', 'distillation.softWeight'],
  looksInside: true,
  parts: ({ strength }) => [
    { term: 'crossEntropy', weight: 1 },
    { term: 'attentionTransfer', weight: strength },
  ],
  refuses(student, teacher) {
    if (student.kind === 'mlp' || (student.kind === 'cnn' && teacher.kind === 'cnn')) return undefined;
    return text(
      str`Attention transfer compares the convolutions of two convolutional nets, or teaches a network of dense layers: the student is ${hiddenText(student)} and the teacher ${hiddenText(teacher)}.`,
    );
  },
};

export const term: Term = (tf, seen) => {
  if (seen.convolved) return { value: ofMaps(tf, seen.convolved, seen) };
  if (!seen.inputGradients)
    throw new RangeError('Attention transfer needs both networks’ gradients in the image.');
  const { student, teacher } = seen.inputGradients();
  return { value: meanOverRows(tf, tf.mul(tf.squaredDifference(student, teacher), 0.5), seen) };
};

function ofMaps(tf: Tf, convolved: NonNullable<Seen['convolved']>, seen: Seen): tf.Tensor1D {
  const map = (active: tf.Tensor4D) => normalised(tf, tf.sum<tf.Tensor3D>(tf.square(active), -1));
  const values = convolved.map(({ student, teacher }) => {
    const squares = tf.squaredDifference(map(student), map(teacher)); // [S, B, places]
    const distance = tf.sqrt(tf.add(tf.sum(squares, -1, true), TINY));
    return meanOverRows(tf, tf.mul(tf.sub(distance, Math.sqrt(TINY)), 0.5), seen);
  });
  return tf.addN(values);
}
