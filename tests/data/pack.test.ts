import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { packMnist, readSource, type PackedFiles } from '../../datasets/mnist/pack.ts';
import { PIXELS } from '../../src/data/dataset.ts';
import { readIdx, type IdxKind } from '../../src/data/idx.ts';
import { MNIST_FILE_NAMES, type MnistFileName } from '../../src/data/mnist-layout.ts';

const PACKING = 120_000; // ms, the first time on a slow machine
let packed: PackedFiles;

beforeAll(async () => {
  packed = await packMnist();
}, PACKING);

async function unpack(name: MnistFileName): Promise<Uint8Array> {
  return gunzipSync(await readFile(packed[name].path));
}

async function values(name: MnistFileName): Promise<Uint8Array> {
  const kind: IdxKind = name.endsWith('images') ? 'images' : 'labels';
  return readIdx(await unpack(name), kind, name).data;
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
const image = (images: Uint8Array, row: number): Uint8Array =>
  images.subarray(row * PIXELS, (row + 1) * PIXELS);

/** The packed training file in canonical order: 55,000 training rows, then 5,000 validation rows. */
async function canonical(kind: IdxKind): Promise<Uint8Array> {
  const size = kind === 'images' ? PIXELS : 1;
  const first = await values(`first-${kind}`);
  const rest = await values(`rest-${kind}`);
  return Buffer.concat([
    first.subarray(0, 10_000 * size),
    rest.subarray(0, 45_000 * size),
    first.subarray(10_000 * size),
    rest.subarray(45_000 * size),
  ]);
}

test('no name tells a server to unpack the file', () => {
  for (const name of MNIST_FILE_NAMES) expect(packed[name].path).toMatch(/\.bin$/);
});

test('the first part and the test set together are below 3.6 MB', () => {
  const { 'rest-images': _images, 'rest-labels': _labels, ...soon } = packed;
  const bytes = Object.values(soon).reduce((sum, { packedBytes }) => sum + packedBytes, 0);
  expect(bytes).toBeLessThan(3_600_000);
});

test('the test files are the original ones', async () => {
  expect(same(await unpack('test-images'), await readSource('t10k-images-idx3-ubyte'))).toBe(true);
  expect(same(await unpack('test-labels'), await readSource('t10k-labels-idx1-ubyte'))).toBe(true);
});

test('every training row is there once, with its label; validation rows are the last 5,000', async () => {
  const images = await canonical('images');
  const labels = await canonical('labels');
  const sourceImages = (await readSource('train-images-idx3-ubyte')).subarray(16);
  const sourceLabels = (await readSource('train-labels-idx1-ubyte')).subarray(8);
  expect(labels).toHaveLength(60_000);

  // The k-th row of a digit has to be the k-th of the original file: that pins down every one of the 55,000.
  const sourceRows = Array.from({ length: 10 }, (): number[] => []);
  sourceLabels.subarray(0, 55_000).forEach((label, row) => sourceRows[label]!.push(row));
  const wrong: number[] = [];
  labels.subarray(0, 55_000).forEach((label, row) => {
    const source = sourceRows[label]!.shift();
    if (source === undefined || !same(image(images, row), image(sourceImages, source))) wrong.push(row);
  });
  expect(wrong).toEqual([]);

  expect(same(labels.subarray(55_000), sourceLabels.subarray(55_000))).toBe(true);
  expect(same(images.subarray(55_000 * PIXELS), sourceImages.subarray(55_000 * PIXELS))).toBe(true);
});

test('digits take turns: 100 of each in the first 1,000, and level for as long as there are any left', async () => {
  const labels = (await canonical('labels')).subarray(0, 55_000);
  expect(labels.subarray(0, 10_000).every((label, row) => label === row % 10)).toBe(true);
  const total = new Array<number>(10).fill(0);
  for (const label of labels) total[label]! += 1;

  const soFar = new Array<number>(10).fill(0);
  const uneven: number[] = [];
  labels.forEach((label, row) => {
    soFar[label]! += 1;
    // A digit gets its turn only when every other one has had as many, or has run out.
    const level = soFar.every((count, digit) => count >= Math.min(total[digit]!, soFar[label]! - 1));
    if (!level) uneven.push(row);
  });
  expect(uneven).toEqual([]);
});
