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
 * What S networks answer, and their hidden layers on the way; ReLU after every one of these.
 * @param images `[B, inputs]` when all members see the same batch, else `[S, B, inputs]`
 * @returns logits `[S, B, classes]`, hidden `[S, B, units]` each, input side first
 */
export function answer(layers: readonly Layer[], images: tf.Tensor, dropout: DropoutMasks = {}) {
  const hidden: tf.Tensor3D[] = [];
  let x = dropout.input ? tf.mul(images, dropout.input) : images;
  layers.forEach(({ weights, biases }, l) => {
    const z = tf.add(tf.matMul(x, weights), biases);
    if (l === layers.length - 1) {
      x = z;
      return;
    }
    const mask = dropout.hidden?.[l];
    x = mask ? tf.mul(tf.relu(z), mask) : tf.relu(z);
    hidden.push(x as tf.Tensor3D);
  });
  return { logits: x as tf.Tensor3D, hidden };
}

/** Their logits alone, `[S, B, classes]`. */
export function apply(layers: readonly Layer[], images: tf.Tensor, dropout?: DropoutMasks): tf.Tensor3D {
  return answer(layers, images, dropout).logits;
}

/**
 * `d(-log softmax(z)_label) / d(image)` by the chain rule, written out so that it has a gradient itself; zero for rows without a
 * label.
 * @param labels more than zero at a row's label, `[S, B, classes]`
 * @returns `[S, B, inputs]`
 */
export function inputGradient(
  layers: readonly Layer[],
  { logits, hidden }: ReturnType<typeof answer>,
  labels: tf.Tensor3D,
): tf.Tensor3D {
  const label = tf.cast(tf.greater(labels, 0), 'float32');
  let gradient: tf.Tensor = tf.mul(tf.sub(tf.softmax(logits), label), tf.max(label, -1, true));
  for (let l = layers.length - 1; l >= 0; l--) {
    const back = tf.matMul(gradient, layers[l]!.weights, false, true);
    gradient = l === 0 ? back : tf.mul(back, tf.step(hidden[l - 1]!));
  }
  return gradient as tf.Tensor3D;
}
