/**
 * What one network answers, without a device: plain arithmetic on its weights. A handful of images are answered sooner so
 * than a GPU that is busy with training would have looked at them, and nothing of the training is touched.
 */
import { layerShapes, type MlpArchitecture } from '../core/architecture.ts';
import { PIXELS } from '../data/dataset.ts';

/**
 * @param parameters `[P]`, in the order of `layerShapes`
 * @param images grey levels, `[N, PIXELS]`
 * @returns logits, `[N, classes]`
 */
export function answer(
  architecture: MlpArchitecture,
  parameters: Float32Array,
  images: Uint8Array,
): Float32Array {
  const { classes } = architecture;
  const layers = layerShapes(architecture);
  const activations = layers.map(({ outputs }) => new Float64Array(outputs));
  const pixels = new Float64Array(PIXELS);
  const count = images.length / PIXELS;
  const logits = new Float32Array(count * classes);
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < PIXELS; i++) pixels[i] = images[n * PIXELS + i]! / 255;
    let inputs = pixels;
    layers.forEach((layer, l) => {
      const sums = activations[l]!;
      for (let o = 0; o < layer.outputs; o++) sums[o] = parameters[layer.biases + o]!;
      for (let i = 0; i < layer.inputs; i++) {
        const x = inputs[i]!;
        if (x === 0) continue; // most pixels are paper, and about half of the hidden units are silent
        const row = layer.weights + i * layer.outputs;
        for (let o = 0; o < layer.outputs; o++) sums[o]! += x * parameters[row + o]!;
      }
      if (l < layers.length - 1) for (let o = 0; o < sums.length; o++) sums[o] = Math.max(0, sums[o]!);
      inputs = sums;
    });
    logits.set(inputs, n * classes);
  }
  return logits;
}
