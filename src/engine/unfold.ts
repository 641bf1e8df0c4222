/**
 * From an image to the patches that a convolution multiplies, and back. Both ways only gather, with indices that are worked out once:
 * nothing is scattered, so sums have one order and every backend has the operations.
 */
import * as tf from '@tensorflow/tfjs-core';
import { cutOf } from '../core/image-patches.ts';

/**
 * @param x `[N, side^2, channels]`
 * @returns `[N, outputSide^2 * KERNEL^2, channels]`: for each place of the output its patch, row by row, as tfjs lays out kernels
 */
export function unfold(x: tf.Tensor3D, side: number): tf.Tensor3D {
  const { pixels, rounds } = cutOf(side);
  const operation = tf.customGrad((image) => ({
    value: pick(image as tf.Tensor3D, pixels),
    gradFunc: (dy: tf.Tensor) =>
      tf.tidy(() => tf.addN(rounds.map((places) => pick(dy as tf.Tensor3D, places)))),
  }));
  return operation(x) as tf.Tensor3D;
}

/** Rows of `[N, rows, channels]` by their numbers; the number after the last is a row of zeros. */
function pick(x: tf.Tensor3D, rows: Int32Array): tf.Tensor3D {
  const withZeros = tf.pad3d(x, [
    [0, 0],
    [0, 1],
    [0, 0],
  ]);
  return tf.gather(withZeros, tf.tensor1d(rows, 'int32'), 1);
}
