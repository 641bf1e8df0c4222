/**
 * MNIST, loaded in two parts: 10,000 balanced training images, 2,000 validation images and the test set first, so that
 * training can start; the other 45,000 and 3,000 when somebody needs them. The arrays never move: a row number means
 * the same image before and after the rest has come.
 *
 * Each file is checked by its length, the CRC-32 that was built in and the strict IDX reader. There is no SHA-256, because
 * `crypto.subtle` is missing in pages that do not come over https, such as those of a teacher's laptop.
 */
import { PIXELS, type Dataset, type LabelledImages } from './dataset.ts';
import { fetchFile, type FetchOptions } from './fetch-file.ts';
import { gunzip } from './gzip.ts';
import { readIdx, readIdxHeader, MAX_HEADER_BYTES, type IdxKind } from './idx.ts';
import { FIRST_ROWS, MNIST_ROWS, type MnistFileName, type MnistFiles } from './mnist-layout.ts';

export interface MnistProgress {
  /** Packed bytes that have arrived, of the files asked for so far. */
  readonly loadedBytes: number;
  readonly totalBytes: number;
}

export interface ReadyRows {
  /** Training rows 0 to `train` - 1 are in place. */
  readonly train: number;
  /** The first so many validation rows, from row 55,000 on, are in place. */
  readonly heldOut: number;
  readonly test: number;
}

export interface Mnist {
  /** All rows from the start; those not yet in `ready()` are zeros. */
  readonly dataset: Dataset;
  /** The first part and the test set; rejects with a LabError 'network'. Opening MNIST anew tries again. */
  readonly first: Promise<void>;
  /** Loads the rest after the first part, once; after a failure, another call tries again. */
  readonly rest: () => Promise<void>;
  readonly ready: () => ReadyRows;
}

type Part = 'first' | 'rest' | 'test';

const NOTHING: ReadyRows = { train: 0, heldOut: 0, test: 0 };

const DEFAULTS: FetchOptions = {
  fetcher: (url, init) => fetch(url, init),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  stallMilliseconds: 30_000,
};

/** Starts to load MNIST. `files` is `mnistFiles` of mnist-files.ts. */
export function openMnist(
  files: MnistFiles,
  onProgress: (progress: MnistProgress) => void = () => undefined,
  options: Partial<FetchOptions> = {},
): Mnist {
  const fetchOptions = { ...DEFAULTS, ...options };
  const train = emptyImages(MNIST_ROWS.train + MNIST_ROWS.heldOut);
  const test = emptyImages(MNIST_ROWS.test);
  let ready = NOTHING;
  let restLoading: Promise<void> | undefined;

  const loaded = new Map<MnistFileName, number>(); // packed bytes of each file asked for
  /** Before any of them is fetched, so that the total is right from the first report on. */
  function announce(...parts: Part[]): void {
    for (const part of parts) loaded.set(`${part}-images`, 0).set(`${part}-labels`, 0);
  }

  function report(name: MnistFileName, bytes: number): void {
    loaded.set(name, bytes);
    let loadedBytes = 0;
    let totalBytes = 0;
    for (const [file, fileBytes] of loaded) {
      loadedBytes += fileBytes;
      totalBytes += files[file].packedBytes;
    }
    onProgress({ loadedBytes, totalBytes });
  }

  async function load(part: Part, rows: number): Promise<LabelledImages> {
    const [images, labels] = await Promise.all(
      (['images', 'labels'] as const).map((kind) => {
        const name = `${part}-${kind}` as const;
        const read = (packed: Blob): Promise<Uint8Array> => readPacked(packed, kind, name, rows);
        return fetchFile(name, files[name], read, fetchOptions, (bytes) => report(name, bytes));
      }),
    );
    return { images: images!, labels: labels! };
  }

  async function loadFirst(): Promise<void> {
    announce('first', 'test');
    const [part, testPart] = await Promise.all([
      load('first', FIRST_ROWS.train + FIRST_ROWS.heldOut),
      load('test', MNIST_ROWS.test),
    ]);
    copyRows(part, 0, FIRST_ROWS.train, train, 0);
    copyRows(part, FIRST_ROWS.train, FIRST_ROWS.heldOut, train, MNIST_ROWS.train);
    copyRows(testPart, 0, MNIST_ROWS.test, test, 0);
    ready = { ...FIRST_ROWS, test: MNIST_ROWS.test };
  }

  async function loadRest(): Promise<void> {
    await first; // which alone gets the network until then
    const trainRows = MNIST_ROWS.train - FIRST_ROWS.train;
    const heldOutRows = MNIST_ROWS.heldOut - FIRST_ROWS.heldOut;
    announce('rest');
    const part = await load('rest', trainRows + heldOutRows);
    copyRows(part, 0, trainRows, train, FIRST_ROWS.train);
    copyRows(part, trainRows, heldOutRows, train, MNIST_ROWS.train + FIRST_ROWS.heldOut);
    ready = MNIST_ROWS;
  }

  const first = loadFirst();
  return {
    dataset: {
      ...{ id: 'mnist', title: 'MNIST', fingerprint: 'mnist', classes: 10 },
      ...{ train, heldOut: MNIST_ROWS.heldOut, test },
    },
    first,
    rest() {
      restLoading ??= loadRest().catch((error: unknown) => {
        restLoading = undefined;
        throw error;
      });
      return restLoading;
    },
    ready: () => ready,
  };
}

async function readPacked(packed: Blob, kind: IdxKind, name: string, rows: number): Promise<Uint8Array> {
  const bytes = await gunzip(packed, name, MAX_HEADER_BYTES + rows * (kind === 'images' ? PIXELS : 1));
  const { count } = readIdxHeader(bytes, kind, name);
  if (count !== rows) throw new RangeError(`expected ${rows} ${kind}, got ${count}.`);
  return readIdx(bytes, kind, name).data;
}

function emptyImages(rows: number): LabelledImages {
  return { images: new Uint8Array(rows * PIXELS), labels: new Uint8Array(rows) };
}

function copyRows(from: LabelledImages, start: number, rows: number, to: LabelledImages, at: number): void {
  to.images.set(from.images.subarray(start * PIXELS, (start + rows) * PIXELS), at * PIXELS);
  to.labels.set(from.labels.subarray(start, start + rows), at);
}
