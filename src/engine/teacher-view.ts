/** What terms see of a teacher beside its answers: its hidden layers and its gradient in the image, on any batch. */
import * as tf from '@tensorflow/tfjs-core';
import { parameterCount, type MlpArchitecture } from '../core/architecture.ts';
import type { Stage } from '../core/stages.ts';
import { answer, inputGradient, splitLayers } from './mlp.ts';

/** A source of soft targets that is one network of dense layers. */
export interface SourceNetwork {
  readonly architecture: MlpArchitecture;
  readonly parameters: Float32Array; // [P]
}

export interface TeacherView {
  /** Call inside `tf.tidy`. @returns hidden `[S or 1, B, units]` each, gradient `[S, B, inputs]` */
  look(
    images: tf.Tensor,
    labels: tf.Tensor3D,
  ): {
    readonly hidden: readonly tf.Tensor3D[];
    readonly gradient: () => tf.Tensor3D;
  };
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
    throw new RangeError('The terms of this stage look into one teacher of dense layers.');
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
      const answers = answer(layers, images);
      return { hidden: answers.hidden, gradient: () => inputGradient(layers, answers, labels) };
    },
    close: () => parameters.dispose(),
  };
}
