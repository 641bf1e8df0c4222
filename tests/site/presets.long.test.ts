/**
 * Every preset whole, by the command a reader would use, lands in the band that it promises: an hour and more on two cores
 * without a GPU, so it is not in `npm test`. `hinton-2015` would take hours more and is left to those who have a GPU.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { leaderboardOf } from '../../src/core/leaderboard.ts';
import { METHODS } from '../../src/core/methods.ts';
import { PRESETS } from '../../src/core/presets.ts';
import { quantisedRows } from '../../src/core/quantised-rows.ts';
import type { Result, RunRecord } from '../../src/core/run-record.ts';
import { armsOf } from '../../src/core/stages.ts';
import { meanOf } from '../../src/core/summary.ts';

async function whole(preset: string, seeds: number): Promise<RunRecord> {
  const out = await mkdtemp(join(tmpdir(), `${preset}-`));
  try {
    const options = ['--preset', preset, '--seeds', String(seeds), '--backend', 'webgpu', '--out', out];
    await promisify(execFile)('npm', ['run', 'distill', '--', ...options]);
    return JSON.parse(await readFile(join(out, 'run.json'), 'utf8')) as RunRecord;
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

type Fits = (result: Result) => boolean;
const hard: Fits = ({ role }) => role === 'hardLabel';
const distilled: Fits = ({ role, method }) => role === 'distilled' && method === 'softTargets';
const of =
  (setting: string, also: Fits = distilled): Fits =>
  (result) =>
    result.setting === setting && also(result);
const errors = ({ results }: RunRecord, fits: Fits) =>
  meanOf(results.filter(fits).map(({ testErrors }) => testErrors));

function expectWithin(value: number, [low, high]: readonly [number, number]): void {
  expect(value).toBeGreaterThanOrEqual(low);
  expect(value).toBeLessThanOrEqual(high);
}

interface Band {
  readonly seeds: number;
  readonly check: (record: RunRecord) => void;
}

const BANDS: Readonly<Record<string, Band>> = {
  quick: {
    seeds: 5,
    check(record) {
      expectWithin(errors(record, hard), [900, 1060]);
      expectWithin(errors(record, distilled), [580, 660]);
      expect(record.verdicts[0]).toMatchObject({ conclusion: 'BETTER', seeds: 5 });
      expect(record.verdicts[0]!.interval![1]).toBeLessThan(0);
    },
  },
  'few-labels': {
    seeds: 5,
    check(record) {
      expectWithin(errors(record, of('labels = 200', hard)), [1680, 1950]);
      expectWithin(errors(record, of('labels = 500', hard)), [1300, 1470]);
      expectWithin(errors(record, of('labels = 1000', hard)), [980, 1120]);
      expectWithin(errors(record, distilled), [465, 560]);
      expectWithin(
        errors(record, ({ role }) => role === 'pseudoLabel'),
        [513, 680],
      );
      for (const verdict of record.verdicts) expect(verdict.conclusion).toBe('BETTER');
    },
  },
  'wrong-labels': {
    seeds: 3,
    check(record) {
      for (const share of ['0.2', '0.4', '0.6'])
        expect(errors(record, of(`wrong labels = ${share}`))).toBeLessThanOrEqual(
          errors(record, of(`wrong labels = ${share}`, hard)) / 2,
        );
      expectWithin(errors(record, of('wrong labels = 0.6', hard)), [2850, 3200]);
      expectWithin(errors(record, of('wrong labels = 0.6')), [480, 660]);
    },
  },
  'omit-a-digit': {
    seeds: 1,
    check({ results }) {
      const [hardStudent, student] = [results.find(hard)!, results.find(distilled)!];
      expect(hardStudent.perClassAccuracy[3]).toBe(0);
      expect(student.perClassAccuracy[3]).toBeGreaterThanOrEqual(0.85);
      expect(student.biasMatched!.perClassAccuracy[3]).toBeGreaterThanOrEqual(0.94);
      expectWithin(student.testErrors, [190, 270]);
    },
  },
  'seven-eight': {
    seeds: 1,
    check(record) {
      expectWithin(errors(record, hard), [7900, 8100]);
      expectWithin(errors(record, distilled), [700, 1250]);
      expect(record.results.find(distilled)!.biasMatched!.testErrors).toBeLessThan(errors(record, distilled));
    },
  },
  'tiny-student': {
    seeds: 3,
    check(record) {
      expectWithin(errors(record, hard), [360, 470]);
      for (const T of ['1', '2.5', '4', '8', '20']) expectWithin(errors(record, of(`T = ${T}`)), [370, 490]);
      expect(errors(record, of('T = 2.5'))).toBeLessThan(errors(record, of('T = 20')));
    },
  },
  'honest-null': {
    seeds: 5,
    check(record) {
      const [{ conclusion, interval }] = record.verdicts as [Required<RunRecord['verdicts'][0]>];
      expect(conclusion).not.toBe('BETTER');
      expect((interval[1] - interval[0]) / 2).toBeLessThanOrEqual(100); // one point of 10,000 images
      expectWithin(errors(record, hard), [360, 470]);
      expectWithin(errors(record, distilled), [360, 470]);
    },
  },
  'capacity-gap': {
    seeds: 5,
    check(record) {
      expect(record.verdicts[0]!.conclusion).toBe('WORSE');
      expectWithin(errors(record, hard), [884, 1055]);
      expectWithin(errors(record, distilled), [1090, 1352]);
    },
  },
  't-squared': {
    seeds: 3,
    check(record) {
      expectWithin(errors(record, of('T = 8, T² on')), [570, 640]);
      expectWithin(errors(record, of('T = 8, T² off')), [730, 800]);
      expectWithin(errors(record, of('T = 2, T² on')), [640, 710]);
      expectWithin(errors(record, of('T = 2, T² off')), [650, 730]);
    },
  },
  'bad-teacher': {
    seeds: 3,
    check(record) {
      expectWithin(errors(record, hard), [900, 1060]);
      expectWithin(errors(record, of('teacher: trained')), [580, 660]);
      expectWithin(errors(record, of('teacher: smoothed labels')), [560, 660]);
      expectWithin(errors(record, of('teacher: stopped early')), [1250, 1700]);
      expectWithin(errors(record, of('teacher: untrained')), [2800, 4200]);
    },
  },
  ensemble: {
    seeds: 3,
    check(record) {
      expectWithin(errors(record, hard), [900, 1060]);
      expectWithin(errors(record, of('teachers = 1')), [580, 660]);
      expectWithin(errors(record, of('teachers = 5')), [560, 640]);
    },
  },
  methods: {
    seeds: 3,
    check(record) {
      const { rows } = leaderboardOf(record)!;
      expect(rows.map(({ method }) => method).sort()).toEqual(['labels', ...Object.keys(METHODS)].sort());
      expectWithin(
        errors(record, ({ role, member }) => role === 'teacher' && member === 0),
        [260, 330],
      );
      expectWithin(errors(record, hard), [1000, 1140]);
      const errorsOf = (name: string) => rows.find(({ method }) => method === name)!.testErrors;
      expectWithin(errorsOf('softTargets'), [800, 880]);
      expectWithin(errorsOf('layerInit'), [580, 680]);
      expectWithin(errorsOf('ensemble'), [770, 860]);
      expectWithin(errorsOf('pseudoLabels'), [1010, 1110]);
    },
  },
  'cnn-teaches-mlp': {
    seeds: 5,
    check(record) {
      expect(record.results[0]!.testAccuracy).toBeGreaterThanOrEqual(0.99);
      expectWithin(errors(record, hard), [900, 1060]);
      expectWithin(errors(record, distilled), [600, 730]);
      expect(record.verdicts[0]).toMatchObject({ conclusion: 'BETTER', seeds: 5 });
    },
  },
  'methods-cnn': {
    seeds: 3,
    check(record) {
      const { rows } = leaderboardOf(record)!;
      const [soft, attention, labels] = ['softTargets', 'attentionTransfer', 'labels'].map((name) =>
        rows.find(({ method }) => method === name)!,
      );
      expectWithin(labels!.testErrors, [1050, 1270]);
      expectWithin(soft!.testErrors, [850, 1050]);
      expectWithin(attention!.testErrors, [960, 1170]);
      for (const row of [soft, attention]) expect(row!.against.labels!.conclusion).toBe('BETTER');
    },
  },
  'methods-vit': {
    seeds: 3,
    check(record) {
      expect(record.results[0]!.testAccuracy).toBeGreaterThanOrEqual(0.95);
      const errorsOf = (name: string) =>
        leaderboardOf(record)!.rows.find(({ method }) => method === name)!.testErrors;
      expectWithin(errorsOf('labels'), [950, 1360]);
      expectWithin(errorsOf('softTargets'), [900, 1160]);
      expectWithin(errorsOf('tinyBert'), [850, 1080]);
    },
  },
  quantise: {
    seeds: 5,
    check(record) {
      expectWithin(errors(record, hard), [900, 1060]);
      expectWithin(errors(record, distilled), [580, 660]);
      expect(record.verdicts.map(({ precision, conclusion }) => [precision, conclusion])).toEqual([
        [undefined, 'BETTER'],
        ['int8', 'BETTER'],
      ]);
      for (const { of: arm } of armsOf(record.results))
        for (const { moreErrors = 0 } of quantisedRows(arm))
          expect(Math.abs(moreErrors)).toBeLessThanOrEqual(10);
    },
  },
  full: {
    seeds: 1,
    check(record) {
      expectWithin(errors(record, hard), [170, 230]);
      expectWithin(errors(record, distilled), [170, 230]);
      expect(record.verdicts[0]!.conclusion).toBe('NO DIFFERENCE SHOWN');
    },
  },
};

describe('lands in its band', () => {
  test('every preset has one but the paper’s, which takes a GPU', () => {
    const promised = PRESETS.map(({ id }) => id).filter((id) => id !== 'hinton-2015');
    expect(Object.keys(BANDS).sort()).toEqual(promised.sort());
  });

  test.each(Object.entries(BANDS))('%s', { timeout: 7_200_000 }, async (preset, { seeds, check }) => {
    check(await whole(preset, seeds));
  });
});
