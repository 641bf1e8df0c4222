/**
 * Every preset in a short form, seeded, on real digits and the fused trainer (networks of other kinds on the reference trainer): not its band, which `npm run test:long` holds,
 * but the sign of its effect. All train on 4,000 images or fewer and are tested on 2,000.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import type { StageCheckpoint } from '../../src/core/checkpoint.ts';
import { compile } from '../../src/core/compile.ts';
import type {
  AxisValue,
  ExperimentConfig,
  TeacherConfig,
  TrainingConfig,
} from '../../src/core/experiment.ts';
import { fingerprintOf } from '../../src/core/fingerprint.ts';
import { leaderboardOf } from '../../src/core/leaderboard.ts';
import type { MethodName } from '../../src/core/methods.ts';
import { presetById, PRESETS } from '../../src/core/presets.ts';
import type { HistoryPoint, Result, RunRecord } from '../../src/core/run-record.ts';
import { kindOfRole } from '../../src/core/stages.ts';
import { meanOf } from '../../src/core/summary.ts';
import { PIXELS, type Dataset } from '../../src/data/dataset.ts';
import { mnistFiles } from '../../src/data/mnist-files.ts';
import { openMnist } from '../../src/data/mnist.ts';
import { chooseBackend, ensureBackend } from '../../src/engine/backend.ts';
import { fusedTrainer } from '../../src/engine/fused/fused-trainer.ts';
import { tfjsTrainer } from '../../src/engine/tfjs-trainer.ts';
import type { Trainer } from '../../src/engine/trainer.ts';
import { collect } from './collect-run.ts';

const ROWS = { train: 9_500, heldOut: 500, test: 2_000 };

let dataset: Dataset;
let trainer: Trainer;
beforeAll(async () => {
  const mnist = openMnist(mnistFiles);
  await mnist.first;
  const { train, test: testSet } = mnist.dataset;
  const rows = (set: typeof train, count: number) => ({
    images: set.images.subarray(0, count * PIXELS),
    labels: set.labels.subarray(0, count),
  });
  // All of it is of the first part; the last rows are held out, as in the whole data set.
  dataset = {
    ...mnist.dataset,
    train: rows(train, ROWS.train + ROWS.heldOut),
    heldOut: ROWS.heldOut,
    test: rows(testSet, ROWS.test),
  };
  const { device } = await chooseBackend('webgpu');
  trainer = fusedTrainer(device!);
  // For what the fused trainer cannot do: without a GPU WebAssembly trains small networks of other kinds soonest.
  await ensureBackend('wasm');
});

type Short = (config: ExperimentConfig) => ExperimentConfig;

/** Smaller networks for fewer epochs on at most `images` images, with a teacher that has seen 4,000. */
const short =
  (images: number, hidden: readonly number[], epochs: number): Short =>
  ({ data, teacher, student, ...rest }) => ({
    ...rest,
    data: {
      ...data,
      teacherImages: 4_000,
      labelledImages: Math.min(images, data.labelledImages),
      unlabelledImages: Math.min(Math.max(0, 4_000 - images), data.unlabelledImages),
    },
    teacher: {
      ...teacher,
      hidden: [96, 96],
      epochs: 6,
      batchSize: 64,
      inputDropout: 0,
      hiddenDropout: 0.1,
      jitter: 1,
    },
    student: { ...student, hidden, epochs },
  });

/** Fewer values side by side. */
const varying =
  (path: string, values: readonly AxisValue[], shorten: Short): Short =>
  (config) => ({ ...shorten(config), vary: [{ path, values }] });

interface Run {
  readonly record: RunRecord;
  /** Mean test errors of the arms that fit. */
  readonly errors: (fits: (result: Result) => boolean) => number;
}

/** Most presets have the same teacher in their short form: it is trained once. */
const teachers = new Map<string, StageCheckpoint>();

async function run(id: string, shorten: Short): Promise<Run> {
  const config = shorten(presetById(id)!.config);
  const [first, ...others] = compile(config).filter(({ kind }) => kind === 'teacher');
  const key = others.length === 0 ? fingerprintOf(first!, config.data.trainingRows) : '';
  const known = teachers.get(key);
  const { record, failure } = await collect(config, {
    ...{ trainers: [trainer, tfjsTrainer], dataset },
    ...(known && { from: [{ ...known, reuse: { from: 'browser' } }] }),
    keep(stages) {
      const [stage] = stages;
      if (key && stage?.snapshot.step === first!.steps) teachers.set(key, stage);
      return Promise.resolve();
    },
  });
  if (!record) throw failure;
  return {
    record,
    errors: (fits) => meanOf(record.results.filter(fits).map(({ testErrors }) => testErrors)),
  };
}

