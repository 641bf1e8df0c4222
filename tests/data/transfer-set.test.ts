import { describe, expect, test } from 'vitest';
import type { Rows } from '../../src/core/stages.ts';
import { batchDraw } from '../../src/data/batches.ts';
import { drawsLike, labelsOf, rowsOf, toldLike } from '../../src/data/transfer-set.ts';

const labels = Uint8Array.from({ length: 400 }, (_, row) => row % 10);
const rows = (changes: Partial<Rows> = {}): Rows => ({
  images: 200,
  labelled: 100,
  wrongLabels: 0,
  omittedClasses: [],
  ...changes,
});

describe('classes left out', () => {
  test('are in no batch, and all others are, once a pass', () => {
    const among = rows({ omittedClasses: [3, 7] });
    expect(rowsOf(among, labels)).toHaveLength(160);
    const draw = batchDraw({ seed: 1, rows: among }, 32, labels);
    const pass = [0, 1, 2, 3, 4].flatMap((step) => [...draw(step)]);
    expect(pass.sort((a, b) => a - b)).toEqual([...rowsOf(among, labels)]);
    expect(new Set(pass.map((row) => labels[row]))).toEqual(new Set([0, 1, 2, 4, 5, 6, 8, 9]));
  });

  test('nothing left is an error that says what was left out', () => {
    expect(() => rowsOf(rows({ images: 3, omittedClasses: [0, 1, 2] }), labels)).toThrow('classes 0, 1, 2');
  });

  test('without any, batches are what they were', () => {
    const draw = batchDraw({ seed: 5, rows: rows() }, 50, labels);
    expect(new Set([0, 1, 2, 3].flatMap((step) => [...draw(step)])).size).toBe(200);
  });
});

describe('wrong labels', () => {
  const told = (changes: Partial<Rows>, seed = 1) => labelsOf({ seed, rows: rows(changes) }, labels, 10);
  const changed = (given: Uint8Array) => [...given.keys()].filter((row) => given[row] !== labels[row]);

  test.each([0, 0.2, 0.6, 1])('a share of %d is exact, and only of the labelled rows', (wrongLabels) => {
    const wrong = changed(told({ wrongLabels }));
    expect(wrong).toHaveLength(100 * wrongLabels);
    expect(Math.max(-1, ...wrong)).toBeLessThan(100);
  });

  test('are another class, each about as often', () => {
    const many = Uint8Array.from({ length: 9000 }, () => 4);
    const given = labelsOf(
      { seed: 1, rows: rows({ images: 9000, labelled: 9000, wrongLabels: 1 }) },
      many,
      10,
    );
    const counts = Array.from({ length: 10 }, (_, c) => given.filter((label) => label === c).length);
    expect(counts[4]).toBe(0);
    // 1,000 expected of each of nine; a standard deviation is 30.
    counts.forEach((count, c) => c === 4 || expect(Math.abs(count - 1000)).toBeLessThan(120));
  });

  test('are the same for one seed and differ for another; the true ones stay as they are', () => {
    expect(told({ wrongLabels: 0.4 })).toEqual(told({ wrongLabels: 0.4 }));
    expect(told({ wrongLabels: 0.4 }, 2)).not.toEqual(told({ wrongLabels: 0.4 }, 1));
    expect(labels.every((label, row) => label === row % 10)).toBe(true);
  });

  test('do not name a class that is left out, and keep their share among what is shown', () => {
    const given = told({ wrongLabels: 0.5, omittedClasses: [3] });
    const wrong = changed(given);
    expect(wrong).toHaveLength(45); // of 90 labelled rows that are shown
    for (const row of wrong) {
      expect(given[row]).not.toBe(3);
      expect(labels[row]).not.toBe(3);
    }
  });

  test('one class has no other', () => {
    const single = new Uint8Array(10);
    expect(labelsOf({ seed: 1, rows: rows({ images: 10, wrongLabels: 1 }) }, single, 1)).toEqual(single);
  });
});

test('who draws and who is told alike', () => {
  const member = (seed: number, changes: Partial<Rows> = {}) => ({ seed, rows: rows(changes) });
  expect(drawsLike(member(1), member(1, { labelled: 5, wrongLabels: 0.5 }))).toBe(true);
  expect(drawsLike(member(1), member(2))).toBe(false);
  expect(drawsLike(member(1), member(1, { omittedClasses: [3] }))).toBe(false);
  expect(drawsLike(member(1, { images: 3 }), member(1))).toBe(false);
  expect(toldLike(member(1), member(2))).toBe(true); // the truth is one
  expect(toldLike(member(1, { wrongLabels: 0.5 }), member(2, { wrongLabels: 0.5 }))).toBe(false);
  expect(toldLike(member(1, { wrongLabels: 0.5 }), member(1))).toBe(false);
});
