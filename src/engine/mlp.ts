/** The multilayer perceptron as a pure function of stacked layers. */
import * as tf from '@tensorflow/tfjs-core';
import { linear, type Layer } from './layers.ts';
import type { Answers } from './network.ts';

/**
 * Dense layers in a row, a ReLU after every one but the last.
 * @param x `[B, inputs]` or `[S, B, inputs]`
 * @param masks of hidden layers
 */
export function answerOfMlp(
  layers: readonly Layer[],
  x: tf.Tensor,
  masks: readonly tf.Tensor3D[] = [],
): Answers {
  const hidden: tf.Tensor3D[] = [];
  let next = x;
  for (const [l, layer] of layers.slice(0, -1).entries()) {
    const active = tf.relu(linear(next, layer));
    const mask = masks[l];
    next = mask ? tf.mul(active, mask) : active;
    hidden.push(next as tf.Tensor3D);
  }
  return { logits: linear(next, layers.at(-1)!), hidden };
}

/**
 * `d(-log softmax(z)_label) / d(image)` by the chain rule, written out so that it has a gradient itself; zero for rows without a
 * label.
 * @param labels more than zero at a row's label, `[S, B, classes]`
 * @returns `[S, B, inputs]`
 */
export function inputGradientOfMlp(
  layers: readonly Layer[],
  { logits, hidden }: Answers,
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
