/**
 * A trained network in 8-bit integers: weights with a scale for each output, inputs of a layer with one scale and zero point that
 * calibration images have shown to be wide enough, sums in 32-bit integers, exactly as integer hardware adds them.
 * `y_o = s s_o (sum_i (x_i - z) w_io + b_o)`, x and w in 8 bits, b in 32.
 * Source: Jacob et al. 2018 (arXiv 1712.05877), equations 1 to 4; a scale for each output: Krishnamoorthi 2018 (arXiv 1806.08342),
 * section 3.
 */
import type { TrainableArchitecture } from '../core/architecture.ts';
import { layerShapes, type LayerShape } from '../core/layer-shapes.ts';
import { answerWith, productOf } from './answer.ts';
import { forwardOf, type Product } from './forward.ts';

/** One weight layer that is a matrix product; norms stay what they are. */
interface IntegerLayer {
  readonly weights: Int8Array; // [inputs, outputs]
  readonly biases: Int32Array; // [places, outputs]
  /** Of each output: what one step of its sum is worth. */
  readonly scales: Float32Array; // [outputs]
  readonly inputScale: number;
  /** The integer that stands for an input of zero. */
  readonly inputZero: number;
}

export interface IntegerNetwork {
  readonly layers: readonly (IntegerLayer | undefined)[];
  /** Of weights, biases, scales and zero points, and of norms in float32. */
  readonly bytes: number;
}

/** Integers of a weight: as many below zero as above it. */
const MOST_WEIGHT = 127;
const LEAST = -128;
const MOST = 127;

/**
 * @param parameters `[P]`
 * @param calibration grey levels `[N, PIXELS]`, of images that are no test images
 */
export function toIntegers(
  architecture: TrainableArchitecture,
  parameters: Float32Array,
  calibration: Uint8Array,
): IntegerNetwork {
  const shapes = layerShapes(architecture);
  const ranges = inputRanges(architecture, parameters, calibration);
  const layers = shapes.map((shape, l) =>
    shape.uses > 0 ? integerLayer(shape, parameters, ranges[l]!) : undefined,
  );
  const bytes = shapes.reduce((sum, { inputs, outputs, places }, l) => {
    const isInteger = layers[l] !== undefined;
    return (
      sum + (isInteger ? inputs * outputs + 4 * (places + 1) * outputs + 8 : 4 * (inputs + places) * outputs)
    );
  }, 0);
  return { layers, bytes };
}

interface Range {
  least: number;
  most: number;
}

/** What the inputs of every layer have been on the calibration images, zero included. */
function inputRanges(
  architecture: TrainableArchitecture,
  parameters: Float32Array,
  calibration: Uint8Array,
): readonly Range[] {
  const ranges = layerShapes(architecture).map((): Range => ({ least: 0, most: 0 }));
  const product = productOf(architecture, parameters);
  const watching: Product = (l, x) => {
    const range = ranges[l]!;
    for (const value of x) {
      if (value < range.least) range.least = value;
      if (value > range.most) range.most = value;
    }
    return product(l, x);
  };
  answerWith(forwardOf(architecture, parameters, watching), calibration);
  return ranges;
}

function integerLayer(
  { inputs, outputs, places, weights, biases }: LayerShape,
  parameters: Float32Array,
  { least, most }: Range,
): IntegerLayer {
  const inputScale = (most - least) / (MOST - LEAST) || 1;
  const inputZero = Math.round(LEAST - least / inputScale);
  const scales = Float32Array.from({ length: outputs }, (_, o) => {
    let largest = 0;
    for (let i = 0; i < inputs; i++)
      largest = Math.max(largest, Math.abs(parameters[weights + i * outputs + o]!));
    return largest / MOST_WEIGHT || 1;
  });
  return {
    weights: Int8Array.from({ length: inputs * outputs }, (_, at) =>
      Math.round(parameters[weights + at]! / scales[at % outputs]!),
    ),
    biases: Int32Array.from({ length: places * outputs }, (_, at) =>
      Math.round(parameters[biases + at]! / (inputScale * scales[at % outputs]!)),
    ),
    ...{ scales, inputScale, inputZero },
  };
}

/**
 * What the integer network answers.
 * @param parameters of the network it was made from: its norms
 * @param images grey levels, `[N, PIXELS]`
 * @returns logits, `[N, classes]`
 */
export function answerInIntegers(
  architecture: TrainableArchitecture,
  parameters: Float32Array,
  { layers }: IntegerNetwork,
  images: Uint8Array,
): Float32Array {
  const product: Product = (l, x) => integerProduct(layers[l]!, x);
  return answerWith(forwardOf(architecture, parameters, product), images);
}

function integerProduct(
  { weights, biases, scales, inputScale, inputZero }: IntegerLayer,
  x: Float64Array,
): Float64Array {
  const outputs = scales.length;
  const inputs = weights.length / outputs;
  const rows = x.length / inputs;
  const places = biases.length / outputs;
  const sums = new Int32Array(outputs);
  const out = new Float64Array(rows * outputs);
  for (let r = 0; r < rows; r++) {
    const bias = (r % places) * outputs;
    for (let o = 0; o < outputs; o++) sums[o] = biases[bias + o]!;
    for (let i = 0; i < inputs; i++) {
      const q = Math.min(MOST, Math.max(LEAST, Math.round(x[r * inputs + i]! / inputScale) + inputZero));
      const input = q - inputZero;
      if (input === 0) continue;
      const row = i * outputs;
      for (let o = 0; o < outputs; o++) sums[o]! += input * weights[row + o]!;
    }
    for (let o = 0; o < outputs; o++) out[r * outputs + o] = sums[o]! * inputScale * scales[o]!;
  }
  return out;
}