const hard = ({ role }: Result) => role === 'hardLabel';
const distilled = ({ role, method }: Result) => role === 'distilled' && method === 'softTargets';
const of =
  (setting: string, also: (result: Result) => boolean = distilled) =>
  (result: Result) =>
    also(result) && result.setting === setting;

const CHECKS: Readonly<Record<string, () => Promise<void>>> = {
  async quick() {
    const { errors } = await run('quick', short(400, [64], 15));
    expect(errors(distilled)).toBeLessThan(0.9 * errors(hard));
  },
  async 'few-labels'() {
    const { errors } = await run('few-labels', short(200, [64], 6));
    expect(errors(distilled)).toBeLessThan(errors(of('labels = 200', hard)));
    expect(errors(({ role }) => role === 'pseudoLabel')).toBeLessThan(errors(of('labels = 200', hard)));
  },
  async 'wrong-labels'() {
    const { errors } = await run('wrong-labels', short(1_500, [64], 8));
    for (const share of ['0.2', '0.4', '0.6'])
      expect(errors(of(`wrong labels = ${share}`))).toBeLessThan(errors(of(`wrong labels = ${share}`, hard)));
    expect(errors(of('wrong labels = 0.6', hard))).toBeGreaterThan(2 * errors(of('wrong labels = 0.6')));
  },
  async 'omit-a-digit'() {
    const { record } = await run('omit-a-digit', short(4_000, [64], 8));
    const [hardStudent, student] = [record.results.find(hard)!, record.results.find(distilled)!];
    expect(hardStudent.perClassAccuracy[3]).toBe(0);
    expect(student.perClassAccuracy[3]).toBeGreaterThan(0.2);
    expect(student.biasMatched!.perClassAccuracy[3]).toBeGreaterThan(student.perClassAccuracy[3]!);
    expect(student.biasMatched!.testErrors).toBeLessThan(student.testErrors);
  },
  async 'seven-eight'() {
    const { errors } = await run('seven-eight', short(4_000, [64], 8));
    expect(errors(hard)).toBeGreaterThan(0.7 * ROWS.test); // eight digits of ten
    expect(errors(distilled)).toBeLessThan(0.75 * errors(hard));
  },
  async full() {
    const { errors } = await run('full', short(600, [128], 24));
    expect(errors(distilled)).toBeLessThan(errors(hard));
  },
  async 'hinton-2015'() {
    const { errors } = await run('hinton-2015', short(400, [64], 15));
    expect(errors(distilled)).toBeLessThan(errors(hard));
  },
  async 'tiny-student'() {
    const { errors } = await run(
      'tiny-student',
      varying('distillation.temperature', [2.5, 20], short(4_000, [16, 16], 14)),
    );
    expect(errors(of('T = 2.5'))).toBeLessThan(errors(of('T = 20')));
  },
  async 'honest-null'() {
    const { record } = await run('honest-null', (config) => ({
      ...short(4_000, [30, 30], 8)(config),
      seeds: 3,
    }));
    expect(Math.abs(record.verdicts[0]!.meanDifference)).toBeLessThan(0.02 * ROWS.test);
  },
  async 'capacity-gap'() {
    const { errors } = await run('capacity-gap', short(4_000, [8], 12));
    expect(errors(distilled)).toBeGreaterThan(errors(hard));
  },
  async 't-squared'() {
    const { record } = await run('t-squared', short(400, [64], 6));
    const pull = (setting: string) =>
      meanOf(record.history.filter((point) => point.setting === setting).map(softGradient));
    // The same gradient without the factor, along a path of its own.
    expect(pull('T = 8, T² on') / pull('T = 8, T² off')).toBeGreaterThan(20);
    expect(pull('T = 2, T² on') / pull('T = 2, T² off')).toBeLessThan(8);
  },
  async 'bad-teacher'() {
    const { errors } = await run(
      'bad-teacher',
      varying('teacher.flaw', ['none', 'untrained'], short(300, [64], 8)),
    );
    expect(errors(of('teacher: untrained'))).toBeGreaterThan(2 * errors(of('teacher: trained')));
  },
  async ensemble() {
    const { record, errors } = await run('ensemble', varying('teacher.count', [1, 2], short(300, [64], 8)));
    expect(errors(of('teachers = 2'))).toBeLessThan(errors(hard));
    const together = ({ method }: Result) => method === 'ensemble';
    expect(errors(together)).toBeLessThan(
      errors(({ method, role }) => role === 'teacher' && method === 'labels'),
    );
    const kl = (setting: string) => record.results.find(of(setting))!.kl!;
    expect(kl('teachers = 2')).not.toBe(kl('teachers = 1')); // two sources
  },
  async methods() {
    const shorten = varying('distillation.method', ONE_TEACHER, short(300, [96], 8));
    const { errors } = await run('methods', (config) => ({ ...shorten(config), seeds: 1 }));
    for (const name of ONE_TEACHER)
      expect(
        errors(({ method, role }) => method === name && kindOfRole(role) === 'students'),
        name,
      ).toBeLessThan(errors(hard));
  },
  async 'cnn-teaches-mlp'() {
    const { record, errors } = await run(
      'cnn-teaches-mlp',
      little(LITTLE_CNN, { hidden: [64], epochs: 10 }, 250),
    );
    expect(record.results[0]!.architecture).toBe('cnn 4-8, 16-10');
    expect(errors(distilled)).toBeLessThan(errors(hard));
  },
  async 'methods-cnn'() {
    const student = { channels: [3, 5], hidden: [10], learningRate: 0.02, epochs: 2 };
    const shorten = varying(
      'distillation.method',
      ['softTargets', 'attentionTransfer'],
      little(LITTLE_CNN, student, 250),
    );
    comesToMatch('attentionTransfer', await run('methods-cnn', shorten));
  },
  async 'methods-vit'() {
    const shorten = little(LITTLE_VIT, { width: 8, heads: 2, learningRate: 0.02, epochs: 2 }, 250);
    comesToMatch('tinyBert', await run('methods-vit', shorten));
  },
  async quantise() {
    const { record } = await run('quantise', (config) => ({ ...short(400, [64], 15)(config), seeds: 1 }));
    const [plain, inIntegers] = record.verdicts;
    expect(inIntegers).toMatchObject({ precision: 'int8', conclusion: plain!.conclusion });
    expect(inIntegers!.meanDifference).toBeLessThan(0.8 * plain!.meanDifference); // fewer errors, both
    for (const { bytes, quantised } of record.results)
      expect(quantised!.at(-1)!.bytes).toBeLessThan(0.27 * bytes);
  },
};

