/** `npm run distill` to its end, in the browser it would find: the files others rely on. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resultsCsv } from '../../src/core/csv.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { resultsTable } from '../../src/headless/report.ts';
import { built, distill } from './command.ts';
import { TINY } from './site.ts';

/** Steps for some seconds, so that progress, which is told twice a second, falls on the students’ too. */
const LONG = ['--set', 'student.epochs=100'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-'));
  writeFileSync(join(folder, 'tiny.json'), JSON.stringify(TINY));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a run on WebGPU', () => {
  let outcome: Awaited<ReturnType<typeof distill>>;
  let record: RunRecord;
  const out = () => join(folder, 'out');
  beforeAll(async () => {
    outcome = await distill([
      '--config',
      join(folder, 'tiny.json'),
      '--set',
      'seed=7',
      ...LONG,
      '--out',
      out(),
    ]);
    record = JSON.parse(readFileSync(join(out(), 'run.json'), 'utf8')) as RunRecord;
  }, 180_000);

  test('ends well, with the table on standard output and the rest on standard error', () => {
    expect(outcome.status, outcome.stderr).toBe(0);
    expect(outcome.stdout).toContain(resultsTable(record.results));
    expect(outcome.stderr).toMatch(/^Training on WebGPU .+ with the fused trainer\.$/m);
    expect(outcome.stderr).toMatch(/^Trained with the fused trainer; GPU memory [\d.]+ MB\.$/m);
    expect(outcome.stderr).toMatch(/^ *\d+ % · Training the students · epoch \d+ of 100 · step \d+ of 600/m);
    expect(readdirSync(out()).sort()).toEqual([
      'accuracy.png',
      'loss.png',
      'models',
      'results.csv',
      'run.json',
    ]);
    expect(readdirSync(join(out(), 'models', 'teacher-0'))).toEqual(['model.json', 'weights.bin']);
  });

  test('run.json says what was run, on what, with what result', () => {
    expect(record).toMatchObject({
      format: 'dark-knowledge-lab/run',
      version: 1,
      config: { ...TINY, seed: 7, student: { ...TINY.student, epochs: 100 } },
    });
    expect(record.environment).toMatchObject({ backend: 'webgpu', trainer: 'fused', tfjs: '4.22.0' });
    expect(record.environment.gpuBytes).toBeGreaterThan(0);
    expect(Object.keys(record.environment.variants)).toEqual(['teacher', 'students']);
    expect(record.environment.adapter).not.toBe('');
    expect(typeof record.environment.softwareAdapter).toBe('boolean');
    expect(record.environment.userAgent).toContain('Chrom');
    expect(record.results.map(({ role, method }) => [role, method])).toEqual([
      ['teacher', 'labels'],
      ['hardLabel', 'labels'],
      ['distilled', 'softTargets'],
    ]);
    expect(record.results[2]!.settings).toEqual({ temperature: 8, softWeight: 0.9, tSquared: true });
    for (const result of record.results) {
      expect(result.testErrors).toBe(Math.round((1 - result.testAccuracy) * 10_000));
      expect(result).toMatchObject({ seed: 7, bytes: 4 * result.parameters });
      for (const value of [result.testLoss, result.compression, result.macs, result.trainSeconds])
        expect(value).toBeGreaterThan(0);
    }
    for (const { agreement } of record.results.slice(1)) expect(agreement).toBeGreaterThan(0);
  });

  test('each curve has at least ten points that say what they should', () => {
    for (const role of ['teacher', 'hardLabel', 'distilled'] as const) {
      const points = record.history.filter((point) => point.role === role);
      expect(points.length).toBeGreaterThanOrEqual(10);
      expect(points.map(({ step }) => step)).toEqual(
        [...points.map(({ step }) => step)].sort((a, b) => a - b),
      );
      for (const point of points) {
        for (const value of [point.trainLoss, point.objective, point.validationLoss])
          expect(value).toBeGreaterThan(0);
        expect(point.validationAccuracy).toBeLessThanOrEqual(1);
        if (role === 'distilled') expect(point.kl).toBeGreaterThan(0);
        if (role === 'teacher') expect(point.kl).toBeUndefined();
      }
    }
  });

  test('results.csv has the same rows', () => {
    const csv = readFileSync(join(out(), 'results.csv'), 'utf8');
    expect(csv).toBe(resultsCsv(record.results));
    expect(csv.trimEnd().split('\r\n')).toHaveLength(1 + record.results.length);
  });

  test.each(['accuracy.png', 'loss.png'])('%s is an image that can be read from a slide', (name) => {
    const bytes = readFileSync(join(out(), name));
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect(bytes.readUInt32BE(16)).toBeGreaterThanOrEqual(960); // width
    expect(bytes.readUInt32BE(20)).toBeGreaterThanOrEqual(540); // height
    expect(bytes.length).toBeGreaterThan(10_000);
  });
});

test('shares that one teacher has taught merge to the run that was not shared out, byte for byte but for times', async () => {
  const teacher = join(folder, 'out', 'models', 'teacher-0', 'model.json'); // of the run above
  const study = ['--config', join(folder, 'tiny.json'), '--sweep', 'T=1,8', '--teacher', teacher];
  const run = async (name: string, ...more: readonly string[]): Promise<string> => {
    const out = join(folder, name);
    const { status, stderr } = await built([...more, '--out', out]);
    expect(status, stderr).toBe(0);
    return out;
  };
  const whole = await run('whole', ...study);
  const parts = [await run('a', ...study, '--shard', '1/2'), await run('b', ...study, '--shard', '2/2')];
  const merged = await run('merged', '--merge', ...parts);
  const untimed = (folder: string) => {
    const { results, environment, ...rest } = JSON.parse(
      readFileSync(join(folder, 'run.json'), 'utf8'),
    ) as RunRecord;
    const timeless = results.map(
      ({ trainSeconds: _, speed: __, imagesPerSecond: ___, latencyMs: ____, ...result }) => result,
    );
    const { gpuBytes: _, ...where } = environment; // a share holds fewer students at a time
    return { ...rest, environment: where, results: timeless };
  };
  expect(untimed(merged)).toEqual(untimed(whole));
  expect(resultsCsv(untimed(merged).results)).toBe(resultsCsv(untimed(whole).results));
  expect(readFileSync(join(merged, 'sweep.csv'))).toEqual(readFileSync(join(whole, 'sweep.csv')));
  expect(untimed(whole).reused).toEqual([{ stage: 'teacher', from: 'file', title: 'model.json' }]);
});

test('an experiment that asks for more images than there are ends with status 2, and writes nothing', async () => {
  const out = join(folder, 'none');
  const words = ['--set', 'data.teacherImages=56000', '--backend', 'cpu', '--out', out];
  const { status, stdout, stderr } = await built(words);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^data\.teacherImages: .*"56000"; this data has 55000 to train on\.$/m);
  expect(readdirSync(folder)).not.toContain('none');
});

test('a run that diverges ends with status 1 and a sentence', async () => {
  const words = ['--config', join(folder, 'tiny.json'), '--backend', 'cpu', '--out', join(folder, 'none')];
  const { status, stderr } = await built([
    ...words,
    '--set',
    'teacher.optimizer=sgd',
    '--set',
    'teacher.learningRate=10',
    '--set',
    'teacher.hidden=64-64-64-64-64-64',
  ]);
  expect(status, stderr).toBe(1);
  expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^The loss of the teacher is no longer a number/);
  expect(readdirSync(folder)).not.toContain('none');
});
