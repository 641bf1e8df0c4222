/**
 * What a term of the loss is in arithmetic: what it sees of a step and what it returns. tfjs comes to it as an argument, so
 * that a page can read of a method without loading what computes it.
 */
import type * as tf from '@tensorflow/tfjs-core';

export type Tf = typeof tf;

/** A hidden layer of the students beside the one of the teacher that it is to be like, in the teacher's width. */
export interface LayerPair {
  readonly student: tf.Tensor3D; // [S, B, units]
  readonly teacher: tf.Tensor3D; // [S or 1, B, units]
  /** Of transformers: what the softmax of the block's attention is of. */
  readonly attention?: {
    readonly student: tf.Tensor3D; // [S, B, heads * tokens * tokens]
    readonly teacher: tf.Tensor3D; // [S or 1, B, heads * tokens * tokens]
  };
}

/** One step of S members on batches of B rows. */
export interface Seen {
  /** How much of the stage's steps is done, 0 or more and less than 1. */
  readonly share: number;
  readonly logits: tf.Tensor3D; // [S, B, classes]
  /** One-hot over labelled rows, times `1 / labelled rows`: what the loss curve is measured with. */
  readonly labels: tf.Tensor3D; // [S, B, classes]
  /** The same of what the hard term learns: labels, smoothed or not, or the teacher's top answer. */
  readonly hardTargets: tf.Tensor3D; // [S, B, classes]
  /** `1 / rows` of the batch and zero for padding: what is multiplied by it and summed is a mean. */
  readonly rowWeights: tf.Tensor3D; // [S, B, 1]
  /** The teacher's logits, as they are; absent where nobody has a teacher. */
  readonly teacher?: tf.Tensor3D; // [S, B, classes]
  readonly temperature: tf.Tensor3D; // [S, 1, 1]
  /** T^2 where the experiment multiplies by it, else 1. */
  readonly softScale: tf.Tensor1D; // [S]
  /** The hidden layers that the stage compares, after the ReLU; a student's comes through its learned map, where it has one. */
  readonly pairs: readonly LayerPair[];
  /** What convolutions of equal depth give, where student and teacher are convolutional nets. */
  readonly convolved?: readonly {
    readonly student: tf.Tensor4D; // [S, B, places, channels]
    readonly teacher: tf.Tensor4D; // [S or 1, B, places, channels]
  }[];
  /** `d(-log softmax(z)_label) / d(image)` of both networks, zero for rows without a label; computed when asked. */
  readonly inputGradients?: () => {
    readonly student: tf.Tensor3D; // [S, B, inputs]
    readonly teacher: tf.Tensor3D; // [S, B, inputs]
  };
}

export interface TermValue {
  /** What charts show, in nats where it is a divergence. */
  readonly value: tf.Tensor1D; // [S]
  /** The same in the scale that is trained on, where that is another one. */
  readonly minimised?: tf.Tensor1D; // [S]
}

/** One term of the loss, before its weight: a mean over the rows that it is about, one number a member. */
export type Term = (tf: Tf, seen: Seen) => TermValue;

/** @throws RangeError where nobody teaches: a mistake in the code, since who has no teacher has no such term */
export function teacherOf({ teacher }: Seen): tf.Tensor3D {
  if (!teacher) throw new RangeError('This term of the loss needs a stage with a teacher.');
  return teacher;
}

/** The mean over the rows of a batch of a sum over classes or units. @param x `[S, B, any]` @returns `[S]` */
export function meanOverRows(tf: Tf, x: tf.Tensor, { rowWeights }: Seen): tf.Tensor1D {
  return tf.sum<tf.Tensor1D>(tf.mul(x, rowWeights), [1, 2]);
}

/** Added to a squared length before its root, whose gradient has no end at zero. */
export const TINY = 1e-12;

/** `x / |x|` along the last axis; zero stays zero. */
export function normalised(tf: Tf, x: tf.Tensor3D): tf.Tensor3D {
  return tf.div(x, tf.sqrt(tf.add(tf.sum(tf.square(x), -1, true), TINY)));
}
