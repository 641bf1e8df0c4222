/**
 * Relational distillation: how far examples of a batch lie from each other (over the mean distance), and under which angles three of
 * them, in the last hidden layer of the student and of the teacher. `D + 2 A`, each the mean of a Huber loss: over pairs of different
 * rows, over triples.
 * Source: Park et al. 2019 (arXiv 1904.05068), section 3.2; twice the weight on angles, as in its experiments (25 and 50).
 */
import { text } from '../text.ts';
import { lastPair, needsHidden, type Method } from './method.ts';
import type * as tf from '@tensorflow/tfjs-core';
import { TINY, type Seen, type Term, type Tf } from './term.ts';

const ANGLE_WEIGHT = 2;

/** `x^2 / 2` near zero and `|x| - 1/2` from one on. */
function huber(tf: Tf, x: tf.Tensor): tf.Tensor {
  const size = tf.abs(x);
  const near = tf.minimum(size, 1);
  return tf.add(tf.mul(tf.square(near), 0.5), tf.sub(size, near));
}

/** The mean of `x` over its rows, where `weights` says which ones count; `[S]`. */
function meanWhere(tf: Tf, x: tf.Tensor, weights: tf.Tensor, axes: number[]): tf.Tensor1D {
  return tf.div(tf.sum(tf.mul(x, weights), axes), tf.maximum(tf.sum(weights, axes), 1));
}

/**
 * From the products of rows alone, without a tensor of all their differences: with G = x x', the angle at j between i and k has
 * the cosine `(G_ik - G_ij - G_jk + G_jj) / (|x_i - x_j| |x_k - x_j|)`. Centred first, because these differences cancel.
 * @param x `[S, B, units]` @param pairs 1 where two different rows stand, `[S, B, B]`
 */
function relations(tf: Tf, x: tf.Tensor3D, pairs: tf.Tensor) {
  const [S, B] = x.shape;
  const centred = tf.sub(x, tf.mean(x, 1, true));
  const products = tf.matMul(centred, centred, false, true); // [S, B, B]
  const own = tf.sum(tf.square(centred), -1, true); // [S, B, 1]
  const squares = tf.sub(tf.add(own, tf.transpose(own, [0, 2, 1])), tf.mul(products, 2));
  const lengths = tf.sqrt(tf.add(tf.relu(squares), TINY));
  const mean = tf.reshape(meanWhere(tf, lengths, pairs, [1, 2]), [-1, 1, 1]);
  // At the first row, between the other two: [S, B, B, B].
  const dots = tf.sub(
    tf.add(tf.expandDims(products, 1), tf.reshape(own, [S, B, 1, 1])),
    tf.add(tf.expandDims(products, 3), tf.expandDims(products, 2)),
  );
  const sides = tf.mul(tf.expandDims(lengths, 3), tf.expandDims(lengths, 2));
  return {
    distances: tf.mul(tf.div(lengths, tf.maximum(mean, TINY)), pairs),
    angles: tf.div(dots, sides),
  };
}

/** Which rows are no padding: 1 where both are there and differ, `[S, B, B]`; 1 for triples of three rows, `[S, B, B, B]`. */
function rowsThatCount(tf: Tf, { rowWeights }: Seen) {
  const [S, B] = rowWeights.shape;
  const there = tf.reshape(tf.cast(tf.greater(rowWeights, 0), 'float32'), [S, B]);
  const differ = tf.sub(1, tf.eye(B));
  const pairs = tf.mul(tf.mul(tf.expandDims(there, 1), tf.expandDims(there, 2)), differ);
  const triples = tf.mul(tf.mul(tf.expandDims(pairs, 3), tf.expandDims(pairs, 2)), differ);
  return { pairs, triples };
}

/** The paper's weight on distances; that on angles is twice it. */
const WEIGHT = 25;

export const method: Method = {
  title: text('Relational'),
  ignores: ['distillation.temperature', 'distillation.tSquared', 'distillation.softWeight'],
  parts: ({ strength }) => [
    { term: 'crossEntropy', weight: 1 },
    { term: 'relational', weight: WEIGHT * strength },
  ],
  pairs: (student, teacher) => lastPair(student, teacher, 'never'),
  refuses: needsHidden,
};

export const term: Term = (tf, seen) => {
  const { pairs, triples } = rowsThatCount(tf, seen);
  const { student, teacher } = seen.pairs.at(-1)!;
  const [own, wanted] = [relations(tf, student, pairs), relations(tf, teacher, pairs)];
  const distance = meanWhere(tf, huber(tf, tf.sub(own.distances, wanted.distances)), pairs, [1, 2]);
  const angle = meanWhere(tf, huber(tf, tf.sub(own.angles, wanted.angles)), triples, [1, 2, 3]);
  return { value: tf.add(distance, tf.mul(angle, ANGLE_WEIGHT)) };
};
