// The worker's API in process: no wire, real training on the cpu backend, on small files of "the user's own".
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { RunEvent } from '../../src/core/events.ts';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import { readModelFile } from '../../src/core/model-file.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import type { LabApi } from '../../src/worker/api.ts';
import { memoryTables } from '../../src/store/tables.ts';
import { createLabApi } from '../../src/worker/lab.ts';
import { smallExperiment } from '../engine/fixtures.ts';
import { ownFiles } from './own-files.ts';

const config: ExperimentConfig = smallExperiment({ data: { dataset: 'own' } });
const noDigits = { mnist: {}, teachers: [], networks: [] } as unknown as Parameters<typeof createLabApi>[0];
let lab: LabApi;

beforeEach(async () => {
  lab = createLabApi(noDigits, Promise.resolve(memoryTables('for a test')));
  await lab.prepare('cpu');
  await lab.openOwn(ownFiles());
});

/** Starts a run and keeps its events. */
function start(
  options: { readonly paused?: boolean; readonly config?: ExperimentConfig; readonly fresh?: boolean } = {},
) {
  const events: RunEvent[] = [];
  const { paused = false, fresh: freshTeacher = false } = options;
  const request = { runId: 'a', generation: 1, config: options.config ?? config, paused, freshTeacher };
  const done = lab.run(request, (batch) => void events.push(...batch));
  done.catch(() => undefined);
  const lastStep = () =>
    events.reduce((at, event) => (event.kind === 'progress' ? (event.step ?? at) : at), -1);
  return { events, done, lastStep };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 60));

test('preparing says what will compute, and why not the fused trainer', async () => {
  const trainerReason = 'The fused trainer needs WebGPU.';
  expect(await lab.prepare('cpu', 'fused')).toMatchObject({ backend: 'cpu', trainer: 'tfjs', trainerReason });
  const { environment } = await start().done;
  expect(environment).toMatchObject({ trainer: 'tfjs', trainerReasons: [trainerReason], variants: {} });
  expect(environment).not.toHaveProperty('gpuBytes');
});

test('a run from files to results', async () => {
  const { events, done } = start();
  const record = await done;
  expect(record.results.map(({ role }) => role)).toEqual(['teacher', 'hardLabel', 'distilled']);
  expect(record.dataset.id).toBe('own');
  expect(events.every(({ runId }) => runId === 'a')).toBe(true);
  expect(events.slice(-2)).toMatchObject([{ kind: 'results' }, { kind: 'progress', phase: 'timing' }]);
  expect(record.verdicts).toHaveLength(1);
  for (const { speed, latencyMs } of record.results) {
    expect(speed!.map(({ backend }) => backend)).toEqual(['cpu', 'wasm']);
    expect(latencyMs!.p95).toBeGreaterThanOrEqual(latencyMs!.median);
  }
});

test('the networks of the last run come out as models, and of no other', async () => {
  const request = { kind: 'students', member: 1, precision: 'float32', weightsPath: 'w.bin' } as const;
  await expect(lab.exportModel(request)).rejects.toMatchObject({ code: 'config' });
  const record = await start().done;
  const { json, weights } = await lab.exportModel(request);
  expect(json.weightsManifest[0].paths).toEqual(['w.bin']);
  const read = readModelFile(json, weights)!;
  expect(read.architecture).toEqual({ kind: 'mlp', inputs: 784, hidden: config.student.hidden, classes: 10 });
  expect(read.notes).toMatchObject({ role: 'distilled', testErrors: record.results[2]!.testErrors, config });
  await expect(lab.exportModel({ ...request, member: 2 })).rejects.toMatchObject({
    message: expect.stringContaining('no longer here') as string,
  });
});

