/**
 * Is a difference real? Tests of paired differences, one a seed, and of two networks on the same images. Checked against
 * scipy in tests/core/statistics.test.ts; Student's t comes from a library.
 */
import jstat from 'jstat';
import { deviationOf, meanOf } from './summary.ts';

const { studentt } = jstat.jStat;

export interface PairedT {
  readonly mean: number;
  /** Half of the confidence interval around the mean. */
  readonly halfWidth: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * Student's t on paired differences (Student 1908).
 * @param differences one a pair
 * @param level of the interval, such as 0.95
 * @throws RangeError for fewer than two pairs
 */
export function pairedT(differences: readonly number[], level = 0.95): PairedT {
  const n = differences.length;
  if (n < 2) throw new RangeError(`A paired t needs two pairs or more, and got ${n}.`);
  const mean = meanOf(differences);
  const error = deviationOf(differences) / Math.sqrt(n);
  const halfWidth = studentt.inv(0.5 + level / 2, n - 1) * error;
  // Without any spread there is nothing to estimate an error from: what signs alone can tell.
  if (error === 0) return { mean, halfWidth, p: mean === 0 ? 1 : smallestSignFlipP(n) };
  return { mean, halfWidth, p: 2 * studentt.cdf(-Math.abs(mean / error), n - 1) };
}

/**
 * The exact sign-flip p (Fisher 1935): the share of the 2^n ways to give differences a sign whose sum is as far from zero
 * as the one seen. Counts ways by their sum, so any number of pairs is exact.
 * @param differences whole numbers, one a pair
 */
export function signFlipP(differences: readonly number[]): number {
  const seen = Math.abs(differences.reduce((sum, d) => sum + d, 0));
  let ways = new Map([[0, 1]]);
  for (const difference of differences) {
    const next = new Map<number, number>();
    for (const [sum, count] of ways) {
      for (const signed of [sum + difference, sum - difference])
        next.set(signed, (next.get(signed) ?? 0) + count);
    }
    ways = next;
  }
  let extreme = 0;
  for (const [sum, count] of ways) if (Math.abs(sum) >= seen) extreme += count;
  return extreme / 2 ** differences.length;
}

/** The least sign-flip p that so many pairs can have: all on one side. */
export function smallestSignFlipP(pairs: number): number {
  return 2 ** (1 - pairs);
}

/**
 * McNemar's test in its exact form: two-sided binomial over the images that only one of two networks gets right (McNemar
 * 1947).
 */
export function mcNemarP(onlyFirst: number, onlySecond: number): number {
  const n = onlyFirst + onlySecond;
  const few = Math.min(onlyFirst, onlySecond);
  let logChoose = 0; // log of n over k
  let tail = 0;
  for (let k = 0; k <= few; k++) {
    tail += Math.exp(logChoose - n * Math.LN2);
    logChoose += Math.log((n - k) / (k + 1));
  }
  return Math.min(1, 2 * tail);
}

/**
 * p-values of several comparisons, corrected so that one false alarm among all is as unlikely as in a single test (Holm
 * 1979).
 * @returns in the order of `ps`
 */
export function holm(ps: readonly number[]): readonly number[] {
  const order = ps.map((_, i) => i).sort((a, b) => ps[a]! - ps[b]!);
  const corrected = new Array<number>(ps.length).fill(1);
  let largest = 0;
  order.forEach((i, rank) => {
    largest = Math.max(largest, Math.min(1, (ps.length - rank) * ps[i]!));
    corrected[i] = largest;
  });
  return corrected;
}
