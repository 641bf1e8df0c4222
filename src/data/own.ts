/**
 * A data set from the user's own IDX files, in the same shape and order as the one that is shipped.
 * The same files give the same splits and the same order on every machine.
 */
import { crc32 } from '../core/checksum.ts';
import { LabError } from '../core/errors.ts';
import { safeName } from '../core/quote.ts';
import { str, text } from '../core/text.ts';
import { interleaveByClass, shuffled, splitByStride } from './balance.ts';
import { PIXELS, type Dataset, type LabelledImages } from './dataset.ts';
import { gunzip, gunzipHead } from './gzip.ts';
import { MAX_HEADER_BYTES, readIdx, readIdxHeader, type IdxKind } from './idx.ts';
import { countsDiffer, type OwnFiles } from './own-files.ts';

/** Fewer training images than this cannot be split into anything that a curve could be drawn from. */
export const MIN_IMAGES = 20;

const TEST_STRIDE = 7; // without test files, one image in 7 is kept for testing, as in MNIST
const HELD_OUT_STRIDE = 12; // one training image in 12 is held out for validation, as in MNIST ...
const MAX_HELD_OUT = 5000; // ... but not more than that

/**
 * Reads a data set: images of 28 x 28 grey levels and labels 0-9, plain or gzipped. Without test files, one image in 7
 * of each class becomes the test set. All sets are put in class-interleaved order.
 *
 * @throws LabError 'data', which names the file and what is wrong with it; nothing is kept of it then
 */
export async function readOwnDataset(files: OwnFiles): Promise<Dataset> {
  const { trainImages, trainLabels, testImages, testLabels } = files;
  if ((testImages === undefined) !== (testLabels === undefined)) {
    throw testImages
      ? new LabError(
          'data',
          text('There are test images without test labels.'),
          text('Add the test labels, or leave the test images out.'),
        )
      : new LabError(
          'data',
          text('There are test labels without test images.'),
          text('Add the test images, or leave the test labels out.'),
        );
  }
  const source = await readPair(trainImages, trainLabels);
  const count = source.labels.length;
  if (count < MIN_IMAGES) {
    throw new LabError(
      'data',
      text(str`${safeName(trainImages.name)} has ${count} images; at least ${MIN_IMAGES} are needed.`),
      text('Choose a larger data set.'),
    );
  }
  const all = source.labels.keys();
  const given = testImages && testLabels ? await readPair(testImages, testLabels) : undefined;
  const { kept, taken } = given
    ? { kept: [...all], taken: [] }
    : splitByStride(source.labels, all, TEST_STRIDE);

  const stride = Math.max(HELD_OUT_STRIDE, Math.ceil(kept.length / MAX_HELD_OUT));
  const parts = splitByStride(source.labels, kept, stride);
  const heldOut = interleaveByClass(source.labels, shuffled(parts.taken));
  const train = takeRows(source, [...interleaveByClass(source.labels, shuffled(parts.kept)), ...heldOut]);
  const test = given
    ? takeRows(given, interleaveByClass(given.labels, shuffled([...given.labels.keys()])))
    : takeRows(source, interleaveByClass(source.labels, shuffled(taken)));
  return {
    id: 'own',
    title: safeName(trainImages.name),
    fingerprint: `own ${fingerprintOf(train)} ${fingerprintOf(test)}`,
    classes: Math.max(2, largest(train.labels) + 1, largest(test.labels) + 1),
    train,
    heldOut: heldOut.length,
    test,
  };
}

async function readPair(imageFile: File, labelFile: File): Promise<LabelledImages> {
  const [imageHeader, labelHeader] = await Promise.all([
    readHeader(imageFile, 'images'),
    readHeader(labelFile, 'labels'),
  ]);
  // Said before millions of pixels are unpacked.
  if (imageHeader.count !== labelHeader.count) {
    throw countsDiffer(
      { file: imageFile, count: imageHeader.count },
      { file: labelFile, count: labelHeader.count },
    );
  }
  const labels = readIdx(
    await gunzip(labelFile, labelFile.name, labelHeader.totalBytes),
    'labels',
    labelFile.name,
  );
  const images = readIdx(
    await gunzip(imageFile, imageFile.name, imageHeader.totalBytes),
    'images',
    imageFile.name,
  );
  return { images: images.data, labels: labels.data };
}

async function readHeader(file: File, kind: IdxKind) {
  return readIdxHeader(await gunzipHead(file, file.name, MAX_HEADER_BYTES), kind, file.name);
}

function takeRows(source: LabelledImages, rows: ArrayLike<number>): LabelledImages {
  const images = new Uint8Array(rows.length * PIXELS); // [rows, PIXELS]
  const labels = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i]!;
    images.set(source.images.subarray(row * PIXELS, (row + 1) * PIXELS), i * PIXELS);
    labels[i] = source.labels[row]!;
  }
  return { images, labels };
}

function fingerprintOf({ images, labels }: LabelledImages): string {
  return `${labels.length} ${crc32(labels, crc32(images))}`;
}

function largest(labels: Uint8Array): number {
  return labels.reduce((most, label) => Math.max(most, label), 0);
}
