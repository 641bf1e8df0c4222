import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { packMnist, type PackedFiles } from '../../datasets/mnist/pack.ts';
import { crc32 } from '../../src/core/checksum.ts';
import { PIXELS, reportDataset, type LabelledImages } from '../../src/data/dataset.ts';
import type { Fetcher } from '../../src/data/fetch-file.ts';
import type { MnistFileName, MnistFiles } from '../../src/data/mnist-layout.ts';
import { openMnist, type MnistProgress } from '../../src/data/mnist.ts';
import { readSource } from '../../datasets/mnist/pack.ts';
import { gz, labelsIdx, labErrorOf } from './make-idx.ts';

let packed: PackedFiles;
let files: MnistFiles;

beforeAll(async () => {
  packed = await packMnist();
  const entries = Object.entries(packed).map(([name, { path: _, ...about }]) => [
    name,
    { url: name, ...about },
  ]);
  files = Object.fromEntries(entries) as MnistFiles;
}, 120_000);

/** Reads the packed files from disk; `fail` tells which requests, numbered per file from 1, find no network. */
function disk(fail: (url: string, request: number) => boolean = () => false) {
  const requests = new Map<string, number>();
  const fetcher: Fetcher = async (url) => {
    const request = (requests.get(url) ?? 0) + 1;
    requests.set(url, request);
    if (fail(url, request)) throw new TypeError('Failed to fetch');
    return new Response(new Uint8Array(await readFile(packed[url as MnistFileName].path)));
  };
  return { requests, options: { fetcher, wait: () => Promise.resolve() } };
}

const isBlank = ({ images }: LabelledImages, from: number, to: number): boolean =>
  images.subarray(from * PIXELS, to * PIXELS).every((pixel) => pixel === 0);

test('the first part comes alone, the rest on demand, into the same arrays', async () => {
  const { requests, options } = disk();
  const progress: MnistProgress[] = [];
  const { dataset, first, rest, ready } = openMnist(files, (report) => progress.push(report), options);
  expect(reportDataset(dataset)).toEqual({
    id: 'mnist',
    title: 'MNIST',
    classes: 10,
    trainImages: 60_000,
    heldOut: 5_000,
    testImages: 10_000,
  });
  expect(ready()).toEqual({ train: 0, heldOut: 0, test: 0 });

  await first;
  expect(ready()).toEqual({ train: 10_000, heldOut: 2_000, test: 10_000 });
  expect([...requests.keys()].sort()).toEqual(['first-images', 'first-labels', 'test-images', 'test-labels']);
  const soon = [...requests.keys()].reduce((sum, name) => sum + packed[name as MnistFileName].packedBytes, 0);
  expect(new Set(progress.map(({ totalBytes }) => totalBytes))).toEqual(new Set([soon]));
  expect(progress.at(-1)).toEqual({ loadedBytes: soon, totalBytes: soon });
  expect(isBlank(dataset.train, 10_000, 55_000)).toBe(true);
  expect(isBlank(dataset.train, 57_000, 60_000)).toBe(true);
  const firstRows = dataset.train.images.slice(0, 10_000 * PIXELS);

  await Promise.all([rest(), rest()]);
  await rest();
  expect(ready()).toEqual({ train: 55_000, heldOut: 5_000, test: 10_000 });
  expect([...requests.values()]).toEqual([1, 1, 1, 1, 1, 1]);
  const all = Object.values(packed).reduce((sum, { packedBytes }) => sum + packedBytes, 0);
  expect(progress.at(-1)).toEqual({ loadedBytes: all, totalBytes: all });

  const source = (await readSource('train-images-idx3-ubyte')).subarray(16);
  const test = (await readSource('t10k-images-idx3-ubyte')).subarray(16);
  const labels = (await readSource('train-labels-idx1-ubyte')).subarray(8);
  const { train } = dataset;
  expect(Buffer.compare(train.images.subarray(0, 10_000 * PIXELS), firstRows)).toBe(0);
  const heldOut = (pixels: Uint8Array) => pixels.subarray(55_000 * PIXELS).toSorted();
  expect(Buffer.compare(heldOut(train.images), heldOut(source))).toBe(0);
  expect(Buffer.compare(dataset.test.images, test)).toBe(0);
  expect(Buffer.compare(train.labels.toSorted(), labels.toSorted())).toBe(0);
});

test('a file that fails twice is loaded on the third try', async () => {
  const { requests, options } = disk((url, request) => url === 'test-images' && request < 3);
  const mnist = openMnist(files, undefined, options);
  await mnist.first;
  expect(requests.get('test-images')).toBe(3);
  expect(mnist.ready().test).toBe(10_000);
});

test('without a network, nothing is ready and the error names a file', async () => {
  const { first, rest, ready } = openMnist(files, undefined, disk(() => true).options);
  const error = await labErrorOf(() => first, 'network');
  expect(error.message).toMatch(/The data file (first|test)-(images|labels) could not be loaded/);
  await labErrorOf(rest, 'network');
  expect(ready()).toEqual({ train: 0, heldOut: 0, test: 0 });
});

test('when the rest fails, the first part stays and another call tries again', async () => {
  let offline = true;
  const { options } = disk((url) => offline && url === 'rest-images');
  const { first, rest, ready } = openMnist(files, undefined, options);
  await first;
  expect((await labErrorOf(rest, 'network')).message).toMatch(/rest-images/);
  expect(ready().train).toBe(10_000);
  offline = false;
  await rest();
  expect(ready().train).toBe(55_000);
});

test('a valid file with another number of rows is not trained on', async () => {
  const short = gz(labelsIdx([1, 2, 3]));
  const { options } = disk();
  const fetcher: Fetcher = (url, init) =>
    url === 'first-labels' ? Promise.resolve(new Response(short)) : options.fetcher(url, init);
  const changed = {
    ...files,
    'first-labels': { url: 'first-labels', packedBytes: short.length, crc32: crc32(labelsIdx([1, 2, 3])) },
  };
  const error = await labErrorOf(
    () => openMnist(changed, undefined, { ...options, fetcher }).first,
    'network',
  );
  expect(error.message).toMatch(/first-labels could not be loaded: expected 12000 labels, got 3/);
});
