/**
 * The IDX format of MNIST, read as if an enemy had written it: every number in the header is checked before anything
 * is allocated or indexed by it. Refuses to know about files, compression and what the labels mean.
 *
 * Format (LeCun, Cortes and Burges, "The MNIST database"): two zero bytes, a type code (0x08 = unsigned byte), the
 * number of dimensions, each dimension as a big-endian 32-bit integer, then the values in row-major order.
 */
import { LabError } from '../core/errors.ts';
import { str, text, within, type Text } from '../core/text.ts';
import { IMAGE_SIDE, PIXELS } from './dataset.ts';
import { inFile } from './gzip.ts';

export type IdxKind = 'images' | 'labels';
const KIND_WORDS: Record<IdxKind, string> = { images: text('images'), labels: text('labels') };

export interface IdxHeader {
  readonly kind: IdxKind;
  /** Images or labels. */
  readonly count: number;
  /** Where the values start. */
  readonly headerBytes: number;
  /** The only length that the whole file may have, header included. */
  readonly totalBytes: number;
}

export interface IdxValues {
  readonly count: number;
  /** A view of the bytes that were read, not a copy: `[count, PIXELS]` for images, `[count]` for labels. */
  readonly data: Uint8Array;
}

/** Images in one file, at most: 200 MB of pixels. */
export const MAX_IMAGES = 255_000;
/** Classes that a label may name: 0 to 9. */
export const MAX_CLASSES = 10;
/** The longest header that is read, that of images. */
export const MAX_HEADER_BYTES = 16;

const UNSIGNED_BYTE = 0x08;
const DIMENSIONS = { images: 3, labels: 1 } as const;
const EXAMPLE_FILE = { images: 'train-images-idx3-ubyte', labels: 'train-labels-idx1-ubyte' } as const;

/**
 * Checks the header of an IDX file of 28 x 28 images or of labels; without `kind` it takes either.
 *
 * @param head at least the first MAX_HEADER_BYTES bytes, or all there are
 * @throws LabError 'data', which names the file and the value that is not allowed
 */
export function readIdxHeader(head: Uint8Array, kind: IdxKind | undefined, name: string): IdxHeader {
  const example = EXAMPLE_FILE[kind ?? 'images'];
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const fail = (what: Text, hint: Text): LabError => new LabError('data', inFile(name, what), hint);
  const tooShort = (needed: number): LabError =>
    fail(
      text(str`The IDX header is cut off: expected ${needed} bytes, got ${head.length}.`),
      text('Download the file again; the copy is incomplete.'),
    );

  if (head.length < 4) throw tooShort(4);
  if (view.getUint16(0) !== 0) {
    throw fail(
      text(str`Not an IDX file (magic 0x${view.getUint32(0).toString(16).padStart(8, '0')}).`),
      text(str`Choose an IDX file such as ${example}, plain or gzipped; unpack .zip archives first.`),
    );
  }
  const type = view.getUint8(2);
  if (type !== UNSIGNED_BYTE) {
    const code = type.toString(16).padStart(2, '0');
    throw fail(
      text(str`Type code 0x${code} is not supported; only unsigned bytes (0x08) are.`),
      text('Save the values as unsigned bytes (ubyte) and try again.'),
    );
  }
  const rank = view.getUint8(3);
  const found = rank === 3 ? 'images' : rank === 1 ? 'labels' : undefined;
  if (found === undefined || (kind !== undefined && kind !== found)) {
    const allowed =
      kind === undefined
        ? within(text('images have 3, labels 1'))
        : text(str`${within(KIND_WORDS[kind])} have ${DIMENSIONS[kind]}`);
    throw fail(
      rank === 1
        ? text(str`The file has 1 dimension; ${allowed}.`)
        : text(str`The file has ${rank} dimensions; ${allowed}.`),
      kind === 'images' && found === 'labels'
        ? text(str`This is a label file; choose the image file, such as ${example}.`)
        : kind === 'labels' && found === 'images'
          ? text(str`This is an image file; choose the label file, such as ${example}.`)
          : text(str`Choose a file such as ${example}.`),
    );
  }

  const headerBytes = 4 + 4 * rank;
  if (head.length < headerBytes) throw tooShort(headerBytes);
  const count = view.getUint32(4);
  const kindWord = within(KIND_WORDS[found]);
  if (count === 0)
    throw fail(
      text(str`The file holds 0 ${kindWord}.`),
      text(str`Choose a file with at least one of its ${kindWord}.`),
    );
  if (found === 'images' && (view.getUint32(8) !== IMAGE_SIDE || view.getUint32(12) !== IMAGE_SIDE)) {
    const side = IMAGE_SIDE;
    throw fail(
      text(
        str`The images are ${view.getUint32(8)} x ${view.getUint32(12)} pixels; only ${side} x ${side} is supported.`,
      ),
      text(str`Scale the images to ${side} x ${side} grey levels, or choose an MNIST-like data set.`),
    );
  }
  if (count > MAX_IMAGES) {
    throw fail(
      text(str`The header declares ${count} ${kindWord}; at most ${MAX_IMAGES} are supported.`),
      text('Split the data set into smaller files.'),
    );
  }
  // At most 255,000 x 784 + 16: far inside the integers that a number holds exactly.
  const totalBytes = headerBytes + count * (found === 'images' ? PIXELS : 1);
  return { kind: found, count, headerBytes, totalBytes };
}

/**
 * Reads a whole IDX file of 28 x 28 images, or of labels 0-9.
 *
 * @throws LabError 'data' for anything else, a missing or a spare byte included
 */
export function readIdx(bytes: Uint8Array, kind: IdxKind, name: string): IdxValues {
  const { count, headerBytes, totalBytes } = readIdxHeader(bytes, kind, name);
  if (bytes.length !== totalBytes) {
    const [kindWord, got] = [within(KIND_WORDS[kind]), bytes.length];
    const what =
      got < totalBytes
        ? text(str`The file is cut off: expected ${totalBytes} bytes for ${count} ${kindWord}, got ${got}.`)
        : text(
            str`The file is longer than its header says: expected ${totalBytes} bytes for ${count} ${kindWord}, got ${got}.`,
          );
    const hint = text('Download the file again; the copy is not what its header promises.');
    throw new LabError('data', inFile(name, what), hint);
  }
  const data = bytes.subarray(headerBytes);
  if (kind === 'labels') {
    const bad = data.findIndex((label) => label >= MAX_CLASSES);
    if (bad !== -1) {
      const what = text(
        str`The label at index ${bad} is ${data[bad]}; labels go from 0 to ${MAX_CLASSES - 1}.`,
      );
      const hint = text('Choose a data set with at most 10 classes, numbered from 0.');
      throw new LabError('data', inFile(name, what), hint);
    }
  }
  return { count, data };
}
