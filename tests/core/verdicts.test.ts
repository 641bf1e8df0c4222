import { describe, expect, test } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import { DEFAULT_EXPERIMENT as quick } from '../../src/core/presets.ts';
import { resultOf } from '../../src/core/run-record.ts';
import { verdictWords } from '../../src/core/verdict-words.ts';
import { verdictsOf } from '../../src/core/verdicts.ts';
import { measuredOf } from './measured.ts';

/** Verdicts of the students of an experiment, of whom member `s` made `errors(s)` errors. */
function verdicts(config: ExperimentConfig, errors: (member: number) => number, discordant = [450, 130]) {
  const students = compile(config).at(-1)!;
  const results = students.members.map((_, s) => {
    const against = students.comparisons
      .filter(({ candidate }) => candidate === s)
      .map(({ baseline }) => ({
        member: baseline,
        onlyThisRight: discordant[0]!,
        onlyOtherRight: discordant[1]!,
      }));
    return resultOf(students, s, 269_322, measuredOf(errors(s), { against }));
  });
  return verdictsOf(results, students.comparisons);
}

const five: ExperimentConfig = { ...quick, seeds: 5 };

describe('over seeds', () => {
  // Members are the five hard-label students, then the five distilled ones.
  test('pairs are of one seed, and the interval decides', () => {
    const errors = [960, 970, 980, 950, 940, 640, 645, 635, 660, 610];
    const [verdict] = verdicts(five, (s) => errors[s]!);
    expect(verdict!.differences).toEqual([-320, -325, -345, -290, -330]);
    expect(verdict).toMatchObject({
      candidate: { role: 'distilled', method: 'softTargets' },
      baseline: { role: 'hardLabel', method: 'labels' },
      seeds: 5,
      meanDifference: -322,
      test: 'paired t 95 %',
      signFlipP: 0.0625,
      smallestP: 0.0625,
      conclusion: 'BETTER',
    });
    expect(verdict!.interval![1]).toBeLessThan(0);
    expect(verdict!.holmP).toBeUndefined(); // one comparison
  });

  test('more errors are WORSE, and an interval around zero shows nothing', () => {
    expect(verdicts(five, (s) => (s < 5 ? 400 : 500) + ((s * s) % 7))[0]!.conclusion).toBe('WORSE');
    const mixed = [400, 410, 420, 430, 440, 420, 380, 450, 400, 460];
    const [verdict] = verdicts(five, (s) => mixed[s]!);
    expect(verdict!.conclusion).toBe('NO DIFFERENCE SHOWN');
    expect(verdictWords(verdict!, 10_000).sentence).toMatch(/^No difference shown: over 5 seeds/);
  });

  test('several comparisons are corrected, and the main one comes first', () => {
    const control = {
      ...five,
      distillation: { ...five.distillation, pseudoLabelControl: true },
    };
    const all = verdicts(control, (s) => [900, 600, 640][Math.floor(s / 5)]! + ((s * 7) % 5));
    expect(all.map(({ candidate, baseline }) => `${candidate.role} ${baseline.role}`)).toEqual([
      'distilled hardLabel',
      'pseudoLabel hardLabel',
      'distilled pseudoLabel',
    ]);
    for (const { p, holmP } of all) expect(holmP).toBeGreaterThanOrEqual(p);
  });

  test('of a varied setting the experiment’s own value is the main comparison', () => {
    const varied: ExperimentConfig = {
      ...five,
      vary: [{ path: 'distillation.temperature', values: [2, 8] }],
    };
    const [main, other] = verdicts(varied, (s) => (s < 5 ? 900 : 600) + s);
    expect(main!.candidate.setting).toBe('T = 8');
    expect(other!.candidate.setting).toBe('T = 2');
    expect(main!.baseline.setting).toBeUndefined(); // T is nothing to the hard-label student
  });

  test('an interval that leaves zero out only before correction shows nothing, and the words say why', () => {
    const config: ExperimentConfig = {
      ...five,
      seeds: 3,
      vary: [{ path: 'distillation.temperature', values: [1, 2, 4, 8, 20] }],
    };
    // Three hard-label students, then three for each T: only the last T is off, by about what its seeds differ.
    const all = verdicts(config, (s) => (s >= 15 ? [440, 430, 462][s - 15]! : 400 + ((s * 7) % 3)));
    const last = all.find(({ candidate }) => candidate.setting === 'T = 20')!;
    expect(last.interval![0]).toBeGreaterThan(0);
    expect(last.holmP).toBeGreaterThan(0.05);
    expect(last.conclusion).toBe('NO DIFFERENCE SHOWN');
    expect(verdictWords(last, 10_000).caution).toContain('one of several comparisons');
  });

  test('what is rounded to one error is one, and what is rounded to none is as many', () => {
    const twenty: ExperimentConfig = { ...quick, seeds: 20 };
    const fewer = (last: number) => verdicts(twenty, (s) => (s < 20 ? 900 : s < 39 ? 899 : last));
    expect(verdictWords(fewer(900)[0]!, 10_000).sentence).toContain(' 1 fewer error '); // 0.95 on average
    const one = verdicts(twenty, (s) => (s < 39 ? 900 : 901));
    expect(verdictWords({ ...one[0]!, meanDifference: 0.04 }, 10_000).sentence).toContain(
      'as many errors as',
    );
  });

  test('a wide interval is called wide', () => {
    const [verdict] = verdicts(five, (s) => (s < 5 ? 900 : [300, 1500, 800, 1100, 400][s - 5]!));
    expect(verdictWords(verdict!, 10_000).caution).toContain('wide');
  });
});

