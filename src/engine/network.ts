/** What S stacked networks answer, whatever they are made of: the one place that knows which function belongs to which kind. */
import * as tf from '@tensorflow/tfjs-core';
import type { TrainableArchitecture } from '../core/architecture.ts';
import { answerOfCnn } from './cnn.ts';
import type { Layer } from './layers.ts';
import { answerOfMlp } from './mlp.ts';
import { answerOfVit } from './vit.ts';

/** Masks of inverted dropout, each `[1 or S, B, width]`; a layer without a mask drops nothing. */
export interface DropoutMasks {
  readonly input?: tf.Tensor3D;
  /** Of hidden dense layers. */
  readonly hidden?: readonly tf.Tensor3D[];
}

/** A network's answers, and what terms of the loss may look at on the way, input side first. */
export interface Answers {
  readonly logits: tf.Tensor3D; // [S, B, classes]
  /** As `hiddenLayers` counts them; what a layer has at several places side by side. */
  readonly hidden: readonly tf.Tensor3D[]; // [S, B, places * units] each
  /** Of a convolutional net, what each of its convolutions gives. */
  readonly convolved?: readonly tf.Tensor4D[]; // [S, B, places, channels] each
  /** Of a transformer, how much tokens attend to each other in each block, before the softmax. */
  readonly attention?: readonly tf.Tensor3D[]; // [S, B, heads * tokens * tokens] each
}

/** @param images `[B, PIXELS]` when all members see the same batch, else `[S, B, PIXELS]` */
export function answer(
  architecture: TrainableArchitecture,
  layers: readonly Layer[],
  images: tf.Tensor,
  { input, hidden }: DropoutMasks = {},
): Answers {
  const x = input ? tf.mul(images, input) : images;
  switch (architecture.kind) {
    case 'mlp':
      return answerOfMlp(layers, x, hidden);
    case 'cnn':
      return answerOfCnn(architecture, layers, x, hidden);
    case 'vit':
      return answerOfVit(architecture, layers, x);
  }
  return architecture satisfies never;
}
