/**
 * The multilayer perceptron as a pure function of stacked parameters. S networks of one architecture live in one
 * matrix `[S, P]`, a row each, so that an optimiser is a handful of operations whatever the depth.
 */
import * as tf from '@tensorflow/tfjs-core';
import { layerShapes, parameterCount, type Architecture } from '../core/architecture.ts';
import { gaussian, streamKey } from '../core/random.ts';

/** One weight layer of S stacked networks. */
export interface Layer {
  readonly weights: tf.Tensor3D; // [S, inputs, outputs]
  readonly biases: tf.Tensor3D; // [S, 1, outputs]
}

/** Masks of inverted dropout, each `[1 or S, B, width]`; a layer without a mask drops nothing. */
export interface DropoutMasks {
  readonly input?: tf.Tensor3D;
  readonly hidden?: readonly tf.Tensor3D[];
}

/**
 * Weights normal with variance 2 / inputs (He et al. 2015, arXiv 1502.01852), biases zero. Equal seeds start equal.
 * @returns `[P]`, in the order of `layerShapes`
 */
export function initialParameters(architecture: Architecture, seed: number): Float32Array {
  const parameters = new Float32Array(parameterCount(architecture));
  layerShapes(architecture).forEach(({ inputs, outputs, weights }, l) => {
    const key = streamKey(seed, 'parameters', l);
    const deviation = Math.sqrt(2 / inputs);
    for (let i = 0; i < inputs * outputs; i++) parameters[weights + i] = deviation * gaussian(key, i);
  });
  return parameters;
}

/** The layers inside a parameter matrix `[S, P]`. */
export function splitLayers(parameters: tf.Tensor2D, architecture: Architecture): readonly Layer[] {
  const members = parameters.shape[0];
  return layerShapes(architecture).map(({ inputs, outputs, weights, biases }) => ({
    weights: tf.reshape(tf.slice(parameters, [0, weights], [members, inputs * outputs]), [
      members,
      inputs,
      outputs,
    ]),
    biases: tf.reshape(tf.slice(parameters, [0, biases], [members, outputs]), [members, 1, outputs]),
  }));
}

/** The inverse of `splitLayers`; also packs gradients. */
export function joinLayers(layers: readonly Layer[]): tf.Tensor2D {
  const members = layers[0]!.weights.shape[0];
  const rows = layers.flatMap(({ weights, biases }) => [
    tf.reshape<tf.Rank.R2>(weights, [members, -1]),
    tf.reshape<tf.Rank.R2>(biases, [members, -1]),
  ]);
  return tf.concat2d(rows, 1);
}

/**
 * Logits of S networks, ReLU after every hidden layer.
 * @param images `[B, inputs]` when all members see the same batch, else `[S, B, inputs]`
 * @returns `[S, B, classes]`
 */
export function apply(layers: readonly Layer[], images: tf.Tensor, dropout: DropoutMasks = {}): tf.Tensor3D {
  let x = dropout.input ? tf.mul(images, dropout.input) : images;
  layers.forEach(({ weights, biases }, l) => {
    const isLast = l === layers.length - 1;
    const z = tf.add(tf.matMul(x, weights), biases);
    const mask = dropout.hidden?.[l];
    x = isLast ? z : mask ? tf.mul(tf.relu(z), mask) : tf.relu(z);
  });
  return x as tf.Tensor3D;
}
