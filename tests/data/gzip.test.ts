import { gzipSync } from 'node:zlib';
import { afterEach, expect, test, vi } from 'vitest';
import { gunzip, gunzipHead, MAX_FILE_BYTES } from '../../src/data/gzip.ts';
import { file, gz, imagesIdx, labErrorOf } from './make-idx.ts';

const MEGABYTE = 1_000_000;

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Watches every DecompressionStream from now on: bytes that come out, and the most that goes in at once. */
function watchUnpacking(): { bytes: number; largestBite: number } {
  const seen = { bytes: 0, largestBite: 0 };
  const watch = (look: (length: number) => void) =>
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        look(chunk.length);
        controller.enqueue(chunk);
      },
    });
  const Original = DecompressionStream;
  class Watched {
    readonly readable: ReadableStream<Uint8Array>;
    readonly writable: WritableStream<Uint8Array<ArrayBuffer>>;
    constructor(format: CompressionFormat) {
      const before = watch((length) => (seen.largestBite = Math.max(seen.largestBite, length)));
      this.writable = before.writable;
      this.readable = before.readable
        .pipeThrough(new Original(format))
        .pipeThrough(watch((length) => (seen.bytes += length)));
    }
  }
  vi.stubGlobal('DecompressionStream', Watched);
  return seen;
}

test('D4 plain and gzipped files give the same bytes', async () => {
  const bytes = imagesIdx(5);
  for (const source of [bytes, gz(bytes)]) {
    expect(Buffer.compare(await gunzip(file('x', source), 'x', bytes.length), bytes)).toBe(0);
    expect([...(await gunzipHead(file('x', source), 'x', 16))]).toEqual([...bytes.subarray(0, 16)]);
  }
});

test('the head of a short file is the whole file', async () => {
  expect([...(await gunzipHead(file('x', gz(Uint8Array.of(1, 2))), 'x', 16))]).toEqual([1, 2]);
});

test.each([
  ['the checksum', (bytes: Uint8Array) => (bytes[bytes.length - 6]! ^= 1)],
  ['the length', (bytes: Uint8Array) => (bytes[bytes.length - 1]! ^= 1)],
  ['the data', (bytes: Uint8Array) => bytes.fill(0xff, 20, 40)],
])('D5 a gzip file with an error in %s is damaged', async (_, spoil) => {
  const bytes = gz(imagesIdx(20));
  spoil(bytes);
  const error = await labErrorOf(() => gunzip(file('x.gz', bytes), 'x.gz', MEGABYTE));
  expect(error.message).toBe('x.gz: The gzip file is damaged.');
});

test('D5 a gzip file that is cut anywhere is damaged', async () => {
  const bytes = gz(imagesIdx(20));
  for (const length of [2, 9, 10, bytes.length - 9, bytes.length - 1]) {
    const cut = file('x.gz', bytes.slice(0, length));
    expect((await labErrorOf(() => gunzip(cut, 'x.gz', MEGABYTE))).message).toMatch(/damaged/);
  }
});

test('D6 a bomb is stopped at its declared size, and gets no memory of its own', async () => {
  const bomb = file('bomb.gz', new Uint8Array(gzipSync(Buffer.alloc(100 * MEGABYTE), { level: 1 })));
  const unpacked = watchUnpacking();
  const error = await labErrorOf(() => gunzip(bomb, 'bomb.gz', MEGABYTE));
  expect(error.message).toMatch(/expected 1000000 bytes, got more/);
  expect(unpacked.bytes).toBeGreaterThan(MEGABYTE);
  expect(unpacked.bytes).toBeLessThan(2 * MEGABYTE);
  // Browsers may expand a whole bite before they can be stopped, by 1032 : 1 at most.
  expect(unpacked.largestBite).toBeLessThanOrEqual(4096);
});

test('D6 only the head of a bomb is unpacked to look at its head', async () => {
  const bomb = file('bomb.gz', new Uint8Array(gzipSync(Buffer.alloc(100 * MEGABYTE), { level: 1 })));
  const unpacked = watchUnpacking();
  expect(await gunzipHead(bomb, 'bomb.gz', 16)).toHaveLength(16);
  expect(unpacked.bytes).toBeLessThan(MEGABYTE);
});

test('D11 a file above 200 MB is refused unread', async () => {
  const huge = Object.defineProperty(file('huge', imagesIdx(1)), 'size', { value: MAX_FILE_BYTES + 1 });
  const read = vi.spyOn(huge, 'slice');
  const error = await labErrorOf(() => gunzip(huge, 'huge', MEGABYTE));
  expect(error.message).toMatch(/200000001 bytes; at most 200000000/);
  expect(read).not.toHaveBeenCalled();
});

test('D12 a folder or a file that has gone cannot be read', async () => {
  const folder = file('folder', imagesIdx(1));
  const gone = new Blob();
  vi.spyOn(gone, 'arrayBuffer').mockRejectedValue(new DOMException('gone', 'NotReadableError'));
  vi.spyOn(folder, 'slice').mockReturnValue(gone);
  const error = await labErrorOf(() => gunzip(folder, 'folder', MEGABYTE));
  expect(error.message).toBe('folder: The file cannot be read.');
  expect(error.hint).toMatch(/folder/);
});

test('a file that cannot be read to its end says so', async () => {
  const changed = file('x', imagesIdx(1));
  const failing = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => controller.error(new DOMException('changed', 'NotReadableError')),
  });
  vi.spyOn(changed, 'stream').mockReturnValue(failing);
  const error = await labErrorOf(() => gunzip(changed, 'x', MEGABYTE));
  expect(error.message).toBe('x: The file cannot be read.');
});

test('an empty file is refused', async () => {
  expect((await labErrorOf(() => gunzip(file('x', new Uint8Array(0)), 'x', 9))).message).toMatch(/is empty/);
});
