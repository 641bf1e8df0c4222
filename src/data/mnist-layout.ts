/**
 * What the packer of MNIST and its loader have to agree on: which files there are and how many rows each holds.
 * Constants and types only.
 */

/** Training rows, validation rows (the last ones of MNIST's training file) and test rows. */
export const MNIST_ROWS = { train: 55_000, heldOut: 5_000, test: 10_000 } as const;

/** The part of the training and validation rows that is fetched first: enough to start training at once. */
export const FIRST_ROWS = { train: 10_000, heldOut: 2_000 } as const;

export const MNIST_FILE_NAMES = [
  'first-images',
  'first-labels',
  'test-images',
  'test-labels',
  'rest-images',
  'rest-labels',
] as const;

/** In a file, training rows come first, validation rows last. */
export type MnistFileName = (typeof MNIST_FILE_NAMES)[number];

export interface MnistFile {
  readonly url: string;
  /** Size of the gzipped file, what travels over the wire. */
  readonly packedBytes: number;
  /** CRC-32 of what is in it. */
  readonly crc32: number;
}

export type MnistFiles = Readonly<Record<MnistFileName, MnistFile>>;
