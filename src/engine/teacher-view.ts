/** What terms see of a teacher beside its answers: what is inside it, and its gradient in the image, on any batch. */
import * as tf from '@tensorflow/tfjs-core';
import { parameterCount, type TrainableArchitecture } from '../core/architecture.ts';
import type { Stage } from '../core/stages.ts';
import { splitLayers, type Layer } from './layers.ts';
import { inputGradientOfMlp } from './mlp.ts';
import { answer, type Answers } from './network.ts';

/** A source of soft targets that is one network of the lab. */
export interface SourceNetwork {
  readonly architecture: TrainableArchitecture;
  readonly parameters: Float32Array; // [P]
}

/** Its leading axis is 1 where all members learn from one teacher and see the same images, else S. */
export interface TeacherInside extends Omit<Answers, 'logits'> {
  readonly gradient: () => tf.Tensor3D; // [S, B, inputs]
}

export interface TeacherView {
  /** Call inside `tf.tidy`. */
  look(images: tf.Tensor, labels: tf.Tensor3D): TeacherInside;
  close(): void;
}

/** @throws RangeError when a member's source is not one network: a mistake in the code, since such stages are refused before */
export function viewTeachers(
  { members }: Stage,
  sources: readonly (SourceNetwork | undefined)[],
): TeacherView {
  const own = members.map(({ source }) => sources[source!]);
  const [first] = own;
  if (!first || own.some((one) => one === undefined))
    throw new RangeError('The terms of this stage look into one teacher that the lab has trained.');
  const { architecture } = first;
  const P = parameterCount(architecture);
  const isShared = own.every((one) => one === first);
  const stacked = isShared ? [first] : own;
  const values = new Float32Array(stacked.length * P);
  stacked.forEach((one, s) => values.set(one!.parameters, s * P));
  const parameters = tf.tensor2d(values, [stacked.length, P]);
  return {
    look(images, labels) {
      const layers = splitLayers(parameters, architecture);
      const { logits, ...inside } = answerOfAll(architecture, layers, images);
      const gradient = () =>
        architecture.kind === 'mlp'
          ? inputGradientOfMlp(layers, { logits, ...inside }, labels)
          : inputGradient(architecture, layers, images, labels);
      return { ...inside, gradient };
    },
    close: () => parameters.dispose(),
  };
}

/** What the teachers answer to the images of all members: one teacher sees them as one long batch. */
function answerOfAll(
  architecture: TrainableArchitecture,
  layers: readonly Layer[],
  images: tf.Tensor, // `[B, PIXELS]` or `[S, B, PIXELS]`
): Answers {
  const [teachers] = layers[0]!.weights.shape;
  const [S, B, pixels] = images.shape as [number, number, number];
  if (images.rank === 2 || teachers === S) return answer(architecture, layers, images);
  const { logits, hidden, convolved, attention } = answer(
    architecture,
    layers,
    tf.reshape(images, [S * B, pixels]),
  );
  const byMember = <T extends tf.Tensor>(x: T): T => tf.reshape(x, [S, B, ...x.shape.slice(2)]) as T;
  return {
    logits: byMember(logits),
    hidden: hidden.map(byMember),
    ...(convolved && { convolved: convolved.map(byMember) }),
    ...(attention && { attention: attention.map(byMember) }),
  };
}

/** As `inputGradientOfMlp`, by autodiff: nobody needs its own gradient, because teachers do not learn. */
function inputGradient(
  architecture: TrainableArchitecture,
  layers: readonly Layer[],
  images: tf.Tensor,
  labels: tf.Tensor3D,
): tf.Tensor3D {
  const [S, B] = labels.shape;
  const label = tf.cast(tf.greater(labels, 0), 'float32');
  const own = images.rank === 3 ? images : tf.tile(tf.expandDims(images, 0), [S, 1, 1]);
  const ofEach = layers.map(({ weights, biases }) => ({
    weights: repeated(weights, S),
    biases: repeated(biases, S),
  }));
  const loss = (x: tf.Tensor): tf.Scalar =>
    tf.neg(tf.sum(tf.mul(tf.logSoftmax(answer(architecture, ofEach, x).logits), label)));
  return tf.reshape(tf.grad(loss)(own), [S, B, own.shape[2]!]);
}

/** One teacher for all members, or each its own. */
function repeated(x: tf.Tensor3D, S: number): tf.Tensor3D {
  return x.shape[0] === S ? x : tf.tile(x, [S, 1, 1]);
}
