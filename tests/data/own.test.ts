import { expect, test } from 'vitest';
import { PIXELS, reportDataset } from '../../src/data/dataset.ts';
import { sortDroppedFiles } from '../../src/data/own-files.ts';
import { readOwnDataset } from '../../src/data/own.ts';
import { cyclicLabels, file, gz, idxBytes, imagesIdx, labelsIdx, labErrorOf } from './make-idx.ts';

const images = (name: string, count: number): File => file(name, gz(imagesIdx(count)));
const labels = (name: string, count: number, classes = 10): File =>
  file(name, labelsIdx(cyclicLabels(count, classes)));
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

const names = async (files: File[]): Promise<(string | undefined)[]> => {
  const { trainImages, trainLabels, testImages, testLabels } = await sortDroppedFiles(files);
  return [trainImages.name, trainLabels.name, testImages?.name, testLabels?.name];
};

test('files are sorted by what is in them, in whatever order they come', async () => {
  expect(await names([labels('b', 30), images('a', 30)])).toEqual(['a', 'b', undefined, undefined]);
});

test('the larger pair is for training', async () => {
  const files = [images('a', 30), labels('b', 30), labels('c', 60), images('d', 60)];
  expect(await names(files)).toEqual(['d', 'c', 'a', 'b']);
});

test.each(['t10k', 'Test', 'val'])(
  'a pair whose names contain %s is for testing, even the larger one',
  async (word) => {
    const files = [images(`${word}-a`, 60), labels(`${word}-b`, 60), images('c', 30), labels('d', 30)];
    expect(await names(files)).toEqual(['c', 'd', `${word}-a`, `${word}-b`]);
  },
);

test('of two pairs with equal counts, names tell which is which', async () => {
  const files = [labels('test-b', 30), images('a', 30), images('test-a', 30), labels('b', 30)];
  expect(await names(files)).toEqual(['a', 'b', 'test-a', 'test-b']);
});

test.each<[string, File[], RegExp]>([
  ['D12 no files', [], /There are no files/],
  ['five files', Array.from({ length: 5 }, () => images('a', 30)), /There are 5 files; at most 4/],
  ['D1 a picture', [file('cat.png', PNG), labels('b', 30)], /cat\.png: Not an IDX file \(magic 0x89504e47\)/],
  ['only images', [images('a', 30)], /^a: The images have no label file/],
  ['only labels', [labels('b', 30)], /^b: The labels have no image file/],
  [
    'test images alone',
    [images('a', 60), labels('b', 60), images('t10k', 30)],
    /^t10k: The images have no label/,
  ],
  [
    'test labels alone',
    [images('a', 60), labels('b', 60), labels('t10k', 30)],
    /^t10k: The labels have no image/,
  ],
  ['D8 other counts', [images('a', 30), labels('b', 31)], /^a has 30 images, but b has 31 labels/],
  [
    'twins',
    [images('a', 30), labels('b', 30), images('c', 30), labels('d', 30)],
    /a and c have 30 images each: which is for testing/,
  ],
])('%s: sorting refuses', async (_, files, message) => {
  expect((await labErrorOf(() => sortDroppedFiles(files))).message).toMatch(message);
});

test('without test files, a seventh of each class is for testing and a twelfth of the others held out', async () => {
  const dataset = await readOwnDataset({ trainImages: images('mine', 210), trainLabels: labels('b', 210) });
  expect(reportDataset(dataset)).toEqual({
    id: 'own',
    title: 'mine',
    classes: 10,
    trainImages: 180,
    heldOut: 15,
    testImages: 30,
  });
  const perClass = Array.from(
    { length: 10 },
    (_, k) => dataset.test.labels.filter((label) => label === k).length,
  );
  expect(perClass).toEqual(new Array(10).fill(3));
});

test('every image is in one place, with its label, in class-interleaved order', async () => {
  const shuffled = cyclicLabels(200).sort((a, b) => Math.sin(a * 7 + 1) - Math.sin(b * 7 + 1));
  const dataset = await readOwnDataset({
    trainImages: file('a', imagesIdx(200)),
    trainLabels: file('b', labelsIdx(shuffled)),
  });
  const rows: number[] = [];
  for (const { images: pixels, labels: classes } of [dataset.train, dataset.test]) {
    expect(pixels.length).toBe(classes.length * PIXELS);
    classes.forEach((label, i) => {
      const row = pixels[i * PIXELS]!; // the test images are filled with their row number
      expect(pixels[(i + 1) * PIXELS - 1]).toBe(row);
      expect(label).toBe(shuffled[row]);
      rows.push(row);
    });
  }
  expect(rows.sort((a, b) => a - b)).toEqual([...shuffled.keys()]);
  expect([...dataset.train.labels.subarray(0, 20)]).toEqual(cyclicLabels(20));
});

test('the same files give the same rows', async () => {
  const files = { trainImages: images('a', 100), trainLabels: labels('b', 100, 7) };
  expect(await readOwnDataset(files)).toEqual(await readOwnDataset(files));
});

test('given test files are used whole', async () => {
  const dataset = await readOwnDataset({
    trainImages: images('a', 120),
    trainLabels: labels('b', 120, 4),
    testImages: images('c', 12),
    testLabels: labels('d', 12, 6),
  });
  expect(reportDataset(dataset)).toMatchObject({ classes: 6, trainImages: 120, heldOut: 10, testImages: 12 });
});

test('at most 5,000 images are held out', async () => {
  const count = 70_000;
  const dataset = await readOwnDataset({
    trainImages: file('a', idxBytes(0x0803, [count, 28, 28], new Uint8Array(count * PIXELS))),
    trainLabels: labels('b', count),
    testImages: images('c', 10),
    testLabels: labels('d', 10),
  });
  expect(dataset.heldOut).toBe(5000);
});

test('the smallest data set has something of everything, and two classes at least', async () => {
  const dataset = await readOwnDataset({ trainImages: images('a', 20), trainLabels: labels('b', 20, 1) });
  expect(reportDataset(dataset)).toMatchObject({ classes: 2, trainImages: 17, heldOut: 1, testImages: 3 });
});

const pair = { trainImages: images('a', 30), trainLabels: labels('b', 30) };

test.each<[string, Parameters<typeof readOwnDataset>[0], RegExp]>([
  [
    'D8 counts that differ',
    { ...pair, trainLabels: labels('b', 29) },
    /^a has 30 images, but b has 29 labels/,
  ],
  [
    'too few images',
    { trainImages: images('a', 19), trainLabels: labels('b', 19) },
    /19 images; at least 20/,
  ],
  ['test images without labels', { ...pair, testImages: images('c', 9) }, /test images without test labels/],
  ['test labels without images', { ...pair, testLabels: labels('c', 9) }, /test labels without test images/],
  ['swapped files', { trainImages: pair.trainLabels, trainLabels: pair.trainImages }, /dimension/],
  [
    'D2 cut images',
    { ...pair, trainImages: file('a', imagesIdx(30).slice(0, 999)) },
    /expected 23536 bytes.*got 999/,
  ],
  [
    'D3 a spare byte in a gzip file',
    { ...pair, trainLabels: file('b', gz(Uint8Array.of(...labelsIdx(cyclicLabels(30)), 1))) },
    /^b: The file is longer than its header says: expected 38 bytes/,
  ],
  [
    'D9 a label above 9',
    { ...pair, trainLabels: file('b', labelsIdx(cyclicLabels(30, 30))) },
    /^b: The label at index 10 is 10/,
  ],
])('%s: reading refuses', async (_, files, message) => {
  expect((await labErrorOf(() => readOwnDataset(files))).message).toMatch(message);
});
