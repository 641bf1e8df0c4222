// What the worker keeps beside a run: real training on the cpu backend, tables in memory.
import { beforeEach, expect, test, vi } from 'vitest';
import type { RunEvent } from '../../src/core/events.ts';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { english } from '../../src/core/text.ts';
import { memoryTables, type Tables } from '../../src/store/tables.ts';
import type { LabApi, RunRequest } from '../../src/worker/api.ts';
import { createLabApi } from '../../src/worker/lab.ts';
import { smallExperiment } from '../engine/fixtures.ts';
import { ownFiles } from './own-files.ts';

const config = smallExperiment({ data: { dataset: 'own' } });
/** Long enough to be kept on its way. */
const long = smallExperiment({ data: { dataset: 'own' }, teacher: { epochs: 120 }, student: { epochs: 40 } });

let tables: Tables;
let lab: LabApi;
beforeEach(async () => {
  tables = memoryTables('for a test');
  lab = await openLab();
});

/** As after the page was closed and opened again. */
async function openLab(): Promise<LabApi> {
  const opened = createLabApi(
    { teachers: [], networks: [] } as unknown as Parameters<typeof createLabApi>[0],
    Promise.resolve(tables),
  );
  await opened.prepare('cpu');
  await opened.openOwn(ownFiles());
  return opened;
}

function start(experiment: ExperimentConfig, options: Partial<RunRequest> = {}) {
  const events: RunEvent[] = [];
  const request = { runId: 'a', generation: 1, config: experiment, paused: false, ...options };
  const done = lab.run(request, (batch) => void events.push(...batch));
  done.catch(() => undefined);
  return { events, done };
}

const reuses = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.kind === 'opened' ? [event.reuse?.from] : []));
const untimed = ({ results, history, verdicts }: RunRecord) => ({
  history,
  verdicts,
  results: results.map(
    ({ trainSeconds: _, speed: __, imagesPerSecond: ___, latencyMs: ____, ...rest }) => rest,
  ),
});

test('a run that was stopped is offered, and goes on to the same end in another worker', async () => {
  const whole = await start(long, { freshTeacher: true }).done;
  expect(await lab.unfinished()).toBeUndefined();

  const { done } = start(long, { freshTeacher: true });
  await vi.waitFor(async () => expect(await tables.table('checkpoints').keys()).not.toEqual([]), 20_000);
  await lab.stop();
  await expect(done).rejects.toMatchObject({ code: 'stopped' });

  lab = await openLab();
  const greedy = smallExperiment({ data: { dataset: 'own', labelledImages: 5000 } });
  await expect(start(greedy).done).rejects.toMatchObject({ code: 'config' }); // never began, so nothing is lost
  const unfinished = await lab.unfinished();
  expect(unfinished).toMatchObject({ config: long, steps: expect.any(Number) as number, isSameDevice: true });
  const resumed = start(config, { resume: true }); // with its own settings, whatever the form says
  const record = await resumed.done;
  expect(record.config).toEqual(long);
  expect(untimed(record)).toEqual(untimed(whole));
  expect(await lab.unfinished()).toBeUndefined();
});

test('what is damaged is not offered, and what is discarded is gone', async () => {
  const keep = () => tables.table<unknown>('checkpoints');
  await expect(start(config, { resume: true }).done).rejects.toMatchObject({ code: 'config' });
  await keep().put('a', { number: 1, savedAt: 1, checksum: 5, bytes: new Uint8Array(3) }); // damaged
  expect(await lab.unfinished()).toBeUndefined();
  await lab.discardUnfinished();
  expect(await keep().keys()).toEqual([]);
});

test('a teacher that was trained just so before is used again, unless told otherwise', async () => {
  const first = start(config);
  const [teacher] = (await first.done).results;
  expect(reuses(first.events)).toEqual([undefined, undefined]);

  const { distillation, student } = config;
  const hotter = { ...config, distillation: { ...distillation, temperature: 2 }, seeds: 2 };
  const second = start(hotter);
  const record = await second.done;
  expect(reuses(second.events)).toEqual(['browser', undefined]);
  expect(record.reused).toMatchObject([{ stage: 'teacher', from: 'browser' }]);
  expect(record.results[0]!.testLoss).toBe(teacher!.testLoss);
  expect(record.results[0]!.trainSeconds).toBe(teacher!.trainSeconds);

  const other = start({ ...hotter, teacher: { ...config.teacher, epochs: 3 }, student });
  await other.done;
  expect(reuses(other.events)).toEqual([undefined, undefined]);
  const afresh = start(hotter, { freshTeacher: true });
  expect(untimed(await afresh.done)).toEqual(untimed(record));
  expect(reuses(afresh.events)).toEqual([undefined, undefined]);
});

test('what cannot be kept is told once, and the run goes on to its end', async () => {
  const roomy = tables;
  tables = {
    ...roomy,
    table: (name) => ({
      ...roomy.table(name),
      put: () => Promise.reject(new DOMException('The quota has been exceeded.', 'QuotaExceededError')),
    }),
  };
  lab = await openLab();
  const { events, done } = start(config);
  expect((await done).results).toHaveLength(3);
  const told = events.flatMap((event) => (event.kind === 'notice' ? [english(event.message)] : []));
  expect(told).toEqual([
    'The state of this run could not be kept in this browser (The quota has been exceeded); training goes on.',
    'The teacher could not be kept in this browser (The quota has been exceeded); training goes on.',
  ]);
});

test('a page that takes no record, as when it has been let go of, costs nothing', async () => {
  const request = { runId: 'a', generation: 1, config, paused: false };
  const taken = vi.fn(() => {
    throw new Error('Proxy has been released and is not useable');
  });
  const record = await lab.run(request, () => undefined, taken);
  expect(taken).toHaveBeenCalled();
  expect(record.results).toHaveLength(3);
});

test('a run on images of the user’s own goes on with those images only, however few classes they have', async () => {
  const threeClasses = { ...long, data: { ...long.data, teacherImages: 30, labelledImages: 30 } };
  const files = ownFiles(200, 3);
  await lab.openOwn(files);
  const { done } = start(threeClasses);
  await vi.waitFor(async () => expect(await tables.table('checkpoints').keys()).not.toEqual([]), 20_000);
  await lab.stop();
  await expect(done).rejects.toMatchObject({ code: 'stopped' });

  lab = await openLab(); // with other files
  expect(await lab.unfinished()).toMatchObject({ config: threeClasses });
  await expect(start(config, { resume: true }).done).rejects.toMatchObject({
    message: 'The interrupted run was trained on other images than are loaded now.',
  });
  await lab.openOwn(files);
  const record = await start(config, { resume: true }).done;
  expect(record.results[0]!.architecture).toBe('784-12-9-3');
});

test('a run that begins anew forgets the one that was interrupted', async () => {
  const { done } = start(long);
  await vi.waitFor(async () => expect(await tables.table('checkpoints').keys()).not.toEqual([]), 20_000);
  await lab.stop();
  await expect(done).rejects.toMatchObject({ code: 'stopped' });
  expect(await lab.unfinished()).toBeDefined();
  const anew = start(config, { paused: true });
  await vi.waitFor(async () => expect(await lab.unfinished()).toBeUndefined());
  await lab.stop();
  await expect(anew.done).rejects.toMatchObject({ code: 'stopped' });
});
