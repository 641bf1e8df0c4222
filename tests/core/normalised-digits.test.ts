// MNIST's own test digits, drawn at any size and place and normalised again, are read as well as the untouched ones.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSource } from '../../datasets/mnist/pack.ts';
import { layerShapes } from '../../src/core/layer-shapes.ts';
import { readModelFile } from '../../src/core/model-file.ts';
import { normaliseInk } from '../../src/core/normalise-ink.ts';
import { hash, uniform } from '../../src/core/random.ts';
import { readIdx } from '../../src/data/idx.ts';

const DIGITS = 300;
const SIDE = 280;
const PIXELS = 28 * 28;

const TEACHER = new URL('../../datasets/mnist/teachers/256-256/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, TEACHER));
const { architecture, parameters } = readModelFile(
  JSON.parse(read('model.json').toString()),
  read('weights.bin'),
)!;

/** The class with the largest logit, in float64. */
function answer(pixels: Uint8Array): number {
  const shapes = layerShapes(architecture);
  let values = Float64Array.from(pixels, (grey) => grey / 255);
  let at = 0;
  shapes.forEach(({ inputs, outputs }, layer) => {
    const biases = parameters.subarray(at + inputs * outputs, at + (inputs + 1) * outputs);
    const sums = Float64Array.from(biases, (bias, o) =>
      values.reduce((sum, value, i) => sum + value * parameters[at + i * outputs + o]!, bias),
    );
    at += (inputs + 1) * outputs;
    values = layer < shapes.length - 1 ? sums.map((sum) => Math.max(0, sum)) : sums;
  });
  return values.indexOf(Math.max(...values));
}

/** The digit on paper of `SIDE`, `zoom` times its natural size: bilinear, with its ink anywhere inside. */
function onPaper(digit: Uint8Array, zoom: number, across: number, down: number): Uint8Array {
  const inked = [...digit.keys()].filter((i) => digit[i]! > 0);
  const xs = inked.map((i) => i % 28);
  const ys = inked.map((i) => Math.floor(i / 28));
  const size = (SIDE / 28) * zoom;
  /** Where pixel 0 begins, so that the ink and the grey around it, half a pixel wide, lie on the paper. */
  const origin = (at: readonly number[], share: number): number => {
    const [first, last] = [Math.min(...at) - 0.5, Math.max(...at) + 1.5];
    return share * (SIDE - (last - first) * size) - first * size;
  };
  const [left, top] = [origin(xs, across), origin(ys, down)];
  const grey = (x: number, y: number): number =>
    x < 0 || y < 0 || x > 27 || y > 27 ? 0 : digit[28 * y + x]!;
  return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => {
    const x = ((i % SIDE) + 0.5 - left) / size - 0.5;
    const y = (Math.floor(i / SIDE) + 0.5 - top) / size - 0.5;
    const [x0, y0] = [Math.floor(x), Math.floor(y)];
    const between = (row: number) => grey(x0, row) + (x - x0) * (grey(x0 + 1, row) - grey(x0, row));
    return Math.round(between(y0) + (y - y0) * (between(y0 + 1) - between(y0)));
  });
}

test(`the teacher reads ${DIGITS} of them as well as before`, { timeout: 60_000 }, async () => {
  const { data: images } = readIdx(await readSource('t10k-images-idx3-ubyte'), 'images', 't10k-images');
  const { data: labels } = readIdx(await readSource('t10k-labels-idx1-ubyte'), 'labels', 't10k-labels');
  let [untouched, normalised] = [0, 0];
  for (let n = 0; n < DIGITS; n += 1) {
    const row = 33 * n; // all through the file, whose second half is easier
    const digit = images.subarray(row * PIXELS, (row + 1) * PIXELS);
    const draw = (k: number) => uniform(hash(1, n), k);
    const drawing = onPaper(digit, 0.5 + 0.7 * draw(0), draw(1), draw(2));
    if (answer(digit) === labels[row]) untouched += 1;
    if (answer(normaliseInk(drawing, SIDE)!) === labels[row]) normalised += 1;
  }
  expect(untouched).toBeGreaterThan(0.95 * DIGITS); // 291, and 291 normalised, when this was written
  expect(Math.abs(normalised - untouched)).toBeLessThanOrEqual(0.02 * DIGITS);
});
