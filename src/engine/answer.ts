/**
 * What one network answers, without a device: plain arithmetic on its weights. A handful of images are answered sooner so
 * than a GPU that is busy with training would have looked at them, and nothing of the training is touched.
 */
import type { TrainableArchitecture } from '../core/architecture.ts';
import { layerShapes } from '../core/layer-shapes.ts';
import { PIXELS } from '../data/dataset.ts';
import { forwardOf, type Forward, type Product } from './forward.ts';

/**
 * @param parameters `[P]`, in the order of `layerShapes`
 * @param images grey levels, `[N, PIXELS]`
 * @returns logits, `[N, classes]`
 */
export function answer(
  architecture: TrainableArchitecture,
  parameters: Float32Array,
  images: Uint8Array,
): Float32Array {
  return answerWith(forwardOf(architecture, parameters, productOf(architecture, parameters)), images);
}

/** What a function of one image's grey levels from 0 to 1 says to all of them, one after the other. */
export function answerWith(forward: Forward, images: Uint8Array): Float32Array {
  const pixels = new Float64Array(PIXELS);
  const answers = Array.from({ length: images.length / PIXELS }, (_, n) => {
    for (let i = 0; i < PIXELS; i++) pixels[i] = images[n * PIXELS + i]! / 255;
    return forward(pixels);
  });
  const logits = new Float32Array(answers.reduce((sum, { length }) => sum + length, 0));
  answers.forEach((one, n) => logits.set(one, n * one.length));
  return logits;
}

/** `x W + b` in float64. */
export function productOf(architecture: TrainableArchitecture, parameters: ArrayLike<number>): Product {
  const layers = layerShapes(architecture);
  return (l, x) => {
    const { inputs, outputs, places, weights, biases } = layers[l]!;
    const rows = x.length / inputs;
    const sums = new Float64Array(rows * outputs);
    for (let r = 0; r < rows; r++) {
      const to = r * outputs;
      const bias = biases + (r % places) * outputs;
      for (let o = 0; o < outputs; o++) sums[to + o] = parameters[bias + o]!;
      for (let i = 0; i < inputs; i++) {
        const value = x[r * inputs + i]!;
        if (value === 0) continue; // most pixels are paper, and about half of the hidden units are silent
        const row = weights + i * outputs;
        for (let o = 0; o < outputs; o++) sums[to + o]! += value * parameters[row + o]!;
      }
    }
    return sums;
  };
}
