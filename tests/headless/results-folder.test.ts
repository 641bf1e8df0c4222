/** Where results go: told before the run when it cannot be, and never over another run's. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import { presetById } from '../../src/core/presets.ts';
import { ArgumentError } from '../../src/headless/arguments.ts';
import { checkFolder, makeNumberedFolder, writeResults } from '../../src/headless/results-folder.ts';
import { madeUpRun } from '../core/measured.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lab-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('looking at a folder does not make it', () => {
  checkFolder(join(folder, 'a/b/c'));
  expect(readdirSync(folder)).toEqual([]);
});

test('a file in the way is named', () => {
  const file = join(folder, 'f');
  writeFileSync(file, '');
  for (const path of [file, join(file, 'below')]) expect(() => checkFolder(path)).toThrow(ArgumentError);
});

test('folders are numbered from 1 and never used twice', () => {
  const runs = join(folder, 'runs');
  expect([1, 2, 3].map(() => makeNumberedFolder(runs, 'quick'))).toEqual(
    [1, 2, 3].map((n) => join(runs, `quick-${n}`)),
  );
  rmSync(join(runs, 'quick-2'), { recursive: true });
  expect(makeNumberedFolder(runs, 'quick')).toBe(join(runs, 'quick-2'));
  expect(existsSync(join(runs, 'full-1'))).toBe(false);
});

test('tables of values side by side and of methods are written where there are such, and what is written is told', () => {
  const { config } = presetById('quick')!;
  const methods = { path: 'distillation.method', values: ['softTargets', 'pseudoLabels'] };
  const charts = { accuracy: Buffer.from('a'), loss: Buffer.from('l') };
  const written = (name: string, vary: ExperimentConfig['vary']) =>
    writeResults(join(folder, name), { record: madeUpRun({ ...config, vary }), charts, models: [] });
  const always = ['accuracy.png', 'loss.png', 'results.csv', 'run.json'];
  expect(written('plain', []).toSorted()).toEqual(always);
  const names = written('methods', [methods]);
  expect(names.toSorted()).toEqual([...always, 'leaderboard.csv', 'sweep.csv'].toSorted());
  expect(readdirSync(join(folder, 'methods')).toSorted()).toEqual(names.toSorted());
  const table = readFileSync(join(folder, 'methods', 'leaderboard.csv'), 'utf8');
  expect(table).toMatch(/^distillation\.method,seeds,tried,.+\r\n(labels|softTargets),1,1,/);
});
