/**
 * What a member has reached, in double precision and from its parameters alone: one routine for all paths, so that a
 * difference between their losses is one between their weights.
 */
import { type Architecture } from '../../src/core/architecture.ts';
import { layerShapes } from '../../src/core/layer-shapes.ts';
import { logSumExp } from '../../src/core/metrics.ts';
import { PIXELS } from '../../src/data/dataset.ts';
import type { Inputs } from './path.ts';

/** Rows of the fixed batch: the first of the data set's canonical order. */
const ROWS = 128;

/** `(1 - a) CE + a T^2 KL` of member `member` on the fixed batch, in nats (arXiv 1503.02531, section 2). */
export function memberObjective(
  { stage, dataset, teacherLogits }: Inputs,
  member: number,
  parameters: Float32Array,
): number {
  const { architecture, members } = stage;
  const { softWeight, temperature: T } = members[member]!;
  const { classes } = architecture;
  let total = 0;
  for (let row = 0; row < ROWS; row++) {
    const pixels = dataset.train.images.subarray(row * PIXELS, (row + 1) * PIXELS);
    const logits = logitsOf(architecture, parameters, pixels);
    const hard = logSumExp(logits, 0, classes) - logits[dataset.train.labels[row]!]!;
    const teacher = teacherLogits.subarray(row * classes, (row + 1) * classes);
    total += (1 - softWeight) * hard + softWeight * T * T * klDivergence(teacher, logits, T);
  }
  return total / ROWS;
}

function logitsOf(architecture: Architecture, parameters: Float32Array, pixels: Uint8Array): Float64Array {
  const layers = layerShapes(architecture);
  let x = Float64Array.from(pixels, (grey) => grey / 255);
  layers.forEach(({ inputs, outputs, weights, biases }, l) => {
    const z = Float64Array.from(parameters.subarray(biases, biases + outputs));
    for (let i = 0; i < inputs; i++) {
      const value = x[i]!;
      if (value === 0) continue; // most pixels are, and half of the units
      const row = weights + i * outputs;
      for (let o = 0; o < outputs; o++) z[o]! += value * parameters[row + o]!;
    }
    x = l < layers.length - 1 ? z.map((value) => Math.max(0, value)) : z;
  });
  return x;
}

/** `KL(softmax(v / T) || softmax(z / T))`. */
function klDivergence(v: ArrayLike<number>, z: ArrayLike<number>, T: number): number {
  const [vNormaliser, zNormaliser] = [logSumExp(v, 0, v.length, T), logSumExp(z, 0, z.length, T)];
  let sum = 0;
  for (let c = 0; c < v.length; c++) {
    const logTarget = v[c]! / T - vNormaliser;
    sum += Math.exp(logTarget) * (logTarget - (z[c]! / T - zNormaliser));
  }
  return sum;
}
