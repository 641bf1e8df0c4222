import { describe, expect, test } from 'vitest';
import {
  agreement,
  combineTeachers,
  evaluate,
  gapClosed,
  logSoftTargets,
  logSumExp,
  topAnswer,
} from '../../src/core/metrics.ts';

describe('evaluate', () => {
  test('against values worked by hand', () => {
    // Row 1: softmax(0, ln 3) = (1/4, 3/4); row 2: softmax(ln 4, 0) = (4/5, 1/5).
    const logits = Float32Array.of(0, Math.log(3), Math.log(4), 0);
    const result = evaluate(logits, Uint8Array.of(1, 1), 2);
    expect(result).toMatchObject({ images: 2, errors: 1, accuracy: 0.5 });
    expect(result.loss).toBeCloseTo((-Math.log(3 / 4) - Math.log(1 / 5)) / 2, 6);
  });

  test('is finite for logits of 10,000 and unchanged by a constant', () => {
    const logits = Float32Array.of(1e4, -1e4, 0);
    expect(evaluate(logits, Uint8Array.of(1), 3).loss).toBeCloseTo(2e4, 6);
    const shifted = logits.map((z) => z + 64);
    expect(evaluate(shifted, Uint8Array.of(0), 3).loss).toBeCloseTo(
      evaluate(logits, Uint8Array.of(0), 3).loss,
      6,
    );
  });

  test('a NaN is no answer, and the first of equals is', () => {
    expect(topAnswer(Float32Array.of(1, NaN, 0), 0, 3)).toBe(0);
    expect(topAnswer(Float32Array.of(NaN, 0, 1), 0, 3)).toBe(2);
    expect(topAnswer(Float32Array.of(2, 2, 1), 0, 3)).toBe(0);
  });
});

describe('soft targets', () => {
  test('a worked example: (.89, .06, .03, .02) at T = 4 is (.43, .22, .18, .17)', () => {
    const logits = Float32Array.of(0.89, 0.06, 0.03, 0.02).map(Math.log);
    const soft = logSoftTargets(logits, 4, 4).map(Math.exp);
    [0.43, 0.22, 0.18, 0.17].forEach((p, c) => expect(Math.abs(soft[c]! - p)).toBeLessThan(0.005));
  });

  test('equal tails stay equal, and T divides logits, not probabilities', () => {
    const logits = Float32Array.of(5, 1, 1, 1);
    const soft = logSoftTargets(logits, 4, 10);
    expect(soft[1]).toBe(soft[2]);
    expect(soft[0]! - soft[1]!).toBeCloseTo(0.4, 6);
    expect(logSumExp(logits, 0, 4, 10)).toBeCloseTo(Math.log(Math.exp(0.5) + 3 * Math.exp(0.1)), 6);
  });
});

test('agreement counts equal top answers', () => {
  const a = Float32Array.of(1, 0, 0, 1, 1, 0);
  const b = Float32Array.of(2, 0, 1, 0, 3, 1);
  expect(agreement(a, b, 2)).toBeCloseTo(2 / 3, 12);
  expect(agreement(a, a, 2)).toBe(1);
});

test('the gap closed is absent where the teacher is not better', () => {
  expect(gapClosed(0.94, 0.91, 0.96)).toBeCloseTo(0.6, 12);
  expect(gapClosed(0.9, 0.91, 0.96)).toBeLessThan(0);
  expect(gapClosed(0.94, 0.96, 0.96)).toBeUndefined();
  expect(gapClosed(0.94, 0.97, 0.96)).toBeUndefined();
});

test('teachers are combined as probabilities or as logits', () => {
  const a = Float32Array.of(Math.log(3), 0); // (3/4, 1/4)
  const b = Float32Array.of(0, 0); // (1/2, 1/2)
  const mean = combineTeachers([a, b], 2, 'meanProbabilities').map(Math.exp);
  expect(mean[0]).toBeCloseTo(5 / 8, 6);
  expect([...combineTeachers([a, b], 2, 'meanLogits')]).toEqual([
    Math.fround(Math.fround(Math.log(3)) / 2),
    0,
  ]);
  // Teachers that are very sure: probabilities of e^-300, which no float32 holds, keep their logarithm.
  const [sure, surer] = [Float32Array.of(300, 0), Float32Array.of(320, 0)];
  const both = combineTeachers([sure, surer], 2, 'meanProbabilities');
  expect(both[0]).toBeCloseTo(0, 6);
  expect(both[1]! / (-300 - Math.log(2))).toBeCloseTo(1, 6);
  expect(combineTeachers([a], 2, 'meanProbabilities')).toBe(a);
  expect(() => combineTeachers([], 2, 'meanLogits')).toThrow('at least one teacher');
});
