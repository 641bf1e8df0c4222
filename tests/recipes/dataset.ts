import { interleaveByClass } from '../../src/data/balance.ts';
import { PIXELS, type Dataset, type LabelledImages } from '../../src/data/dataset.ts';

/** Three classes: left half, right half, or all of the image inked. */
function halves(count: number): LabelledImages {
  const labels = Uint8Array.from({ length: count }, (_, row) => Math.floor((row * 3) / count));
  const images = new Uint8Array(count * PIXELS).map((_, i) => {
    const label = labels[Math.floor(i / PIXELS)]!;
    const isLeft = i % 28 < 14;
    return label === 2 || isLeft === (label === 0) ? 200 : 20;
  });
  return { images, labels };
}

/** Rows in canonical order: any prefix is as class-balanced as the source allows. */
function inCanonicalOrder({ images, labels }: LabelledImages): LabelledImages {
  const order = [...interleaveByClass(labels, labels.keys())];
  return {
    images: Uint8Array.from(order.flatMap((row) => [...images.subarray(row * PIXELS, (row + 1) * PIXELS)])),
    labels: Uint8Array.from(order, (row) => labels[row]!),
  };
}

export const halvesDataset: Dataset = {
  id: 'own',
  title: 'Halves',
  fingerprint: 'halves',
  classes: 3,
  train: inCanonicalOrder(halves(150)),
  heldOut: 30,
  test: inCanonicalOrder(halves(60)),
};
