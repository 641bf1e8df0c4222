import { expect, test } from 'vitest';
import { gaussian, hash, mix32, permutation, streamKey, uniform } from '../../src/core/random.ts';

// Every implementation of the hash, in any language, must give these: changing them changes every run ever recorded.
test('golden vector', () => {
  expect([0, 1, 2, 0xffffffff].map(mix32)).toEqual([0, 1753845952, 3507691905, 1734902346]);
  expect([0, 1, 2, 3].map((counter) => hash(1, counter))).toEqual([
    2692512407, 2136536683, 587229646, 5305586,
  ]);
  expect(streamKey(1, 'shuffle', 0)).toBe(1625535910);
  expect(streamKey(1, 'hiddenDropout', 1, 7)).toBe(3726150156);
});

test('streams, seeds and indices give different numbers', () => {
  const keys = [
    streamKey(1, 'parameters'),
    streamKey(2, 'parameters'),
    streamKey(1, 'shuffle'),
    streamKey(1, 'shuffle', 0),
    streamKey(1, 'shuffle', 1),
    streamKey(1, 'shuffle', 0, 0),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test('uniform numbers fill [0, 1) evenly and are exact in float32', () => {
  const draws = Array.from({ length: 20_000 }, (_, i) => uniform(42, i));
  const buckets = new Array<number>(10).fill(0);
  for (const u of draws) buckets[Math.floor(u * 10)]!++;
  // Chi-squared with 9 degrees of freedom: 27.9 is exceeded once in a thousand.
  const chi2 = buckets.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
  expect(chi2).toBeLessThan(27.9);
  expect(draws.every((u) => Math.fround(u) === u && u < 1)).toBe(true);
});

test('gaussian numbers have mean 0, variance 1 and no infinities', () => {
  const draws = Array.from({ length: 50_000 }, (_, i) => gaussian(7, i));
  const mean = draws.reduce((a, b) => a + b) / draws.length;
  const variance = draws.reduce((a, b) => a + b * b, 0) / draws.length;
  expect(Math.abs(mean)).toBeLessThan(0.02); // 4.5 standard errors
  expect(Math.abs(variance - 1)).toBeLessThan(0.03);
  expect(draws.every(Number.isFinite)).toBe(true);
});

test('a permutation holds every row once and depends on its key', () => {
  const a = permutation(streamKey(1, 'shuffle', 0), 1000);
  const b = permutation(streamKey(1, 'shuffle', 1), 1000);
  expect([...a].sort((x, y) => x - y)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  expect([...a]).not.toEqual([...b]);
  // About one fixed point is expected of a random permutation.
  expect(a.filter((row, i) => row === i).length).toBeLessThan(8);
});