test('students of one teacher are judged given that teacher, and told so', () => {
  const [verdict] = verdicts(five, (s) => (s < 5 ? 900 : 600) + ((s * s) % 7));
  expect(verdictWords(verdict!, 10_000, true).evidence).toContain('this holds for that teacher');
  expect(verdictWords(verdict!, 10_000, false).evidence).not.toContain('teacher');
});

describe('of one seed', () => {
  test('McNemar speaks of the images only, and the words say that one seed shows little', () => {
    const [verdict] = verdicts(quick, (s) => (s === 0 ? 930 : 610));
    expect(verdict).toMatchObject({ seeds: 1, test: 'McNemar exact', conclusion: 'BETTER' });
    expect(verdict!.interval).toBeUndefined();
    const { sentence, caution } = verdictWords(verdict!, 10_000);
    expect(sentence).toBe(
      'The distilled student made 320 fewer errors of 10,000 than the hard-label student.',
    );
    expect(caution).toContain('One seed shows little');
  });

  test('a difference that the choice of images can explain is no difference', () => {
    const [verdict] = verdicts(quick, (s) => (s === 0 ? 400 : 399), [30, 29]);
    expect(verdict!.conclusion).toBe('NO DIFFERENCE SHOWN');
    expect(verdictWords(verdict!, 10_000).sentence).toContain('1 fewer error of 10,000 than');
    expect(verdictWords(verdict!, 10_000).caution).toContain('images alone');
    const several: ExperimentConfig = {
      ...quick,
      distillation: { ...quick.distillation, pseudoLabelControl: true },
    };
    const [corrected] = verdicts(several, (s) => 400 - 20 * s, [70, 45]);
    expect(corrected!.p).toBeLessThan(0.05);
    expect(corrected!.conclusion).toBe('NO DIFFERENCE SHOWN');
    expect(verdictWords(corrected!, 10_000).caution).toContain('the number of comparisons');
    expect(verdictWords(corrected!, 10_000).evidence).toContain('Holm');
    const [equal] = verdicts(quick, () => 400, [30, 30]);
    expect(verdictWords(equal!, 10_000).sentence).toContain('as many errors as the hard-label student');
  });
});
