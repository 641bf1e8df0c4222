/**
 * The forward pass of one image in plain arithmetic, whatever multiplies: float64, or the integers of a quantised network. What is no
 * matrix product of a weight layer (ReLU, norms, attention) is float64 in any case.
 */
import type { CnnArchitecture, TrainableArchitecture, VitArchitecture } from '../core/architecture.ts';
import { cutOf, PATCH_PIXELS } from '../core/image-patches.ts';
import { BLOCK_LAYERS, convolutions, layerShapes, NORM_EPSILON, TOKENS } from '../core/layer-shapes.ts';

/** Weight layer `l` of rows `x`, bias included. `[rows, inputs]` to `[rows, outputs]`; bias row `r % places` belongs to row r. */
export type Product = (l: number, x: Float64Array) => Float64Array;

/** From grey levels from 0 to 1, `[PIXELS]`, to logits, `[classes]`. */
export type Forward = (pixels: Float64Array) => Float64Array;

/** @param parameters `[P]`; of them only norms are read */
export function forwardOf(
  architecture: TrainableArchitecture,
  parameters: ArrayLike<number>,
  product: Product,
): Forward {
  switch (architecture.kind) {
    case 'mlp':
      return (pixels) => dense(pixels, product, 0, architecture.hidden.length);
    case 'cnn':
      return (pixels) => convolutional(architecture, pixels, product);
    case 'vit':
      return transformer(architecture, parameters, product);
  }
  return architecture satisfies never;
}

function relu(x: Float64Array): Float64Array {
  return x.map((value) => Math.max(0, value));
}

/** From weight layer `first`, through so many hidden layers, to the logits. */
function dense(x: Float64Array, product: Product, first: number, hidden: number): Float64Array {
  let next = x;
  for (let l = 0; l < hidden; l++) next = relu(product(first + l, next));
  return product(first + hidden, next);
}

function convolutional(architecture: CnnArchitecture, pixels: Float64Array, product: Product): Float64Array {
  const all = convolutions(architecture);
  const x = all.reduce(
    (image, { inputSide, inputs }, l) => relu(product(l, patchesOf(image, inputSide, inputs))),
    pixels,
  );
  return dense(x, product, all.length, architecture.hidden.length);
}

/** Rows of a convolution's matrix product; see unfold.ts. */
function patchesOf(image: Float64Array, side: number, channels: number): Float64Array {
  const { pixels } = cutOf(side);
  const patches = new Float64Array(pixels.length * channels);
  pixels.forEach((pixel, at) => {
    if (pixel < side ** 2)
      patches.set(image.subarray(pixel * channels, (pixel + 1) * channels), at * channels);
  });
  return patches;
}

function transformer(
  architecture: VitArchitecture,
  parameters: ArrayLike<number>,
  product: Product,
): Forward {
  const { width, blocks, heads } = architecture;
  const layers = layerShapes(architecture);
  const last = layers.length - 1;
  const sum = (a: Float64Array, b: Float64Array) => a.map((value, i) => value + b[i]!);

  function normalised(l: number, x: Float64Array): Float64Array {
    const { weights, biases } = layers[l]!;
    const out = new Float64Array(x.length);
    for (let first = 0; first < x.length; first += width) {
      const row = x.subarray(first, first + width);
      const mean = row.reduce((total, value) => total + value, 0) / width;
      const variance = row.reduce((total, value) => total + (value - mean) ** 2, 0) / width;
      const scale = 1 / Math.sqrt(variance + NORM_EPSILON);
      row.forEach(
        (value, i) =>
          (out[first + i] = (value - mean) * scale * parameters[weights + i]! + parameters[biases + i]!),
      );
    }
    return out;
  }

  return (pixels) => {
    let x = product(
      0,
      Float64Array.from(PATCH_PIXELS, (pixel) => pixels[pixel]!),
    );
    for (let b = 0; b < blocks; b++) {
      const at = (name: (typeof BLOCK_LAYERS)[number]) =>
        1 + b * BLOCK_LAYERS.length + BLOCK_LAYERS.indexOf(name);
      const all = product(at('queries_keys_values'), normalised(at('norm_1'), x));
      x = sum(x, product(at('attention'), heard(all, width, heads)));
      const inner = relu(product(at('up'), normalised(at('norm_2'), x)));
      x = sum(x, product(at('down'), inner));
    }
    const behind = normalised(last - 1, x);
    const mean = new Float64Array(width);
    behind.forEach((value, i) => (mean[i % width]! += value / TOKENS));
    return product(last, mean);
  };
}

/** What each token hears of the others. @param all queries, keys and values `[TOKENS, 3 * width]` @returns `[TOKENS, width]` */
function heard(all: Float64Array, width: number, heads: number): Float64Array {
  const each = width / heads;
  const out = new Float64Array(TOKENS * width);
  for (let head = 0; head < heads; head++) {
    const part = (which: number, token: number, i: number) =>
      all[token * 3 * width + which * width + head * each + i]!;
    for (let token = 0; token < TOKENS; token++) {
      const scores = Array.from({ length: TOKENS }, (_, other) => {
        let score = 0;
        for (let i = 0; i < each; i++) score += part(0, token, i) * part(1, other, i);
        return score / Math.sqrt(each);
      });
      const most = Math.max(...scores);
      const shares = scores.map((score) => Math.exp(score - most));
      const total = shares.reduce((a, b) => a + b, 0);
      for (let i = 0; i < each; i++) {
        let value = 0;
        for (let other = 0; other < TOKENS; other++) value += (shares[other]! / total) * part(2, other, i);
        out[token * width + head * each + i] = value;
      }
    }
  }
  return out;
}
