import { expect, test } from 'vitest';
import { PIXELS } from '../../src/data/dataset.ts';
import { MAX_IMAGES, readIdx, readIdxHeader, type IdxKind } from '../../src/data/idx.ts';
import { idxBytes, imagesIdx, labelsIdx, labErrorOf } from './make-idx.ts';

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const PNG = Uint8Array.of(
  0x89,
  0x50,
  0x4e,
  0x47,
  0x0d,
  0x0a,
  0x1a,
  0x0a,
  0,
  0,
  0,
  13,
  0x49,
  0x48,
  0x44,
  0x52,
);
const NOTHING = new Uint8Array(0);

test('images and labels are views of the bytes, not copies', () => {
  const bytes = imagesIdx(3);
  const { count, data } = readIdx(bytes, 'images', 'x');
  expect(count).toBe(3);
  expect(data.buffer).toBe(bytes.buffer);
  expect(data.length).toBe(3 * PIXELS);
  expect([data[0], data[PIXELS], data[2 * PIXELS]]).toEqual([0, 1, 2]);
  expect([...readIdx(labelsIdx([9, 0, 4]), 'labels', 'x').data]).toEqual([9, 0, 4]);
});

test('a file that starts in the middle of a buffer is read from its own start', () => {
  const labels = labelsIdx([7, 8]);
  const buffer = new Uint8Array(labels.length + 5);
  buffer.set(labels, 5);
  expect([...readIdx(buffer.subarray(5), 'labels', 'x').data]).toEqual([7, 8]);
});

const faults: readonly (readonly [string, Uint8Array, IdxKind, RegExp])[] = [
  ['D1 a PNG', PNG, 'images', /^x: Not an IDX file \(magic 0x89504e47\)\.$/],
  [
    'D1 a web page',
    text('<!doctype html><title>404</title>'),
    'images',
    /Not an IDX file \(magic 0x3c21646f\)/,
  ],
  ['D1 nothing', NOTHING, 'labels', /expected 4 bytes, got 0/],
  ['D2 a cut header', imagesIdx(1).subarray(0, 11), 'images', /expected 16 bytes, got 11/],
  ['D2 cut images', imagesIdx(2).subarray(0, 1000), 'images', /expected 1584 bytes for 2 images, got 1000/],
  ['D2 cut labels', labelsIdx([1, 2, 3]).subarray(0, 10), 'labels', /expected 11 bytes for 3 labels, got 10/],
  ['D3 a spare byte', idxBytes(0x0801, [2], Uint8Array.of(1, 2, 3)), 'labels', /expected 10 bytes.*got 11/],
  [
    'D7 32 x 32 pixels',
    idxBytes(0x0803, [1, 32, 32], new Uint8Array(1024)),
    'images',
    /32 x 32 pixels; only 28 x 28/,
  ],
  ['D7 28 x 29 pixels', idxBytes(0x0803, [1, 28, 29], new Uint8Array(812)), 'images', /28 x 29 pixels/],
  [
    'D7 rank 4',
    idxBytes(0x0804, [1, 28, 28, 1], new Uint8Array(PIXELS)),
    'images',
    /4 dimensions; images have 3/,
  ],
  ['D7 labels as images', labelsIdx([1]), 'images', /1 dimension; images have 3/],
  ['D7 images as labels', imagesIdx(1), 'labels', /3 dimensions; labels have 1/],
  [
    'D7 dimensions that wrap around 2^32',
    idxBytes(0x0803, [1, 65536, 65536], NOTHING),
    'images',
    /65536 x 65536/,
  ],
  [
    'D7 2^32 - 1 images',
    idxBytes(0x0803, [2 ** 32 - 1, 28, 28], NOTHING),
    'images',
    /declares 4294967295 images/,
  ],
  ['D7 2^32 - 1 labels', idxBytes(0x0801, [2 ** 32 - 1], NOTHING), 'labels', /declares 4294967295 labels/],
  ['D9 label 10', labelsIdx([0, 9, 10, 11]), 'labels', /label at index 2 is 10; labels go from 0 to 9/],
  ['D9 32-bit integers', idxBytes(0x0c01, [1], new Uint8Array(4)), 'labels', /Type code 0x0c/],
  ['D10 no images', idxBytes(0x0803, [0, 28, 28], NOTHING), 'images', /holds 0 images/],
  ['D10 no labels', labelsIdx([]), 'labels', /holds 0 labels/],
];

test.each(faults)('%s is refused', async (_, bytes, kind, message) => {
  const error = await labErrorOf(() => readIdx(bytes, kind, 'x'));
  expect(error.message).toMatch(message);
});

test('swapped files are named in the hint', async () => {
  expect((await labErrorOf(() => readIdx(labelsIdx([1]), 'images', 'x'))).hint).toMatch(
    /This is a label file/,
  );
  expect((await labErrorOf(() => readIdx(imagesIdx(1), 'labels', 'x'))).hint).toMatch(
    /This is an image file/,
  );
});

test('the largest number of images is allowed', () => {
  const header = readIdxHeader(idxBytes(0x0803, [MAX_IMAGES, 28, 28], NOTHING), 'images', 'x');
  expect(header.totalBytes).toBe(16 + MAX_IMAGES * PIXELS);
});
