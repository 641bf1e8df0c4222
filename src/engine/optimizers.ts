/**
 * Optimisers as pure functions on a parameter matrix `[S, P]`, with a learning rate for each member. tfjs's own
 * know one learning rate for all and keep their state by position in a list of variables.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Optimizer } from '../core/experiment.ts';

export interface Update {
  readonly parameters: tf.Tensor2D; // [S, P]
  readonly moments: readonly tf.Tensor2D[]; // [S, P] each
}

export interface UpdateRule {
  /** How many moments it keeps; all start at zero. */
  readonly moments: number;
  /** @param learningRate `[S, 1]` @param step number of this step, from 1 */
  update(state: Update, gradient: tf.Tensor2D, learningRate: tf.Tensor2D, step: number): Update;
}

export const BETA1 = 0.9;
export const BETA2 = 0.999;
export const EPSILON = 1e-7;

/**
 * `p - lr * (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps)`: Kingma and Ba 2015 (arXiv 1412.6980), algorithm 1,
 * with tfjs's epsilon of 1e-7 outside the root. Folding the corrections into lr is not the same: eps would scale.
 */
const adam: UpdateRule = {
  moments: 2,
  update({ parameters, moments }, gradient, learningRate, step) {
    const m = tf.add(tf.mul(moments[0]!, BETA1), tf.mul(gradient, 1 - BETA1));
    const v = tf.add(tf.mul(moments[1]!, BETA2), tf.mul(tf.square(gradient), 1 - BETA2));
    const root = tf.sqrt(tf.mul(v, 1 / (1 - BETA2 ** step)));
    const direction = tf.div(tf.mul(m, 1 / (1 - BETA1 ** step)), tf.add(root, EPSILON));
    return next(parameters, tf.mul(direction, learningRate), [m, v]);
  },
};

/** `u = momentum u + g; p - lr u`: Polyak 1964, in the form of tfjs's and PyTorch's SGD. */
const sgd = (momentum: number): UpdateRule => ({
  moments: 1,
  update({ parameters, moments }, gradient, learningRate) {
    const velocity = tf.add(tf.mul(moments[0]!, momentum), gradient);
    return next(parameters, tf.mul(velocity, learningRate), [velocity]);
  },
});

function next(parameters: tf.Tensor2D, change: tf.Tensor, moments: readonly tf.Tensor[]): Update {
  return { parameters: tf.sub(parameters, change), moments: moments as readonly tf.Tensor2D[] };
}

export function updateRule(optimizer: Optimizer, momentum: number): UpdateRule {
  switch (optimizer) {
    case 'adam':
      return adam;
    case 'sgd':
      return sgd(momentum);
  }
  return optimizer satisfies never;
}

/**
 * Shrinks the weights that come into each unit to a length of at most `limit` (Srivastava et al. 2014, section 5.1).
 * @param weights `[S, inputs, outputs]`
 */
export function limitNorm(weights: tf.Tensor3D, limit: number): tf.Tensor3D {
  const norm = tf.sqrt(tf.sum(tf.square(weights), 1, true)); // [S, 1, outputs]
  return tf.mul(weights, tf.div(limit, tf.maximum(norm, limit)));
}
