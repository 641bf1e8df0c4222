import { describe, expect, test } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import type { Stage } from '../../src/core/stages.ts';
import { sweepCsv, sweepOf } from '../../src/core/sweep.ts';
import { runWithErrors } from './measured.ts';

const T = { path: 'distillation.temperature', values: [1, 4] };
const ALPHA = { path: 'distillation.softWeight', values: [0.5, 0.9] };
const WIDTH = { path: 'student.hidden', values: [[30], [60]] };
const DROPOUT = { path: 'teacher.hiddenDropout', values: [0, 0.5] };

const varying = (...vary: ExperimentConfig['vary']): ExperimentConfig => ({
  ...DEFAULT_EXPERIMENT,
  seeds: 2,
  vary,
});
const shape = (stages: readonly Stage[]) =>
  stages.map(({ id, numbers, members }) => [id, numbers.length, members.length, numbers[0]]);

describe('what a sweep trains', () => {
  test('numbers side by side are one population', () => {
    expect(shape(compile(varying(T, ALPHA)))).toEqual([
      ['teacher', 1, 1, 0],
      ['students', 10, 10, 0], // two hard-label students, two of each of four cells
    ]);
  });

  test('each architecture is a population of its own, numbered on', () => {
    const stages = compile(varying(WIDTH, T));
    expect(shape(stages)).toEqual([
      ['teacher', 1, 1, 0],
      ['students', 6, 6, 0],
      ['students-2', 6, 6, 6],
    ]);
    expect(stages[2]!.architecture).toMatchObject({ hidden: [60] });
    expect(stages[2]!.members[0]!.setting).toBe('layers = 60');
    for (const { candidate, baseline } of stages[2]!.comparisons) {
      expect(candidate).toBeGreaterThanOrEqual(6);
      expect(baseline).toBeGreaterThanOrEqual(6);
    }
  });

  test('teachers that are trained differently are populations too, and hard-label students do not care', () => {
    const stages = compile(varying(DROPOUT));
    expect(shape(stages)).toEqual([
      ['teacher', 1, 1, 0],
      ['teacher-2', 1, 1, 1],
      ['students', 6, 6, 0],
    ]);
    expect(stages[1]!.regularisation.hiddenDropout).toBe(0.5);
    expect(stages[2]!.sources.map(({ networks }) => networks[0]!.stage)).toEqual(['teacher', 'teacher-2']);
  });
});

describe('the cells', () => {
  const config = { ...varying(T, ALPHA), seeds: 5 };

  test('the best is chosen on validation images, whatever the test images say', () => {
    const run = runWithErrors(config, (name, seed) => {
      if (name.startsWith('hardLabel')) return { test: 900 + seed, validation: 450 };
      if (name === 'distilled T = 4, α = 0.5') return { test: 640 + 2 * seed, validation: 300 };
      return { test: 500 + seed, validation: 350 }; // better on test images, and not chosen
    });
    const sweep = sweepOf(run)!;
    expect(sweep.rows.map((row) => row.map(({ values }) => values.join(' ')))).toEqual([
      ['1 0.5', '1 0.9'],
      ['4 0.5', '4 0.9'],
    ]);
    expect(sweep.best!.values).toEqual([4, 0.5]);
    expect(sweep.best).toMatchObject({ testErrors: 644, baselineErrors: 902, validationError: 0.06 });
    expect(sweep.isBestShown).toBe(true);
    expect(sweep.best!.verdict!.holmP).toBeGreaterThan(sweep.best!.verdict!.p);
  });

  test('the best is not said to be better than labels where that is not shown', () => {
    const run = runWithErrors(config, (name, seed) => {
      const isBest = name === 'distilled T = 1, α = 0.9';
      return { test: 900 + (isBest ? [-40, 30, -20, 25, -10][seed]! : seed), validation: isBest ? 1 : 2 };
    });
    const sweep = sweepOf(run)!;
    expect(sweep.best!.values).toEqual([1, 0.9]);
    expect(sweep.isBestShown).toBe(false);
  });

  test('one axis is one column; without validation nothing is chosen', () => {
    const run = runWithErrors({ ...config, vary: [WIDTH] }, () => ({ test: 700, validation: 5 }));
    expect(sweepOf(run)!.rows.map((row) => row.map(({ values }) => values))).toEqual([[[[30]]], [[[60]]]]);
    const results = run.results.map(({ validation: _, ...rest }) => rest);
    expect(sweepOf({ ...run, results })).not.toHaveProperty('best');
    expect(sweepOf({ ...run, config: { ...config, vary: [] } })).toBeUndefined();
    expect(sweepOf({ ...run, results: [] })).toBeUndefined();
  });

  test('each method’s cells are of its own students, beside the same labels', () => {
    const methods = { path: 'distillation.method', values: ['softTargets', 'pseudoLabels', 'fitnets'] };
    const run = runWithErrors({ ...config, vary: [methods, T] }, (_, seed, method) => ({
      test:
        { labels: 900, softTargets: 700, pseudoLabels: 800, fitnets: 600 }[method]! +
        seed * (method === 'labels' ? 1 : 2),
      validation: method === 'fitnets' ? 250 : 300,
    }));
    const sweep = sweepOf(run)!;
    expect(sweep.rows.map((row) => row.map((cell) => cell.distilled[0]!.method))).toEqual(
      methods.values.map((method) => [method, method]),
    );
    expect(sweep.rows.map((row) => row.map((cell) => cell.testErrors - cell.baselineErrors))).toEqual([
      [-198, -198],
      [-98, -98],
      [-298, -298],
    ]);
    expect(sweep.best!.values).toEqual(['fitnets', 1]);
    expect(sweep.best!.verdict!.candidate).toMatchObject({ method: 'fitnets', setting: 'T = 1' });
    expect(sweep.isBestShown).toBe(true);
    const lacking = run.results.filter((one) => one.method !== 'fitnets' || one.seed > config.seed);
    expect(sweepOf({ ...run, results: lacking })).toBeUndefined(); // not all seeds
  });

  test('as CSV', () => {
    const run = runWithErrors({ ...config, vary: [WIDTH] }, (name, seed) => ({
      test: (name.startsWith('hard') ? 900 : 600) + seed * (name.startsWith('hard') ? 1 : 2),
      validation: name.includes('60') ? 250 : 300,
    }));
    const lines = sweepCsv(sweepOf(run)!, run.config).split('\r\n');
    expect(lines[0]).toBe(
      'student.hidden,seeds,validationError,testErrors,hardLabelTestErrors,meanDifference,low,high,p,holmP,conclusion,isBest',
    );
    expect(lines[1]).toMatch(/^30,5,0\.06,604,902,-298,-299\.\d+,-296\.\d+,[\d.e-]+,[\d.e-]+,BETTER,false$/);
    expect(lines[2]).toMatch(/^60,5,0\.05,.*,BETTER,true$/);
  });
});
