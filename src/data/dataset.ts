/**
 * What a data set is once it is in memory: bytes and labels in one canonical order.
 *
 * Training rows are ordered so that any prefix is as class-balanced as the source allows (0, 1, ... 9, 0, 1, ...);
 * "the first 1,000 images" is therefore 100 of each digit, and a row number means the same image everywhere.
 * The last `heldOut` rows are the validation images: nobody trains on them unless an experiment asks for all rows.
 */
import type { ShippedTeacher } from '../core/shipped.ts';

export const IMAGE_SIDE = 28;
export const PIXELS = IMAGE_SIDE * IMAGE_SIDE;

export interface LabelledImages {
  /** Grey levels 0-255, row-major, `[count, PIXELS]`; 255 is ink. */
  readonly images: Uint8Array;
  /** Class numbers, `[count]`. */
  readonly labels: Uint8Array;
}

/**
 * Grey levels as a network sees them. `Float32Array.from` with a function would take fifty times as long.
 * @param scale what becomes of a grey level
 */
export function pixelsOf(
  images: Uint8Array,
  scale: (grey: number) => number = (grey) => grey / 255,
): Float32Array<ArrayBuffer> {
  const levels = Float32Array.from({ length: 256 }, (_, grey) => scale(grey));
  const pixels = new Float32Array(images.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = levels[images[i]!]!;
  return pixels;
}

export type DatasetId = 'mnist' | 'own';

export interface Dataset {
  readonly id: DatasetId;
  readonly title: string;
  /** Tells its images and labels from those of any other data set. */
  readonly fingerprint: string;
  readonly classes: number;
  readonly train: LabelledImages;
  readonly heldOut: number;
  readonly test: LabelledImages;
}

/** The sizes that an experiment's settings are checked against; plain data, so it can cross the wire. */
export interface DatasetReport {
  readonly id: DatasetId;
  readonly title: string;
  readonly classes: number;
  readonly trainImages: number;
  readonly heldOut: number;
  readonly testImages: number;
  /** Trained on it beforehand. */
  readonly teachers?: readonly ShippedTeacher[];
}

export function reportDataset(dataset: Dataset): DatasetReport {
  return {
    id: dataset.id,
    title: dataset.title,
    classes: dataset.classes,
    trainImages: dataset.train.labels.length,
    heldOut: dataset.heldOut,
    testImages: dataset.test.labels.length,
  };
}
