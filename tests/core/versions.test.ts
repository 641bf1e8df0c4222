// What was written by an older lab is read as what it meant, for ever: a file of each version stands in versions/ and is
// never changed. What a newer lab has written is refused with its version.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeLink } from '../../src/core/link.ts';
import { EXPERIMENT_MIGRATIONS, migrated, RUN_MIGRATIONS, type Migration } from '../../src/core/migrate.ts';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import { parseRunText } from '../../src/core/run-file.ts';
import { parseExperimentText } from '../../src/core/schema.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { wholeRun } from './whole-run.ts';

const FOLDER = new URL('./versions/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8');

/** What there was before there were methods to choose from. */
const ONE_METHOD = {
  ...{ method: 'softTargets', strength: 1, generations: 2 },
  ...{ temperatureSchedule: 'constant', softWeightSchedule: 'constant' },
};
const ONE_MEAN = { combine: 'meanProbabilities' };
const ONE_KIND = { architecture: 'mlp', channels: [16, 32], blocks: 2, width: 48, heads: 4 };

/** What the lab of then would have made of `experiment-1.json`, in today's words. */
const FEW_LABELS = {
  ...{ version: 1, seed: 2015, seeds: 1, quantise: false },
  ...{ vary: [{ path: 'data.labelledImages', values: [200, 500, 1000] }] },
  data: {
    ...{ dataset: 'mnist', trainingRows: 'split', teacherImages: 10_000, labelledImages: 500 },
    ...{ unlabelledImages: 9500, wrongLabels: 0, omittedClasses: [] },
  },
  teacher: {
    ...{ optimizer: 'adam', momentum: 0.9, learningRate: 0.001, schedule: 'linear', hidden: [256, 256] },
    ...{ batchSize: 128, epochs: 10, inputDropout: 0, hiddenDropout: 0.2, jitter: 2, maxNorm: 0 },
    ...{ flaw: 'none', count: 1, perSeed: false, ...ONE_MEAN, ...ONE_KIND },
  },
  student: {
    ...{ optimizer: 'adam', momentum: 0.9, learningRate: 0.001, schedule: 'constant', hidden: [64, 64] },
    ...{ batchSize: 128, epochs: 10, ...ONE_KIND },
  },
  distillation: {
    ...{ temperature: 4, softWeight: 1, tSquared: true, pseudoLabelControl: true, assistant: [] },
    ...ONE_METHOD,
  },
};

test('C5 an experiment of any older version is read as what it meant', () => {
  const given = (name: string) => parseExperimentText(read(name));
  expect(given('experiment-1.json')).toEqual({ ok: true, value: FEW_LABELS });
  // Before there were wrong labels, digits left out, flaws, several teachers, seeds, assistants, and settings side by side.
  expect(given('experiment-1-first.json')).toEqual({ ok: true, value: { ...FEW_LABELS, vary: [] } });
  expect(decodeLink('#v=1&n=500&u=9500&sh=64-64&se=10&sb=128&p=true&T=4&a=1').config).toEqual({
    ...FEW_LABELS,
    vary: [],
  });
});

test('C5 a run of any older version is read as what it held', () => {
  const run = parseRunText(read('run-1.json'));
  if (!run.ok) throw new Error(run.problems[0]!.message);
  const written = JSON.parse(read('run-1.json')) as RunRecord;
  const { config } = written;
  const distillation = { ...ONE_METHOD, ...config.distillation };
  const teacher = { ...ONE_MEAN, ...ONE_KIND, ...config.teacher };
  const student = { ...ONE_KIND, ...config.student };
  const today = { ...config, quantise: false, teacher, student, distillation };
  expect(run.value).toEqual({ ...written, config: today });
});

test('C5 every version up to today’s has its file', () => {
  const files = readdirSync(FOLDER);
  const versionsOf = (what: string, steps: readonly Migration[]) =>
    Array.from({ length: steps.length + 1 }, (_, i) => `${what}-${i + 1}.json`);
  expect(files).toEqual(
    expect.arrayContaining([
      ...versionsOf('experiment', EXPERIMENT_MIGRATIONS),
      ...versionsOf('run', RUN_MIGRATIONS),
    ]),
  );
  expect(DEFAULT_EXPERIMENT.version).toBe(EXPERIMENT_MIGRATIONS.length + 1);
  expect(wholeRun().version).toBe(RUN_MIGRATIONS.length + 1);
});

test('C5 a file is brought up by one step a version, from its own on', () => {
  const steps: readonly Migration[] = [
    ({ heat, ...older }) => ({ ...older, temperature: heat }),
    ({ temperature, ...older }) => ({ ...older, distillation: { temperature } }),
  ];
  expect(migrated({ version: 1, heat: 4 }, steps)).toEqual({ version: 3, distillation: { temperature: 4 } });
  expect(migrated({ version: 2, temperature: 4 }, steps)).toEqual({
    version: 3,
    distillation: { temperature: 4 },
  });
  for (const other of [{ version: 3, heat: 4 }, { version: 4 }, { version: '1' }, { heat: 4 }, null, 'x', []])
    expect(migrated(other, steps)).toBe(other);
});

test('C6 a file or link of a newer version is refused, and the version is named', () => {
  const newer = (text: string, version: number) =>
    JSON.stringify({ ...(JSON.parse(text) as object), version, new: { field: 1 } });
  const experiment = parseExperimentText(newer(read('experiment-1.json'), 7));
  expect(!experiment.ok && experiment.problems.map(({ message }) => message)).toContain(
    'This experiment is of version "7", made by a newer lab; this one reads version 1.',
  );
  const run = parseRunText(newer(read('run-1.json'), 7));
  expect(!run.ok && run.problems).toMatchObject([
    { message: 'This run is of version "7", made by a newer lab; this one reads version 1.' },
  ]);
  expect(decodeLink('#v=7&T=4')).toMatchObject({
    config: DEFAULT_EXPERIMENT,
    notices: ['The link was not used: it is of version "7", and this lab reads versions 1 and 2.'],
  });
});
