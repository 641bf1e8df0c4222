/**
 * What a run has shown, in the form that others read: one verdict for each pair of arms that the experiment compares.
 * With several seeds the paired-t interval over seeds decides, with one seed only McNemar's test on the test images can be
 * asked, which says nothing about other seeds. Several comparisons in one run are corrected for their number.
 */
import type { Conclusion, Result, Verdict } from './run-record.ts';
import { armKey, armOf, type Comparison } from './stages.ts';
import { holm, mcNemarP, pairedT, signFlipP, smallestSignFlipP, type PairedT } from './statistics.ts';

const ALPHA = 0.05;

/**
 * What comes out of logarithms and their like differs in its last digits from one JavaScript engine to the next; verdicts
 * of one run are the same wherever they are computed.
 */
function rounded(value: number): number {
  return Number(value.toPrecision(10));
}

/**
 * @param results of one population
 * @param comparisons pairs of its members
 * @returns the main comparison first: distilled against hard labels, as the experiment itself has its settings
 */
export function verdictsOf(
  results: readonly Result[],
  comparisons: readonly Comparison[],
): readonly Verdict[] {
  const pairs = comparisons.map(({ candidate, baseline, isMain = false }) => ({
    candidate: results.find(({ member }) => member === candidate)!,
    baseline: results.find(({ member }) => member === baseline)!,
    isMain,
  }));
  const byArms = new Map<string, typeof pairs>();
  for (const pair of pairs) {
    const key = `${armKey(pair.candidate)} ${armKey(pair.baseline)}`;
    byArms.set(key, [...(byArms.get(key) ?? []), pair]);
  }
  // The main comparison first; the sort is stable.
  const groups = [...byArms.values()].sort((a, b) => Number(b[0]!.isMain) - Number(a[0]!.isMain));
  const inIntegers = groups.filter(([pair]) => pair!.isMain).map((main) => main.flatMap(pairInIntegers));
  return judge([...groups, ...inIntegers.filter(canJudge)]);
}

/** Two networks of one seed. */
export interface Pair {
  readonly candidate: Result;
  readonly baseline: Result;
  /** Both networks in it, and their results of it. */
  readonly precision?: 'int8';
}

/** The same two networks in 8-bit integers, where they were measured so. */
function pairInIntegers({ candidate, baseline }: Pair): readonly Pair[] {
  const precision = 'int8';
  const [one, other] = [candidate, baseline].map((result) => {
    const found = result.quantised?.find((quantised) => quantised.precision === precision);
    const { against = [], testErrors } = found ?? {};
    return testErrors === undefined ? undefined : { ...result, testErrors, against };
  });
  return one && other ? [{ candidate: one, baseline: other, precision }] : [];
}

/** @returns whether `judge` can: one pair is compared image by image, which must have been counted when it was measured */
export function canJudge(pairs: readonly Pair[]): boolean {
  return pairs.length > 1 || (pairs[0] !== undefined && imagesApart(pairs[0]) !== undefined);
}

function imagesApart({ candidate, baseline }: Pair) {
  return candidate.against?.find(({ member }) => member === baseline.member);
}

/**
 * @param groups of pairs of the same two arms, one a seed, each of which `canJudge`
 * @returns a verdict for each, corrected for their number
 */
export function judge(groups: readonly (readonly Pair[])[]): readonly Verdict[] {
  const tested = groups.map(test);
  const corrected = holm(tested.map(({ p }) => p)).map(rounded);
  return tested.map((one, i): Verdict => {
    const holmP = tested.length > 1 ? corrected[i]! : undefined;
    return {
      ...one,
      ...(holmP !== undefined && { holmP }),
      conclusion: conclude(one.meanDifference, Math.max(one.p, holmP ?? 0)),
    };
  });
}

function test(pairs: readonly Pair[]): Omit<Verdict, 'conclusion'> {
  const [{ candidate, baseline, precision }] = pairs as [Pair];
  const differences = pairs.map((pair) => pair.candidate.testErrors - pair.baseline.testErrors);
  const common = {
    candidate: armOf(candidate),
    baseline: armOf(baseline),
    metric: 'testErrors' as const,
    ...(precision && { precision }),
    seeds: pairs.length,
    differences,
  };
  if (pairs.length === 1) {
    const { onlyThisRight, onlyOtherRight } = imagesApart(pairs[0]!)!;
    return {
      ...common,
      meanDifference: differences[0]!,
      test: 'McNemar exact',
      p: rounded(mcNemarP(onlyThisRight, onlyOtherRight)),
    };
  }
  const t = pairedT(differences);
  return {
    ...common,
    meanDifference: t.mean,
    interval: intervalOf(t),
    test: 'paired t 95 %',
    p: rounded(t.p),
    signFlipP: signFlipP(differences),
    smallestP: smallestSignFlipP(pairs.length),
  };
}

/** Of the mean, as verdicts have it. */
export function intervalOf({ mean, halfWidth }: PairedT): readonly [low: number, high: number] {
  return [rounded(mean - halfWidth), rounded(mean + halfWidth)];
}

/** Negative differences are fewer errors. */
function conclude(meanDifference: number, p: number): Conclusion {
  if (p >= ALPHA) return 'NO DIFFERENCE SHOWN';
  return meanDifference < 0 ? 'BETTER' : 'WORSE';
}