test('a model takes the teacher’s place until it is put away; one that is refused changes nothing', async () => {
  const trained = (await start().done).results[0]!;
  const request = { kind: 'teacher', member: 0, precision: 'float32', weightsPath: 'w.bin' } as const;
  const { json, weights } = await lab.exportModel(request);
  const files = [new File([JSON.stringify(json)], 'mine.json'), new File([weights], 'w.bin')];
  const report = await lab.openTeacher(files, '0-1', 'own');
  expect(report).toMatchObject({ title: 'mine.json', architecture: '784-12-9-10', parameters: 9637 });
  expect(report.triedImages).toBeGreaterThan(100);

  const other = smallExperiment({ data: { dataset: 'own' }, teacher: { hidden: [5] } });
  const record = await start({ config: other }).done;
  expect(record.reused).toEqual([{ stage: 'teacher', from: 'file', title: 'mine.json' }]);
  const { testErrors, testLoss, confusion } = trained; // to the bit what it was
  expect(record.results[0]).toMatchObject({
    architecture: report.architecture,
    testErrors,
    testLoss,
    confusion,
  });
  expect(record.results[0]).not.toHaveProperty('trainSeconds');

  await expect(lab.openTeacher(files.slice(0, 1), '0-1', 'own')).rejects.toMatchObject({ code: 'data' });
  const several = smallExperiment({ data: { dataset: 'own' }, teacher: { count: 2 } });
  await expect(start({ config: several }).done).rejects.toMatchObject({
    message: 'This experiment trains 2 teachers, and a teacher from a file is one.',
  });
  expect((await start({ config: other }).done).reused).toHaveLength(1);
  await lab.openOwn(ownFiles(200, 3)); // which the teacher does not know
  const three = smallExperiment({ data: { dataset: 'own', teacherImages: 30, labelledImages: 30 } });
  await expect(start({ config: three }).done).rejects.toMatchObject({
    message: 'The teacher from a file gives 10 answers, and this data has 3 classes.',
  });
  await lab.openOwn(ownFiles());
  await lab.closeTeacher();
  expect(await start({ config: other }).done).not.toHaveProperty('reused');
});

