/**
 * Which of the user's files is what. Looks at the first bytes of each, at the numbers of rows and, where those do not
 * tell, at the names; refuses to guess when nothing tells.
 */
import { LabError } from '../core/errors.ts';
import { safeName } from '../core/quote.ts';
import { str, text } from '../core/text.ts';
import { gunzipHead, inFile } from './gzip.ts';
import { MAX_HEADER_BYTES, readIdxHeader, type IdxKind } from './idx.ts';

export interface OwnFiles {
  readonly trainImages: File;
  readonly trainLabels: File;
  readonly testImages?: File;
  readonly testLabels?: File;
}

interface Candidate {
  readonly file: File;
  readonly kind: IdxKind;
  readonly count: number;
}

interface Pair {
  readonly images: Candidate;
  readonly labels: Candidate;
}

const MAX_FILES = 4;
const TEST_NAME = /t10k|test|val/i;

/**
 * Sorts up to four dropped or chosen files into training and test images and labels. The test pair is the one whose
 * names contain t10k, test or val, otherwise the smaller one.
 *
 * @throws LabError 'data' if there are too few or too many files, one is not an IDX file, or images and labels do not pair up
 */
export async function sortDroppedFiles(files: readonly File[]): Promise<OwnFiles> {
  if (files.length === 0) {
    throw new LabError(
      'data',
      text('There are no files to read.'),
      text('Drop an image file and its label file.'),
    );
  }
  if (files.length > MAX_FILES) {
    throw new LabError(
      'data',
      text(str`There are ${files.length} files; at most ${MAX_FILES} are read.`),
      text('Choose training images and labels, and test images and labels if there are any.'),
    );
  }
  const candidates = await Promise.all(files.map(lookInto));
  const images = candidates.filter(({ kind }) => kind === 'images');
  const labels = candidates.filter(({ kind }) => kind === 'labels');
  const pairs = pairUp(images, labels);
  const train = trainingPair(pairs);
  const test = pairs.find((pair) => pair !== train);
  return {
    trainImages: train.images.file,
    trainLabels: train.labels.file,
    ...(test && { testImages: test.images.file, testLabels: test.labels.file }),
  };
}

async function lookInto(file: File): Promise<Candidate> {
  const head = await gunzipHead(file, file.name, MAX_HEADER_BYTES);
  const { kind, count } = readIdxHeader(head, undefined, file.name);
  return { file, kind, count };
}

/** Pairs by count; between files of equal counts, test names go with test names. */
function pairUp(images: readonly Candidate[], labels: readonly Candidate[]): Pair[] {
  const left = [...labels];
  const pairs: Pair[] = [];
  const alone: Candidate[] = [];
  for (const image of images) {
    const fits = left.filter(({ count }) => count === image.count);
    const label = fits.find((other) => isTest(other) === isTest(image)) ?? fits[0];
    if (label === undefined) alone.push(image);
    else {
      pairs.push({ images: image, labels: label });
      left.splice(left.indexOf(label), 1);
    }
  }
  const [image, label] = [alone[0], left[0]];
  if (image && label) throw countsDiffer(image, label);
  if (image) {
    throw new LabError(
      'data',
      inFile(image.file.name, text('The images have no label file.')),
      text(str`Add the file with their ${image.count} labels.`),
    );
  }
  if (label) {
    throw new LabError(
      'data',
      inFile(label.file.name, text('The labels have no image file.')),
      text(str`Add the file with their ${label.count} images.`),
    );
  }
  return pairs;
}

/** The error for images and labels that were meant for each other. */
export function countsDiffer(
  images: { readonly file: File; readonly count: number },
  labels: { readonly file: File; readonly count: number },
): LabError {
  return new LabError(
    'data',
    text(
      str`${safeName(images.file.name)} has ${images.count} images, but ${safeName(labels.file.name)} has ${labels.count} labels.`,
    ),
    text('Choose an image file and a label file that belong together.'),
  );
}

function trainingPair(pairs: readonly Pair[]): Pair {
  const [first, second] = pairs;
  if (first && second) {
    const [firstIsTest, secondIsTest] = [isTestPair(first), isTestPair(second)];
    if (firstIsTest !== secondIsTest) return firstIsTest ? second : first;
    if (first.images.count !== second.images.count) {
      return first.images.count > second.images.count ? first : second;
    }
    throw new LabError(
      'data',
      text(
        str`${safeName(first.images.file.name)} and ${safeName(second.images.file.name)} have ${first.images.count} images each: which is for testing?`,
      ),
      text('Put "test" into the names of the test files.'),
    );
  }
  return first!; // there was a file, and every file is in a pair
}

function isTest({ file }: Candidate): boolean {
  return TEST_NAME.test(file.name);
}

function isTestPair({ images, labels }: Pair): boolean {
  return isTest(images) || isTest(labels);
}
