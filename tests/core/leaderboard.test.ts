/** The leaderboard of methods: what is chosen, by which images, with whom it is compared, and what is left out. */
import { expect, test } from 'vitest';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import { leaderboardCsv, leaderboardOf, type LeaderboardRow } from '../../src/core/leaderboard.ts';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import { runWithErrors } from './measured.ts';

const METHOD = { path: 'distillation.method', values: ['softTargets', 'logitMse', 'pseudoLabels'] };
const STRENGTH = { path: 'distillation.strength', values: [0.5, 2] };
const varying = (...vary: ExperimentConfig['vary']): ExperimentConfig => ({
  ...DEFAULT_EXPERIMENT,
  seeds: 3,
  vary,
});

const NOISE: Record<string, readonly number[]> = {
  labels: [3, -2, 1],
  softTargets: [-1, 4, 2],
  logitMse: [0, -3, 9],
  pseudoLabels: [5, 0, 4],
};
const LEVEL: Record<string, number> = { labels: 900, softTargets: 600, logitMse: 620, pseudoLabels: 800 };

/** Validation images are for s = 2, test images for s = 0.5. */
const errors = (name: string, seed: number, method: string) => {
  const isStrong = name.endsWith('s = 2');
  return {
    test: LEVEL[method]! + (isStrong ? 50 : 0) + NOISE[method]![seed]!,
    validation: isStrong ? 150 : 200,
  };
};
const run = runWithErrors(varying(METHOD, STRENGTH), errors);
const board = leaderboardOf(run)!;
const rowOf = (method: string, { rows } = board): LeaderboardRow =>
  rows.find((row) => row.method === method)!;

test('each method stands there as validation images choose it, whatever the test images say', () => {
  const strong = new Map([['distillation.strength', 2]]);
  expect(rowOf('softTargets')).toMatchObject({ values: strong, tried: 2, validationError: 0.03 });
  expect(rowOf('softTargets').students.map(({ testErrors }) => testErrors)).toEqual([649, 654, 652]);
  expect(rowOf('logitMse')).toMatchObject({ values: strong, testErrors: 672 });
  const [low, high] = rowOf('softTargets').interval!;
  expect((low + high) / 2).toBeCloseTo(rowOf('softTargets').testErrors);
  expect(high - low).toBeCloseTo((2 * 4.302653 * Math.sqrt(19 / 3)) / Math.sqrt(3), 4); // t of 2 degrees of freedom
});

test('combinations that share their networks count once, and show no value of what makes no difference', () => {
  for (const method of ['pseudoLabels', 'labels'])
    expect(rowOf(method)).toMatchObject({ tried: 1, values: new Map() });
});

test('rows are in the order of test errors, equals as the experiment names them', () => {
  expect(board.rows.map(({ method }) => method)).toEqual([
    ...['softTargets', 'logitMse', 'pseudoLabels', 'labels'],
  ]);
  const equal = runWithErrors(varying({ ...METHOD, values: ['logitMse', 'softTargets'] }), () => ({
    ...{ test: 500, validation: 5 },
  }));
  expect(leaderboardOf(equal)!.rows.map(({ method }) => method)).toEqual([
    ...['labels', 'logitMse', 'softTargets'],
  ]);
});

test('everybody is compared with labels and with soft targets by seed, corrected for all five comparisons', () => {
  expect(rowOf('logitMse').against.labels!.differences).toEqual([-233, -231, -222]);
  expect(rowOf('logitMse').against.softTargets).toMatchObject({
    candidate: { method: 'logitMse', setting: 's = 2' },
    baseline: { method: 'softTargets', setting: 's = 2' },
    differences: [21, 13, 27],
  });
  expect(rowOf('softTargets').against.softTargets).toBeUndefined();
  expect(rowOf('labels').against).toEqual({});
  expect(board).toMatchObject({ references: ['labels', 'softTargets'], tested: 5, untested: 0 });

  const verdicts = board.rows.flatMap(({ against }) => Object.values(against)).sort((a, b) => a.p - b.p);
  let least = 0;
  verdicts.forEach(({ p, holmP }, rank) => {
    least = Math.max(least, (5 - rank) * p);
    expect(holmP).toBeCloseTo(Math.min(1, least), 8);
  });
  const close = rowOf('logitMse').against.softTargets!;
  expect(close.interval![0]).toBeGreaterThan(0); // by itself it would be worse
  expect(close.p).toBeLessThan(0.05);
  expect(close.conclusion).toBe('WORSE');
  expect(rowOf('logitMse').against.labels!.conclusion).toBe('BETTER');
});

