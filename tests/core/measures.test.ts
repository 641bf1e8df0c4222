import { describe, expect, test } from 'vitest';
import { answersWithBias, biasMatchingPrior, biasSteps } from '../../src/core/class-prior.ts';
import {
  answerBytes,
  calibrationError,
  confusionMatrix,
  discordant,
  inheritedErrors,
  meanKl,
  perClassAccuracy,
  reliability,
} from '../../src/core/measures.ts';

/** Logits whose softmax is these probabilities. */
const logits = (...rows: readonly (readonly number[])[]) => Float32Array.from(rows.flat().map(Math.log));
const labels = (...values: readonly number[]) => Uint8Array.from(values);

describe('by hand', () => {
  const answers = logits([0.7, 0.2, 0.1], [0.5, 0.3, 0.2], [0.1, 0.8, 0.1], [0.2, 0.2, 0.6]);
  const truth = labels(0, 1, 1, 2);

  test('the confusion matrix: true classes are rows', () => {
    expect(confusionMatrix(answers, truth, 3)).toEqual([
      [1, 0, 0],
      [1, 1, 0],
      [0, 0, 1],
    ]);
  });

  test('accuracy by class, null where a class has no image', () => {
    expect(perClassAccuracy(confusionMatrix(answers, truth, 3))).toEqual([1, 0.5, 1]);
    expect(
      perClassAccuracy([
        [0, 0],
        [0, 2],
      ]),
    ).toEqual([null, 1]);
  });

  test('reliability and ECE', () => {
    // Bins of a fifteenth: .5 is in (7/15, 8/15], .6 in (8/15, 9/15], .7 in (10/15, 11/15], .8 in (11/15, 12/15].
    const bins = reliability(answers, truth, 3);
    expect(bins.map(({ images, accuracy }) => [images, accuracy])).toEqual([
      [1, 0],
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    [0.5, 0.6, 0.7, 0.8].forEach((confidence, i) => expect(bins[i]!.confidence).toBeCloseTo(confidence, 6));
    expect(calibrationError(bins)).toBeCloseTo((0.5 + 0.4 + 0.3 + 0.2) / 4, 6);
  });

  test('answers as sure as they are right have no calibration error', () => {
    const sure = logits([0.75, 0.25], [0.75, 0.25], [0.25, 0.75], [0.75, 0.25]);
    const bins = reliability(sure, labels(0, 0, 1, 1), 2);
    expect(bins).toHaveLength(1);
    expect(calibrationError(bins)).toBeCloseTo(0, 6);
  });

  test('KL: T divides both, classes are summed, images averaged', () => {
    const teacher = logits([0.75, 0.25], [0.5, 0.5]);
    const student = logits([0.5, 0.5], [0.5, 0.5]);
    const one = 0.75 * Math.log(1.5) + 0.25 * Math.log(0.5);
    expect(meanKl(teacher, student, 2, 1)).toBeCloseTo(one / 2, 6);
    const wide = logits([0.9, 0.1], [0.5, 0.5]); // ln 9 at T = 2 is ln 3
    expect(meanKl(wide, student, 2, 2)).toBeCloseTo(one / 2, 6);
    expect(meanKl(teacher, teacher, 2, 5)).toBe(0);
  });

  test('errors that a student has from its teacher', () => {
    const teacher = logits([0.9, 0.1, 0], [0.1, 0.9, 0], [0, 0.2, 0.8], [0.6, 0.3, 0.1]);
    const student = logits([0.8, 0.1, 0.1], [0.1, 0.1, 0.8], [0, 0.2, 0.8], [0.1, 0.3, 0.6]);
    // The teacher errs on images 1, 2 and 3; the student gives its answer on 2 only.
    expect(inheritedErrors(teacher, student, labels(0, 0, 0, 2), 3)).toEqual({ teacherErrors: 3, same: 1 });
  });

  test('images that only one of two gets right', () => {
    const a = logits([0.9, 0.1], [0.9, 0.1], [0.9, 0.1], [0.1, 0.9]);
    const b = logits([0.9, 0.1], [0.1, 0.9], [0.1, 0.9], [0.9, 0.1]);
    expect(discordant(a, b, labels(0, 0, 1, 0), 2)).toEqual({ onlyThisRight: 1, onlyOtherRight: 2 });
  });

  test('memory while answering: weights, and the largest layer’s input and output', () => {
    const mlp = { kind: 'mlp', inputs: 784, hidden: [30, 30], classes: 10 } as const;
    expect(answerBytes(mlp)).toBe(4 * (784 * 30 + 30 + 30 * 30 + 30 + 30 * 10 + 10 + 784 + 30));
  });
});

describe('the bias of a class that was left out', () => {
  // Class 2 was not shown: it loses by these margins.
  const margins = [0.5, 1, 1.5, 2, 4, 6];
  const answers = Float32Array.from(margins.flatMap((margin) => [margin, -9, 0]));
  const truth = labels(2, 2, 0, 2, 0, 0);

  test('makes it come up as often as it should', () => {
    const bias = biasMatchingPrior(answers, truth, 3, [2]);
    expect(bias).toBeCloseTo(1.75, 6); // three of six: between the third and the fourth margin
    const { errors, images, perClassAccuracy: accuracy } = answersWithBias(answers, truth, 3, [2], bias);
    expect([images, errors]).toEqual([6, 2]);
    expect(accuracy).toEqual([2 / 3, null, 2 / 3]);
  });

  test('is one for all classes that were left out, and knows none and all of them', () => {
    expect(biasMatchingPrior(answers, truth, 3, [1, 2])).toBeCloseTo(1.75, 6);
    expect(biasMatchingPrior(answers, labels(0, 0, 0, 0, 0, 0), 3, [2])).toBeLessThan(0.5);
    expect(biasMatchingPrior(answers, labels(2, 2, 2, 2, 2, 2), 3, [2])).toBeGreaterThan(6);
  });

  test('has steps of a tenth on both sides of it and of zero', () => {
    const steps = biasSteps(1.75);
    expect(steps).toContain(0);
    expect(steps[0]).toBe(-2);
    expect(steps.at(-1)).toBe(4.8);
    expect(biasSteps(12).at(-1)).toBe(15);
    for (const far of [1e4, -1e4]) {
      expect(biasSteps(far).length).toBeLessThan(110);
      expect(biasSteps(far)).toContain(0);
    }
  });
});
