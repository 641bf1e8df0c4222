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
    value: pick(withZeros(image as tf.Tensor3D), pixels),
    gradFunc: (dy: tf.Tensor) =>
      tf.tidy(() => {
        const padded = withZeros(dy as tf.Tensor3D);
        return tf.addN(rounds.map((places) => pick(padded, places)));
      }),
  }));
  return operation(x) as tf.Tensor3D;
}

/** `[N, rows, channels]` with a row of zeros behind: what a place without a pixel picks. */
function withZeros(x: tf.Tensor3D): tf.Tensor3D {
  return tf.pad3d(x, [
    [0, 0],
    [0, 1],
    [0, 0],
  ]);
}

function pick(x: tf.Tensor3D, rows: Int32Array): tf.Tensor3D {
  return tf.gather(x, tf.tensor1d(rows, 'int32'), 1);
}
