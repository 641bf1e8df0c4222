// Files of images and labels that are not what they should be: refused in a sentence, and what is in use stays.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PIXELS } from '../../src/data/dataset.ts';
import { MAX_FILE_BYTES } from '../../src/data/gzip.ts';
import { memoryTables } from '../../src/store/tables.ts';
import type { LabApi } from '../../src/worker/api.ts';
import { createLabApi } from '../../src/worker/lab.ts';
import { idx, ownFiles } from './own-files.ts';
import { watchMemory, type MemoryWatch } from './watch-memory.ts';

const noDigits = { mnist: {}, teachers: [], networks: [] } as unknown as Parameters<typeof createLabApi>[0];
const IMAGES = 0x0803;
const LABELS = 0x0801;
const pixels = (count: number) => new Uint8Array(count * PIXELS).fill(7);
const images = (count: number) => idx('images', IMAGES, [count, 28, 28], pixels(count));
const labels = (count: number) => idx('labels', LABELS, [count], new Uint8Array(count));

let lab: LabApi;
beforeEach(async () => {
  lab = createLabApi(noDigits, Promise.resolve(memoryTables('for a test')));
  await lab.openOwn(ownFiles());
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function packed(file: File, name = file.name): Promise<File> {
  const stream = file.stream().pipeThrough(new CompressionStream('gzip'));
  return new File([await new Response(stream).arrayBuffer()], name);
}

/** What is said of the files, after making sure that the images from before are still in use. */
async function refusal(
  ...files: File[]
): Promise<{ readonly message: string; readonly memory: MemoryWatch }> {
  const before = await lab.testImages('own');
  const memory = watchMemory();
  const error: unknown = await lab.openOwn(files).catch((thrown: unknown) => thrown);
  vi.unstubAllGlobals();
  expect(await lab.testImages('own')).toEqual(before);
  expect(error).toMatchObject({ code: 'data', hint: expect.stringMatching(/^.+[^.]\.$/) as string });
  return { message: (error as Error).message, memory };
}

test.each([
  ['a PNG', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], '0x89504e47'],
  ['a web page', [...new TextEncoder().encode('<!doctype html><title>404</title>')], '0x3c21646f'],
])(
  'D1 %s is refused by its magic number before memory is taken, and the data set stays',
  async (_, bytes, magic) => {
    // As large as may be: all of it would be noticed.
    const file = new File([Uint8Array.from(bytes), new Uint8Array(20_000_000)], 'train-images');
    const { message, memory } = await refusal(file, labels(30));
    expect(message).toBe(`train-images: Not an IDX file (magic ${magic}).`);
    expect(memory.taken).toBeLessThan(200);
  },
);

test('D2 files that are cut off are refused with both lengths, and nothing of them is used', async () => {
  const cut = new File([images(30).slice(0, 999)], 'images');
  expect((await refusal(cut, labels(30))).message).toBe(
    'images: The file is cut off: expected 23536 bytes for 30 images, got 999.',
  );
  const cutLabels = new File([labels(30).slice(0, 37)], 'labels');
  expect((await refusal(images(30), await packed(cutLabels))).message).toBe(
    'labels: The file is cut off: expected 38 bytes for 30 labels, got 37.',
  );
  expect((await refusal(new File([images(30).slice(0, 11)], 'images'), labels(30))).message).toBe(
    'images: The IDX header is cut off: expected 16 bytes, got 11.',
  );
});

test('D3 files with a byte too many are refused', async () => {
  const long = (file: File) => new File([file, Uint8Array.of(0)], file.name);
  const sentence = /^images: The file is longer than its header says: expected 23536 bytes.*got (23537|more)/;
  expect((await refusal(long(images(30)), labels(30))).message).toMatch(sentence);
  expect((await refusal(await packed(long(images(30))), labels(30))).message).toMatch(sentence);
});

test('D4 gzipped or plain, whatever the name says, the same images are read', async () => {
  const [plain, names] = ownFiles() as [File, File];
  const lying = new File([plain], 'train-images.gz');
  const wanted = await lab.testImages('own');
  for (const first of [lying, await packed(plain, 'train-images')])
    for (const second of [names, await packed(names, 'train-labels.txt')]) {
      await lab.openOwn(ownFiles(100)); // others in between
      await lab.openOwn([first, second]);
      expect(await lab.testImages('own')).toEqual(wanted);
    }
});

test('D6 a gzip bomb is stopped at its declared size, with less than twice its memory', async () => {
  const count = 1000;
  const declared = 16 + count * PIXELS;
  const bomb = await packed(new File([images(count), new Uint8Array(100_000_000)], 'images'));
  const { message, memory } = await refusal(bomb, labels(count));
  expect(message).toBe(
    `images: The file is longer than its header says: expected ${declared} bytes, got more.`,
  );
  const ratio = (16 + count * PIXELS + 100_000_000) / bomb.size;
  expect(memory.packed * ratio).toBeGreaterThan(declared);
  expect(memory.packed * ratio).toBeLessThan(2 * declared); // the looks at its first bytes included
  expect(memory.taken).toBeLessThan(1.01 * declared);
});

test.each<[string, number, readonly number[], RegExp]>([
  ['32 x 32 pixels', IMAGES, [30, 32, 32], /^images: The images are 32 x 32 pixels; only 28 x 28/],
  ['rank 4', 0x0804, [30, 28, 28, 1], /^images: The file has 4 dimensions/],
  ['sides whose product is 0 in 32 bits', IMAGES, [30, 65_536, 65_536], /65536 x 65536 pixels/],
  ['2^32 - 1 images', IMAGES, [2 ** 32 - 1, 28, 28], /declares 4294967295 images; at most 255000/],
  ['2^32 - 1 of everything', IMAGES, [2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1], /4294967295 x 4294967295/],
])('D7 %s: refused before memory is taken', async (_, magic, dimensions, sentence) => {
  const { message, memory } = await refusal(idx('images', magic, dimensions, pixels(30)), labels(30));
  expect(message).toMatch(sentence);
  expect(memory.taken).toBeLessThan(200);
});

test('D8 images and labels of different numbers are refused with both, before pixels are read', async () => {
  const { message, memory } = await refusal(images(3000), labels(2999));
  expect(message).toBe('images has 3000 images, but labels has 2999 labels.');
  expect(memory.taken).toBeLessThan(200);
});

test('D9 the first label above 9 is named with its place; other types of values are refused', async () => {
  const bad = idx('labels', LABELS, [30], new Uint8Array(30).fill(200, 17));
  expect((await refusal(images(30), bad)).message).toBe(
    'labels: The label at index 17 is 200; labels go from 0 to 9.',
  );
  const integers = idx('labels', 0x0c01, [30], new Uint8Array(120));
  expect((await refusal(images(30), integers)).message).toBe(
    'labels: Type code 0x0c is not supported; only unsigned bytes (0x08) are.',
  );
});

test('D10 an empty data set is refused', async () => {
  expect((await refusal(images(0), labels(0))).message).toBe('images: The file holds 0 images.');
  expect((await refusal(new File([], 'images'), labels(0))).message).toBe('images: The file is empty.');
});

test('D11 a file above 200 MB is refused by its size, unread', async () => {
  const huge = images(30);
  Object.defineProperty(huge, 'size', { value: MAX_FILE_BYTES + 1 });
  const reads = (['slice', 'stream', 'arrayBuffer', 'text'] as const).map((how) => vi.spyOn(huge, how));
  expect((await refusal(huge, labels(30))).message).toBe(
    'images: The file has 200000001 bytes; at most 200000000 (200 MB) are read.',
  );
  for (const read of reads) expect(read).not.toHaveBeenCalled();
});

test('C4 a file’s name is shown short and without invisible characters', async () => {
  const trick = `\u202e${'x'.repeat(200)}\u200b<img src=x>`;
  const bad = new File(['<html>'], trick);
  expect((await refusal(bad, bad)).message).toMatch(/^x{80}: Not an IDX file/);
  const [first, second] = ownFiles() as [File, File];
  const { title } = await lab.openOwn([new File([first], `a\u202eb\u0000${'y'.repeat(100)}`), second]);
  expect(title).toBe(`ab${'y'.repeat(78)}`);
});