/** A convolutional net or a transformer that takes seconds; students as they are, but for who they are. */
const little =
  (teacher: Partial<TeacherConfig>, student: Partial<TrainingConfig>, images: number): Short =>
  (config) => ({
    ...config,
    seeds: 1,
    data: { ...config.data, teacherImages: 1_500, labelledImages: images },
    teacher: { ...config.teacher, epochs: 3, batchSize: 50, learningRate: 0.01, ...teacher },
    student: { ...config.student, ...student },
  });
const LITTLE_CNN = { channels: [4, 8], hidden: [16] };
const LITTLE_VIT = { blocks: 2, width: 16, heads: 2, epochs: 1, batchSize: 250 };

/** What is inside a student comes to be as it is inside its teacher, and the board has labels, soft targets and the method. */
function comesToMatch(term: 'attentionTransfer' | 'tinyBert', { record }: Run): void {
  const values = record.history.flatMap(({ terms }) => terms?.[term] ?? []);
  expect(values.at(-1)!).toBeLessThan(0.8 * values[0]!);
  const methods = leaderboardOf(record)!.rows.map(({ method }) => method);
  expect(methods.sort()).toEqual(['labels', 'softTargets', term].sort());
}

/** Of one teacher, and known to this trainer; tests/engine/methods.test.ts trains the others. */
const ONE_TEACHER: readonly MethodName[] = ['softTargets', 'logitMse', 'layerInit'];

const softGradient = ({ softGradient: length }: HistoryPoint) => length!;

describe('the sign of each preset’s effect', () => {
  test('every preset has a check', () => {
    expect(Object.keys(CHECKS).sort()).toEqual(PRESETS.map(({ id }) => id).sort());
  });

  test.each(Object.entries(CHECKS))('%s', async (_, check) => {
    await check();
  });
});
