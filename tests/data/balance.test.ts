import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interleaveByClass, splitByStride } from '../../src/data/balance.ts';

const labelLists = fc.uint8Array({ max: 9, maxLength: 300 });

function countByClass(labels: Uint8Array, rows: Iterable<number>): number[] {
  const counts = new Array<number>(10).fill(0);
  for (const row of rows) counts[labels[row]!]! += 1;
  return counts;
}

test('classes take turns, in order, and within a class the rows keep theirs', () => {
  const labels = Uint8Array.of(2, 2, 0, 1, 0, 2);
  expect([...interleaveByClass(labels, labels.keys())]).toEqual([2, 3, 0, 4, 1, 5]);
  expect([...interleaveByClass(labels, [5, 0, 4])]).toEqual([4, 5, 0]);
  expect([...interleaveByClass(labels, [])]).toEqual([]);
});

test('a row without a label is a programming error', () => {
  expect(() => interleaveByClass(Uint8Array.of(1), [1])).toThrow(/Row 1 has no label; there are 1/);
});

test('the order is a permutation of the rows', () => {
  fc.assert(
    fc.property(labelLists, (labels) => {
      const order = interleaveByClass(labels, labels.keys());
      expect([...order].sort((a, b) => a - b)).toEqual([...labels.keys()]);
    }),
    { numRuns: 200 },
  );
});

test('in every prefix, classes that have rows left are level', () => {
  fc.assert(
    fc.property(labelLists, fc.nat(300), (labels, cut) => {
      const order = interleaveByClass(labels, labels.keys());
      const total = countByClass(labels, order);
      const soFar = countByClass(labels, order.subarray(0, cut));
      const most = Math.max(...soFar);
      soFar.forEach((count, label) =>
        expect(count).toBeGreaterThanOrEqual(Math.min(total[label]!, most - 1)),
      );
    }),
    { numRuns: 200 },
  );
});

test('every prefix of 10 k rows of a balanced set has k of each class', () => {
  const shuffled = fc.shuffledSubarray(
    Array.from({ length: 200 }, (_, i) => i % 10),
    { minLength: 200 },
  );
  fc.assert(
    fc.property(shuffled, fc.nat(20), (list, k) => {
      const labels = Uint8Array.from(list);
      const prefix = interleaveByClass(labels, labels.keys()).subarray(0, 10 * k);
      expect(countByClass(labels, prefix)).toEqual(new Array(10).fill(k));
    }),
    { numRuns: 200 },
  );
});

test('a split takes one row in `stride`, evenly over the classes, and loses none', () => {
  fc.assert(
    fc.property(labelLists, fc.integer({ min: 2, max: 20 }), (labels, stride) => {
      const { kept, taken } = splitByStride(labels, labels.keys(), stride);
      expect([...kept, ...taken].sort((a, b) => a - b)).toEqual([...labels.keys()]);
      expect(Math.abs(taken.length - labels.length / stride)).toBeLessThanOrEqual(1);
      const total = countByClass(labels, labels.keys());
      countByClass(labels, taken).forEach((count, label) => {
        expect(Math.abs(count - total[label]! / stride)).toBeLessThan(1);
      });
    }),
    { numRuns: 200 },
  );
});
