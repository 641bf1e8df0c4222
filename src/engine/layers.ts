/**
 * The weight layers of S networks of one architecture. Their numbers live in one matrix `[S, P]`, a row a network, so that an
 * optimiser is a handful of operations whatever the depth.
 */
import * as tf from '@tensorflow/tfjs-core';
import { parameterCount, type Architecture } from '../core/architecture.ts';
import { layerShapes } from '../core/layer-shapes.ts';
import { gaussian, streamKey } from '../core/random.ts';

/** One weight layer of S stacked networks. */
export interface Layer {
  readonly weights: tf.Tensor3D; // [S, inputs, outputs]
  readonly biases: tf.Tensor3D; // [S, places, outputs]
}

/**
 * Weights normal with variance `gain / inputs` (2 before a ReLU: He et al. 2015, arXiv 1502.01852), those of norms one, biases zero.
 * Equal seeds start equal.
 * @returns `[P]`, in the order of `layerShapes`
 */
export function initialParameters(architecture: Architecture, seed: number): Float32Array {
  const parameters = new Float32Array(parameterCount(architecture));
  layerShapes(architecture).forEach(({ inputs, outputs, weights, begins }, l) => {
    if (begins === 'ones') {
      parameters.fill(1, weights, weights + inputs * outputs);
      return;
    }
    const key = streamKey(seed, 'parameters', l);
    const deviation = Math.sqrt(begins.gain / inputs);
    for (let i = 0; i < inputs * outputs; i++) parameters[weights + i] = deviation * gaussian(key, i);
  });
  return parameters;
}

/** The layers inside a parameter matrix `[S, P]`. */
export function splitLayers(parameters: tf.Tensor2D, architecture: Architecture): readonly Layer[] {
  const members = parameters.shape[0];
  return layerShapes(architecture).map(({ inputs, outputs, places, weights, biases }) => ({
    weights: tf.reshape(tf.slice(parameters, [0, weights], [members, inputs * outputs]), [
      members,
      inputs,
      outputs,
    ]),
    biases: tf.reshape(tf.slice(parameters, [0, biases], [members, places * outputs]), [
      members,
      places,
      outputs,
    ]),
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

/** `x W + b` of every member. @param x `[rows, inputs]` where all members have the same, else `[S, rows, inputs]` */
export function linear(x: tf.Tensor, { weights, biases }: Layer): tf.Tensor3D {
  return tf.add(tf.matMul(x, weights), biases);
}
