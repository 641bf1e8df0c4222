// What is read from logits, against cases that can be checked by hand.
import { describe, expect, test } from 'vitest';
import {
  confidence,
  disagreements,
  entropyBits,
  imagesBehind,
  leastSure,
  similarityMatrix,
  softened,
} from '../../src/core/answers.ts';

/** Logits whose softmax is exactly this. */
const logitsOf = (...rows: readonly (readonly number[])[]) => Float32Array.from(rows.flat(), Math.log);
const near = (values: readonly number[], digits = 6) =>
  values.map((value) => expect.closeTo(value, digits) as number);

describe('softened answers', () => {
  // A worked example that is often printed wrong: (.89, .06, .03, .02) at T = 4 is (.43, .22, .18, .17).
  test('are softmax(z / T)', () => {
    const logits = logitsOf([0.5, 0.5, 0.5, 0.5], [0.89, 0.06, 0.03, 0.02]);
    expect(softened(logits, 1, 4, 1)).toEqual(near([0.89, 0.06, 0.03, 0.02]));
    expect(softened(logits, 1, 4, 4).map((p) => Number(p.toFixed(2)))).toEqual([0.43, 0.22, 0.18, 0.17]);
  });

  test('are all alike at T → ∞, and the top answer alone at T → 0', () => {
    const logits = logitsOf([0.7, 0.2, 0.1]);
    expect(softened(logits, 0, 3, Infinity)).toEqual(near([1 / 3, 1 / 3, 1 / 3]));
    expect(softened(logits, 0, 3, 1e-3)).toEqual(near([1, 0, 0]));
  });

  test('entropy is 0 bits of what is sure and log2 of the classes of what is not', () => {
    expect(entropyBits([1, 0, 0, 0])).toBeCloseTo(0);
    expect(entropyBits([0.25, 0.25, 0.25, 0.25])).toBeCloseTo(2);
    expect(entropyBits([0.5, 0.25, 0.25, 0])).toBeCloseTo(1.5);
  });
});

test('the similarity matrix has the mean of the softened answers of each true class', () => {
  const logits = logitsOf([0.8, 0.1, 0.1], [0.6, 0.3, 0.1], [0.2, 0.5, 0.3]);
  expect(similarityMatrix(logits, Uint8Array.of(0, 0, 1), 3, 1)).toEqual([
    near([0.7, 0.2, 0.1]),
    near([0.2, 0.5, 0.3]),
    [0, 0, 0],
  ]);
});

test('behind a cell are the images of its class that are most of the other one', () => {
  const logits = logitsOf([0.9, 0.1], [0.3, 0.7], [0.6, 0.4], [0.1, 0.9]);
  const labels = Uint8Array.of(0, 0, 0, 1);
  expect(imagesBehind(logits, labels, 2, { label: 0, answer: 1 }, 5)).toEqual([1, 2, 0]);
  expect(imagesBehind(logits, labels, 2, { label: 0, answer: 1 }, 2)).toEqual([1, 2]);
});

test('disagreements come with those first of which both networks are sure', () => {
  const first = logitsOf([0.9, 0.1, 0], [0.6, 0.4, 0], [0.9, 0.1, 0], [0, 0.9, 0.1]);
  const second = logitsOf([0.2, 0.8, 0], [0.01, 0.99, 0], [0.8, 0.2, 0], [0, 0.2, 0.8]);
  const labels = Uint8Array.of(0, 1, 0, 0);
  const rows = (which: Parameters<typeof disagreements>[4]) => disagreements(first, second, labels, 3, which);
  expect(rows('any')).toEqual([0, 3, 1]);
  expect(rows('onlyFirstRight')).toEqual([0]);
  expect(rows('onlySecondRight')).toEqual([1]);
  expect(rows('bothWrong')).toEqual([3]);
});

test('the least sure come first', () => {
  const logits = logitsOf([0.9, 0.1], [0.45, 0.55], [0.3, 0.7]);
  expect(confidence(logits, 1, 2)).toBeCloseTo(0.55);
  expect(leastSure(logits, { images: new Uint8Array(), labels: new Uint8Array(3), classes: 2 })).toEqual([
    1, 2, 0,
  ]);
});
