/**
 * The vision transformer as a pure function of stacked layers: patches as tokens with a learned position, blocks of attention and two
 * dense layers with a norm before each and the input added behind, a norm, the mean over tokens, the answer.
 * Source: Dosovitskiy et al. 2021 (arXiv 2010.11929), equations 1 to 4; Vaswani et al. 2017 (arXiv 1706.03762), equation 1.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { VitArchitecture } from '../core/architecture.ts';
import { PATCH_PIXELS } from '../core/image-patches.ts';
import { BLOCK_LAYERS, NORM_EPSILON, PATCH, TOKENS } from '../core/layer-shapes.ts';
import { linear, type Layer } from './layers.ts';
import type { Answers } from './network.ts';

type BlockLayers = Readonly<Record<(typeof BLOCK_LAYERS)[number], Layer>>;

/** @param images `[B, PIXELS]` or `[S, B, PIXELS]` */
export function answerOfVit(
  { blocks, heads }: VitArchitecture,
  layers: readonly Layer[],
  images: tf.Tensor,
): Answers {
  const [patches, ...rest] = layers;
  const [norm, head] = rest.slice(-2);
  const [S, , width] = patches!.weights.shape;
  const B = images.shape.at(-2)!;
  const attention: tf.Tensor3D[] = [];
  const hidden: tf.Tensor3D[] = [];

  let x = tokensOf(patches!, images, S, B); // [S, B * TOKENS, width]
  for (let b = 0; b < blocks; b++) {
    const first = b * BLOCK_LAYERS.length;
    const block = Object.fromEntries(
      BLOCK_LAYERS.map((name, l) => [name, rest[first + l]!]),
    ) as unknown as BlockLayers;
    const attended = attend(block, normalise(x, block.norm_1), heads);
    attention.push(tf.reshape(attended.scores, [S, B, heads * TOKENS ** 2]));
    x = tf.add(x, attended.mixed);
    x = tf.add(x, linear(tf.relu(linear(normalise(x, block.norm_2), block.up)), block.down));
    hidden.push(tf.reshape(x, [S, B, TOKENS * width]));
  }
  const mean = tf.mean(tf.reshape(normalise(x, norm!), [S, B, TOKENS, width]), 2); // [S, B, width]
  return { logits: linear(mean, head!), hidden, attention };
}

/** `[S, B * TOKENS, width]` */
function tokensOf({ weights, biases }: Layer, images: tf.Tensor, S: number, B: number): tf.Tensor3D {
  const width = weights.shape[2];
  const pixels = tf.gather(images, tf.tensor1d(PATCH_PIXELS, 'int32'), -1 + images.rank);
  const rows = images.rank === 2 ? [B * TOKENS] : [S, B * TOKENS];
  const projected = tf.matMul(tf.reshape(pixels, [...rows, PATCH ** 2]), weights);
  const placed = tf.add(
    tf.reshape(projected, [S, B, TOKENS, width]),
    tf.reshape(biases, [S, 1, TOKENS, width]),
  );
  return tf.reshape(placed, [S, B * TOKENS, width]);
}

/** `(x - mean) / sqrt(variance + epsilon) * gain + bias` over the width (Ba et al. 2016, arXiv 1607.06450). */
function normalise(x: tf.Tensor3D, { weights, biases }: Layer): tf.Tensor3D {
  const apart = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(apart), -1, true);
  return tf.add(tf.mul(tf.mul(apart, tf.rsqrt(tf.add(variance, NORM_EPSILON))), weights), biases);
}

/** `softmax(Q K' / sqrt(d)) V` of every head, side by side, and what the softmax is of. */
function attend(block: BlockLayers, x: tf.Tensor3D, heads: number) {
  const [S, rows, width] = x.shape;
  const N = (S * rows) / TOKENS;
  const each = width / heads;
  const all = linear(x, block.queries_keys_values); // [S, B * TOKENS, 3 * width]
  const byHead = tf.transpose(tf.reshape(all, [N, TOKENS, 3 * heads, each]), [0, 2, 1, 3]);
  const [queries, keys, values] = [0, 1, 2].map((part) =>
    tf.slice(byHead, [0, part * heads, 0, 0], [N, heads, TOKENS, each]),
  );
  const scores = tf.mul(tf.matMul(queries!, keys!, false, true), 1 / Math.sqrt(each)); // [N, heads, TOKENS, TOKENS]
  const heard = tf.transpose(tf.matMul(tf.softmax(scores), values!), [0, 2, 1, 3]);
  const mixed = linear(tf.reshape(heard, [S, rows, width]), block.attention);
  return { scores, mixed };
}
