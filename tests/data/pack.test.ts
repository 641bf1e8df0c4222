import { createHash } from 'node:crypto';
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

  // A row is its label and its pixels; the sorted rows of both sides say that none is lost, doubled or mislabelled.
  const rowsOf = (pixels: Uint8Array, digits: Uint8Array, from: number, to: number): string[] =>
    Array.from({ length: to - from }, (_, i) => {
      const sum = createHash('md5')
        .update(image(pixels, from + i))
        .digest('hex');
      return `${digits[from + i]!} ${sum}`;
    }).sort();
  for (const [from, to] of [
    [0, 55_000],
    [55_000, 60_000],
  ] as const) {
    const packedRows = rowsOf(images, labels, from, to);
    const sourceRows = rowsOf(sourceImages, sourceLabels, from, to);
    expect(packedRows.findIndex((row, i) => row !== sourceRows[i])).toBe(-1);
  }
});

test('the first rows come from all over the file, validation rows too', async () => {
  const sourceImages = (await readSource('train-images-idx3-ubyte')).subarray(16);
  const early = new Set(Array.from({ length: 11_000 }, (_, row) => image(sourceImages, row).toString()));
  const images = await canonical('images');
  const share = Array.from({ length: 1000 }, (_, row) => early.has(image(images, row).toString())).filter(
    Boolean,
  );
  // A fifth is expected of a fair draw, with a standard deviation of 13 rows.
  expect(Math.abs(share.length - 200)).toBeLessThan(60);
  expect(same(image(images, 55_000), image(sourceImages, 55_000))).toBe(false);
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