describe('pause, step, resume, stop', () => {
  test('begun paused, nothing is trained; a step is one optimiser step', async () => {
    const { lastStep, done } = start({ paused: true });
    await settle();
    expect(lastStep()).toBeLessThanOrEqual(0);
    await lab.step();
    await vi.waitFor(() => expect(lastStep()).toBe(1));
    await settle();
    expect(lastStep()).toBe(1);
    await lab.step();
    await vi.waitFor(() => expect(lastStep()).toBe(2));
    await lab.stop();
    await expect(done).rejects.toMatchObject({ code: 'stopped' });
  });

  const numbersOf = ({ results, history, verdicts }: RunRecord) => ({
    ...{ history, verdicts },
    results: results.map(
      ({ trainSeconds: _, speed: __, imagesPerSecond: ___, latencyMs: ____, ...rest }) => rest,
    ),
  });

  test('stepped to its end, a run gives the numbers of one that was not', async () => {
    const quiet = await start().done;
    const { done } = start({ paused: true });
    const pressing = setInterval(() => void lab.step(), 1);
    await done.finally(() => clearInterval(pressing));
    expect(numbersOf(await done)).toEqual(numbersOf(quiet));
  });

  test.each(['cpu', 'webgpu'] as const)('on %s slow motion changes no number', async (backend) => {
    lab = createLabApi(noDigits, Promise.resolve(memoryTables('for a test')));
    const { trainer } = await lab.prepare(backend);
    expect(trainer).toBe(backend === 'cpu' ? 'tfjs' : 'fused');
    await lab.openOwn(ownFiles());
    const quiet = await start({ fresh: true }).done;
    await lab.limit(100);
    const slow = start({ fresh: true });
    await vi.waitFor(() => expect(slow.lastStep()).toBeGreaterThan(3));
    await lab.limit(1000); // changed while it runs
    await slow.done;
    expect(numbersOf(await slow.done)).toEqual(numbersOf(quiet));
    await lab.limit(undefined);
  });

  test('at a limited pace steps keep their distance, no time left is said, and pause is at once', async () => {
    await lab.limit(20);
    const { events, lastStep, done } = start();
    await vi.waitFor(() => expect(lastStep()).toBeGreaterThanOrEqual(2));
    const [from, first] = [performance.now(), lastStep()];
    await vi.waitFor(() => expect(lastStep()).toBeGreaterThanOrEqual(first + 3));
    expect(performance.now() - from).toBeGreaterThan(80); // of the 100 between the first and the last of three steps
    const progress = events.filter((event) => event.kind === 'progress');
    expect(progress.some(({ secondsLeft }) => secondsLeft !== undefined)).toBe(false);
    await lab.pause();
    await settle();
    const paused = lastStep();
    await settle();
    await settle();
    expect(lastStep()).toBe(paused);
    await lab.step();
    await vi.waitFor(() => expect(lastStep()).toBe(paused + 1));
    await lab.stop();
    await expect(done).rejects.toMatchObject({ code: 'stopped' });
  });

  test('stop does not wait for the next step', async () => {
    await lab.limit(0.01);
    const { lastStep, done } = start();
    await vi.waitFor(() => expect(lastStep()).toBe(1));
    await lab.stop();
    await expect(done).rejects.toMatchObject({ code: 'stopped' });
    await lab.limit(undefined);
    expect((await start().done).results).toHaveLength(3); // the pace is of the lab, not of a run
  });

  test('paused, it stands still; resumed, it ends', async () => {
    const { events, done } = start({
      config: smallExperiment({ data: { dataset: 'own' }, teacher: { epochs: 40 } }),
    });
    await vi.waitFor(() => expect(events.length).toBeGreaterThan(3));
    await lab.pause();
    await settle();
    const count = events.length;
    await settle();
    expect(events.length).toBe(count);
    await lab.resume();
    expect((await done).results).toHaveLength(3);
  });

  test('stopped, it leaves the worker free for the next run', async () => {
    const { done, events } = start({
      config: smallExperiment({ data: { dataset: 'own' }, teacher: { epochs: 500 } }),
    });
    await vi.waitFor(() => expect(events.length).toBeGreaterThan(3));
    await lab.stop();
    await expect(done).rejects.toMatchObject({ code: 'stopped' });
    expect((await start().done).results).toHaveLength(3);
  });

  test('stopped while paused, before the first step, and twice', async () => {
    const { done } = start({ paused: true });
    await lab.stop();
    await lab.stop();
    await expect(done).rejects.toMatchObject({ code: 'stopped' });
  });

  test('commands without a run do nothing', async () => {
    await Promise.all([lab.pause(), lab.resume(), lab.step(), lab.stop()]);
  });
});

describe('refused', () => {
  test('T4 a second run while one is under way', async () => {
    const { done } = start({ paused: true });
    await expect(start().done).rejects.toMatchObject({ message: 'A run is already under way.' });
    await lab.stop();
    await expect(done).rejects.toMatchObject({ code: 'stopped' });
  });

  test('more images than the data has, with what it has', async () => {
    const greedy = smallExperiment({ data: { dataset: 'own', labelledImages: 5000 } });
    await expect(start({ config: greedy }).done).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('"5000"') as string,
    });
  });

  test('a config that no form would send', async () => {
    const hostile = { ...config, seed: Infinity };
    await expect(start({ config: hostile }).done).rejects.toMatchObject({ code: 'config' });
  });

  test('D1 bad files leave the loaded ones in use', async () => {
    const broken = new File(['<html>'], 'train-images');
    await expect(lab.openOwn([broken, broken])).rejects.toMatchObject({ code: 'data' });
    expect((await start().done).results).toHaveLength(3);
  });

  test('own files that were never loaded', async () => {
    lab = createLabApi(noDigits, Promise.resolve(memoryTables('for a test')));
    await lab.prepare('cpu');
    await expect(start().done).rejects.toMatchObject({ code: 'config' });
  });
});
