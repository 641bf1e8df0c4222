// Fixtures are from scipy 1.17.1, each with the expression that gave it; `stats` is scipy.stats.
import { describe, expect, test } from 'vitest';
import { holm, mcNemarP, pairedT, signFlipP, smallestSignFlipP } from '../../src/core/statistics.ts';

/** Relative, as far as scipy and we agree. */
const CLOSE = 1e-6;
const relative = (actual: number, expected: number) => Math.abs(actual - expected) / Math.abs(expected);

/**
 * r = stats.ttest_1samp(d, 0); ci = r.confidence_interval(.95)
 * [sum(d) / len(d), (ci.high - ci.low) / 2, r.pvalue]
 * stats.permutation_test((d,), lambda x, axis: x.sum(axis=axis), permutation_type='samples', n_resamples=inf).pvalue
 */
const PAIRED = [
  {
    d: [-313, -290, -341, -277, -308],
    t: [-305.8, 30.254335142410127, 9.592415834316138e-6],
    signFlip: 0.0625,
  },
  { d: [3, -2, 5, 1], t: [1.75, 4.751517739986459, 0.32576571053495285], signFlip: 0.375 },
  {
    d: [12, 0, -7, 3, 3, 9, -1, 2],
    t: [2.625, 4.914322088501728, 0.2470065274536529],
    signFlip: 0.265625,
  },
  {
    d: [-40, 10, 5, -20, -13, -60, 8, -2, -9, -31, -4, -17],
    t: [-14.416666666666666, 13.293046878148402, 0.03605039651808239],
    signFlip: 0.0302734375,
  },
] as const;

describe('paired differences', () => {
  test.each(PAIRED)('$d as scipy has them', ({ d, t, signFlip }) => {
    const { mean, halfWidth, p } = pairedT(d);
    [mean, halfWidth, p].forEach((value, i) => expect(relative(value, t[i]!)).toBeLessThan(CLOSE));
    expect(signFlipP(d)).toBe(signFlip);
  });

  test('the t interval and its p at degrees of freedom from 1 to 127', () => {
    // [stats.t.ppf(.975, df), 2 * stats.t.cdf(-2.3, df), 2 * stats.t.cdf(-12.5, df)]
    const fixtures: readonly (readonly [number, number, number, number])[] = [
      [1, 12.706204736174694, 0.13054758708862277, 0.025410673666115897],
      [2, 4.302652729749462, 0.07407407407407408, 0.003169604051772342],
      [4, 2.7764451051977934, 0.04146951855619118, 0.00011780802344634986],
      [9, 2.262157162798205, 0.023499694460931576, 2.717156590890327e-7],
      [29, 2.045229642132703, 0.014418616208827034, 1.6697399507287554e-13],
      [127, 1.9788195347028539, 0.011539837593523578, 3.5758509314567886e-24],
    ];
    for (const [df, quantile, p1, p2] of fixtures) {
      // n values of mean t and standard error 1: half of them above it and half below.
      const n = df + 1;
      const sample = (t: number) => {
        const around = Array.from({ length: n }, (_, i) => i - (n - 1) / 2);
        const deviation = Math.sqrt(around.reduce((sum, x) => sum + x * x, 0) / (n - 1));
        return around.map((x) => t + (x * Math.sqrt(n)) / deviation);
      };
      expect(relative(pairedT(sample(2.3)).halfWidth, quantile)).toBeLessThan(CLOSE);
      expect(relative(pairedT(sample(2.3)).p, 2 * p1)).toBeLessThan(CLOSE);
      expect(relative(pairedT(sample(12.5)).p, 2 * p2)).toBeLessThan(CLOSE);
    }
  });

  test('no spread at all, and a single pair', () => {
    expect(pairedT([0, 0, 0])).toEqual({ mean: 0, halfWidth: 0, p: 1 });
    // No spread is no certainty: three signs of one kind can be no rarer than this.
    expect(pairedT([4, 4, 4])).toEqual({ mean: 4, halfWidth: 0, p: 0.25 });
    expect(() => pairedT([1])).toThrow('two pairs');
  });
});

describe('sign flips, counted by hand', () => {
  test('three of one sign: only all plus and all minus are as far', () => {
    expect(signFlipP([1, 2, 4])).toBe(2 / 8);
    expect(smallestSignFlipP(3)).toBe(2 / 8);
  });

  test('1, 2, -4: sums are +-7, +-5, +-3, +-1, and three of four pairs are as far as 1', () => {
    expect(signFlipP([1, 2, -4])).toBe(1);
    expect(signFlipP([1, -2, 4])).toBe(6 / 8);
    expect(signFlipP([-1, 2, 4])).toBe(4 / 8);
  });

  test('a zero counts either way, and all zeros show nothing', () => {
    expect(signFlipP([0, 3])).toBe(1);
    expect(signFlipP([0, 0])).toBe(1);
  });

  test('thirty pairs are exact too', () => {
    expect(signFlipP(Array.from({ length: 30 }, () => -5))).toBe(smallestSignFlipP(30));
  });
});

test.each([
  // stats.binomtest(b, b + c, .5).pvalue
  [10, 25, 0.016673847800120715],
  [0, 5, 0.0625],
  [400, 120, 3.411848214264895e-36],
  [7, 7, 1],
  [1500, 1400, 0.06598734966518463],
])('McNemar of %d and %d as scipy has it', (b, c, p) => {
  expect(relative(mcNemarP(b, c), p)).toBeLessThan(CLOSE);
  expect(mcNemarP(c, b)).toBe(mcNemarP(b, c));
});

test('Holm, by hand', () => {
  // Sorted .01, .02, .03, .04: times 4, 3, 2, 1 are .04, .06, .06, .04, and none may be less than the one before.
  const corrected = holm([0.04, 0.01, 0.03, 0.02]);
  [0.06, 0.04, 0.06, 0.06].forEach((p, i) => expect(corrected[i]).toBeCloseTo(p, 12));
  expect(holm([0.3])).toEqual([0.3]);
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});
