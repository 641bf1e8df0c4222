/**
 * The convolutional net as a pure function of stacked layers. A convolution is a matrix product of all members at once: each place of
 * its output has its patch of the input laid out as a row (`unfold`), which works on every backend, also where tfjs has no gradient of
 * its own convolution.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { CnnArchitecture } from '../core/architecture.ts';
import { convolutions } from '../core/layer-shapes.ts';
import { linear, type Layer } from './layers.ts';
import { answerOfMlp } from './mlp.ts';
import type { Answers } from './network.ts';
import { unfold } from './unfold.ts';

/** @param images `[B, PIXELS]` or `[S, B, PIXELS]`; @param masks of hidden dense layers */
export function answerOfCnn(
  architecture: CnnArchitecture,
  layers: readonly Layer[],
  images: tf.Tensor,
  masks?: readonly tf.Tensor3D[],
): Answers {
  const S = layers[0]!.weights.shape[0];
  const B = images.shape.at(-2)!;
  const convolved: tf.Tensor4D[] = [];
  let x = images;
  convolutions(architecture).forEach(({ inputSide, side, inputs, outputs }, l) => {
    const isShared = x.rank === 2; // the first one may see the same images for all members
    const members = isShared ? 1 : S;
    const places = side ** 2;
    const patches = unfold(tf.reshape(x, [members * B, inputSide ** 2, inputs]), inputSide);
    const rows = isShared ? [B * places] : [S, B * places];
    const z = linear(tf.reshape(patches, [...rows, layers[l]!.weights.shape[1]]), layers[l]!);
    const active = tf.relu(z); // [S, B * places, outputs]
    convolved.push(tf.reshape(active, [S, B, places, outputs]));
    x = tf.reshape(active, [S, B, places * outputs]);
  });
  const dense = answerOfMlp(layers.slice(convolved.length), x, masks);
  return { ...dense, convolved };
}
