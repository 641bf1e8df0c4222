/**
 * The linear maps that bring hidden layers of students to the widths of their teacher's. They are learned beside the networks and
 * belong to none: their numbers stand behind the network's in the parameter matrix, and nobody but the loss sees them.
 */
import * as tf from '@tensorflow/tfjs-core';
import { trainableOf } from '../core/architecture.ts';
import { hiddenLayers } from '../core/hidden-layers.ts';
import { gaussian, streamKey } from '../core/random.ts';
import type { Stage } from '../core/stages.ts';
import type { Layer } from './layers.ts';

interface MapShape {
  readonly inputs: number;
  readonly outputs: number;
}

/** One a mapped pair, in the order of the stage's pairs. */
export function mapShapes({ pairs = [], architecture }: Stage): readonly MapShape[] {
  const hidden = hiddenLayers(trainableOf(architecture));
  return pairs.flatMap(({ student, units, isMapped, places = 1 }) => {
    const own = hidden[student]!;
    return isMapped ? [{ inputs: (own.places * own.units) / places, outputs: units }] : [];
  });
}

/** Numbers of all maps of one member. */
export function mapParameterCount(stage: Stage): number {
  return mapShapes(stage).reduce((sum, { inputs, outputs }) => sum + (inputs + 1) * outputs, 0);
}

/** Weights normal with variance 1 / inputs, biases zero: what comes out is as large as what goes in. @returns `[E]` */
export function initialMaps(stage: Stage, seed: number): Float32Array {
  const parameters = new Float32Array(mapParameterCount(stage));
  let at = 0;
  mapShapes(stage).forEach(({ inputs, outputs }, m) => {
    const key = streamKey(seed, 'layerMaps', m);
    for (let i = 0; i < inputs * outputs; i++) parameters[at + i] = gaussian(key, i) / Math.sqrt(inputs);
    at += (inputs + 1) * outputs;
  });
  return parameters;
}

/** The maps inside a matrix `[S, E]`. */
export function splitMaps(stage: Stage, parameters: tf.Tensor2D): readonly Layer[] {
  const [S] = parameters.shape;
  let at = 0;
  return mapShapes(stage).map(({ inputs, outputs }) => {
    const weights = tf.slice(parameters, [0, at], [S, inputs * outputs]);
    const biases = tf.slice(parameters, [0, at + inputs * outputs], [S, outputs]);
    at += (inputs + 1) * outputs;
    return {
      weights: tf.reshape(weights, [S, inputs, outputs]),
      biases: tf.reshape(biases, [S, 1, outputs]),
    };
  });
}