test('a comparison that only the correction takes back shows nothing', () => {
  const noisy = runWithErrors(varying(METHOD, STRENGTH), (name, seed, method) => {
    const made = errors(name, seed, method);
    return method === 'labels' ? { ...made, test: made.test + [0, 200, 90][seed]! } : made;
  });
  const verdict = rowOf('pseudoLabels', leaderboardOf(noisy)).against.labels!;
  expect(verdict.p).toBeLessThan(verdict.holmP!);
  expect(verdict.conclusion).toBe('NO DIFFERENCE SHOWN');
});

test('labels get the same choice where a setting matters to them', () => {
  const wide = runWithErrors(varying(METHOD, { path: 'student.hidden', values: [[30], [60]] }), (name) => ({
    test: name.includes('60') ? 500 : 700,
    validation: name.includes('60') ? 200 : 300,
  }));
  expect(rowOf('labels', leaderboardOf(wide))).toMatchObject({
    values: new Map([['student.hidden', [60]]]),
    tried: 2,
    testErrors: 500,
  });
});

test('without soft targets on the board nobody is compared with them', () => {
  const two = runWithErrors(varying({ ...METHOD, values: ['logitMse', 'pseudoLabels'] }), errors);
  expect(leaderboardOf(two)).toMatchObject({ references: ['labels'], tested: 2, untested: 0 });
});

test('with one seed there is no interval, and only what the run compares image by image is tested', () => {
  const one = leaderboardOf(runWithErrors({ ...varying(METHOD, STRENGTH), seeds: 1 }, errors))!;
  expect(one).toMatchObject({ tested: 3, untested: 2 });
  const row = rowOf('logitMse', one);
  expect(row).not.toHaveProperty('interval');
  expect(row.against.labels).toMatchObject({ test: 'McNemar exact', seeds: 1 });
  expect(row.against.softTargets).toBeUndefined();
  expect(leaderboardCsv(one).split('\r\n')[1]).toMatch(
    /^softTargets,2,1,2,0.03,649,,,649,-254,,,McNemar exact,/,
  );
});

test('where nothing is held out there is a board only if there is nothing to choose', () => {
  const without = ({ config, results, verdicts }: typeof run) => ({
    ...{ config, verdicts },
    results: results.map(({ validation: _, ...rest }) => rest),
  });
  expect(leaderboardOf(without(run))).toBeUndefined();
  const alone = leaderboardOf(without(runWithErrors(varying(METHOD), errors)))!;
  expect(alone.rows.map(({ tried }) => tried)).toEqual([1, 1, 1, 1]);
  for (const row of alone.rows) expect(row).not.toHaveProperty('validationError');
});

test('there is none before all is measured, and none where the method does not vary', () => {
  for (const at of [0, run.results.length - 1])
    expect(leaderboardOf({ ...run, results: run.results.toSpliced(at, 1) })).toBeUndefined();
  expect(leaderboardOf(runWithErrors(varying(STRENGTH), errors))).toBeUndefined();
});

test('as CSV: every number of every row, under names', () => {
  const [head, ...lines] = leaderboardCsv(board)
    .trim()
    .split('\r\n')
    .map((line) => line.split(','));
  const read = lines.map((line): Readonly<Record<string, string>> =>
    Object.fromEntries(line.map((cell, i) => [head![i]!, cell] as const)),
  );
  expect(read.map((line) => line['distillation.method'])).toEqual(board.rows.map(({ method }) => method));
  read.forEach((line, i) => {
    const row = board.rows[i]!;
    expect(line['distillation.strength']).toBe(String(row.values.get('distillation.strength') ?? ''));
    expect([line.seeds, line.tried].map(Number)).toEqual([3, row.tried]);
    expect([line.testErrors, line.validationError].map(Number)).toEqual([
      row.testErrors,
      row.validationError,
    ]);
    expect([line.testErrorsLow, line.testErrorsHigh].map(Number)).toEqual(row.interval);
    for (const { seed, testErrors } of row.students)
      expect(line[`testErrors.seed${seed}`]).toBe(String(testErrors));
    for (const reference of board.references) {
      const verdict = row.against[reference];
      const cells = ['meanDifference', 'low', 'high', 'test', 'p', 'signFlipP', 'holmP', 'conclusion'];
      expect(cells.map((name) => line[`${reference}.${name}`])).toEqual(
        verdict
          ? [
              ...[verdict.meanDifference, ...verdict.interval!, verdict.test].map(String),
              ...[verdict.p, verdict.signFlipP, verdict.holmP, verdict.conclusion].map(String),
            ]
          : cells.map(() => ''),
      );
    }
  });
});
