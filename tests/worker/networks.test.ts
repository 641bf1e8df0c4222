// Networks that somebody looks at: those of a run in the middle of its training and after it, and those that come with the lab.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { NetworksOf } from '../../src/core/answers.ts';
import type { RunEvent } from '../../src/core/events.ts';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import { topAnswer } from '../../src/core/metrics.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { memoryTables } from '../../src/store/tables.ts';
import type { LabApi } from '../../src/worker/api.ts';
import { createLabApi } from '../../src/worker/lab.ts';
import { createNetworks } from '../../src/worker/networks.ts';
import { mnistNetworks, mnistTeachers } from '../../src/data/mnist-files.ts';
import { smallExperiment } from '../engine/fixtures.ts';
import { barReader, saved } from '../engine/tfjs-models.ts';
import { ownFiles } from './own-files.ts';

const noDigits = { mnist: {}, teachers: [], networks: [] } as unknown as Parameters<typeof createLabApi>[0];
const config = smallExperiment({ data: { dataset: 'own' } });
const run: NetworksOf = { from: 'run', runId: 'a' };
let lab: LabApi;

beforeEach(async () => {
  lab = createLabApi(noDigits, Promise.resolve(memoryTables('for a test')));
  await lab.prepare('cpu');
  await lab.openOwn(ownFiles());
});

function start(
  experiment: ExperimentConfig = config,
  onEvents: (events: readonly RunEvent[]) => void = () => undefined,
) {
  return lab.run({ runId: 'a', generation: 1, config: experiment, paused: false }, onEvents);
}

/** Errors on the test images by the answers, which the record counts too. */
async function errorsOf(kind: 'teacher' | 'students', member: number): Promise<number> {
  const { labels, classes } = await lab.testImages('own');
  const logits = (await lab.testAnswers(run, { kind, member }))!;
  return labels.reduce(
    (errors, label, row) => errors + (topAnswer(logits, row, classes) === label ? 0 : 1),
    0,
  );
}

test('a finished run’s networks answer as its record says, and to any image', async () => {
  const { results } = await start();
  expect(await errorsOf('teacher', 0)).toBe(results[0]!.testErrors);
  expect(await errorsOf('students', 0)).toBe(results[1]!.testErrors);
  expect(await errorsOf('students', 1)).toBe(results[2]!.testErrors);
  const { images } = await lab.testImages('own');
  const sheet = await lab.answers(run, images.subarray(0, 2 * 784));
  expect(sheet).toMatchObject({ whose: 'run', classes: 10 });
  expect(
    sheet.networks.map(({ role, kind, member, isMeasured }) => [role, kind, member, isMeasured]),
  ).toEqual([
    ['teacher', 'teacher', 0, true],
    ['hardLabel', 'students', 0, true],
    ['distilled', 'students', 1, true],
  ]);
  const all = (await lab.testAnswers(run, { kind: 'students', member: 1 }))!;
  sheet.networks[2]!.logits.forEach((logit, i) => expect(logit).toBeCloseTo(all[i]!, 4));
});

test('they move while they train where somebody looks, and the run comes out the same', async () => {
  const undisturbed = await start();
  await lab.watch(true);
  const image = (await lab.testImages('own')).images.subarray(0, 784);
  const seen = new Map<number, number>(); // by step, the distilled student's first logit
  const asked: Promise<void>[] = [];
  const longer = { ...config, student: { ...config.student, epochs: 60 } };
  const record = await start(longer, (events) => {
    if (!events.some(({ kind }) => kind === 'progress')) return;
    asked.push(
      lab.answers(run, image).then(({ networks }) => {
        const distilled = networks.find(({ role }) => role === 'distilled');
        if (distilled && !distilled.isMeasured) seen.set(distilled.step, distilled.logits[0]!);
      }),
    );
  });
  await Promise.all(asked);
  expect(seen.size).toBeGreaterThan(1);
  expect(new Set(seen.values()).size).toBe(seen.size);
  expect(record.results[0]!.testLoss).toBe(undisturbed.results[0]!.testLoss);
});

test('in a pause they answer to who begins to look then, as they are at that step', async () => {
  const image = (await lab.testImages('own')).images.subarray(0, 784);
  const longer = { ...config, student: { ...config.student, epochs: 60 } };
  let paused = false;
  let at = 0;
  const running = start(longer, (events) => {
    for (const event of events) {
      if (event.kind !== 'progress' || event.phase !== 'students' || event.step === undefined) continue;
      at = event.step;
      if (at === 0 || paused) continue;
      paused = true;
      void lab.step(); // and no further
    }
  });
  await vi.waitFor(() => expect(paused).toBe(true));
  const resting = await vi.waitUntil(async () => {
    const before = at;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return before === at && at;
  });
  expect((await lab.answers(run, image)).networks.map(({ kind }) => kind)).toEqual(['teacher']);
  await lab.watch(true);
  await new Promise((resolve) => setTimeout(resolve)); // the next message of the page comes in its own turn
  const { networks } = await lab.answers(run, image);
  const students = networks.filter(({ kind }) => kind === 'students');
  expect(students.map(({ step }) => step)).toEqual([resting, resting]);
  await lab.resume();
  await running;
});

test('nobody’s networks: another run, one that has not begun, one that is not measured', async () => {
  const image = new Uint8Array(784);
  expect((await lab.answers(run, image)).networks).toEqual([]);
  expect(await lab.testAnswers(run, { kind: 'students', member: 0 })).toBeUndefined();
  await start();
  expect((await lab.answers({ from: 'run', runId: 'b' }, image)).networks).toEqual([]);
  expect(await lab.testAnswers(run, { kind: 'students', member: 9 })).toBeUndefined();
});

test('a model from a file answers too, one call or many, as it did when it was measured', async () => {
  await lab.openTeacher(await saved(barReader(1)), '0-1', 'own');
  const { results } = await start();
  expect(await errorsOf('teacher', 0)).toBe(results[0]!.testErrors);
  const { images } = await lab.testImages('own');
  const all = (await lab.testAnswers(run, { kind: 'teacher', member: 0 }))!;
  const one = async (row: number) =>
    (await lab.answers(run, images.subarray(row * 784, (row + 1) * 784))).networks[0]!.logits;
  for (const row of [0, 1])
    (await one(row)).forEach((logit, c) => expect(logit).toBeCloseTo(all[row * 10 + c]!, 4));
});

test('teachers that teach together answer together too, under the number that results have', async () => {
  const record: RunRecord = await start({ ...config, teacher: { ...config.teacher, count: 2 } });
  const together = record.results.find(({ method }) => method === 'ensemble')!;
  const { networks } = await lab.answers(run, new Uint8Array(784));
  expect(networks.at(-1)).toMatchObject({ method: 'ensemble', kind: 'teacher', member: together.member });
  expect(await errorsOf('teacher', together.member)).toBe(together.testErrors);
});

describe('networks that come with the lab', () => {
  const shipped = createNetworks({ networks: mnistNetworks, teachers: mnistTeachers });
  const image = new Uint8Array(784).fill(40, 300, 420);

  test.each(['quick', 'omit-a-digit'])('%s has a teacher and both students', async (preset) => {
    const sheet = await shipped.answers({ from: 'lab', preset }, image);
    expect(sheet.whose).toBe('recording');
    expect(sheet.networks.map(({ role }) => role)).toEqual(['teacher', 'hardLabel', 'distilled']);
    for (const { logits, isMeasured, step, steps } of sheet.networks) {
      expect(logits.every(Number.isFinite)).toBe(true);
      expect(isMeasured && step === steps).toBe(true);
    }
  });

  test('every other preset has the teacher that comes with the lab', async () => {
    const sheet = await shipped.answers({ from: 'lab', preset: 'seven-eight' }, image);
    expect(sheet.whose).toBe('teacher');
    expect(sheet.networks.map(({ role }) => role)).toEqual(['teacher']);
  });

  test('their answers to the test images are computed once', async () => {
    const images = vi.fn(() => Promise.resolve(image));
    const of: NetworksOf = { from: 'lab', preset: 'quick' };
    const first = await shipped.testAnswers(of, { kind: 'students', member: 1 }, images);
    expect(await shipped.testAnswers(of, { kind: 'students', member: 1 }, images)).toBe(first);
    expect(images).toHaveBeenCalledOnce();
  });

  test('what does not arrive is told in a sentence, and tried again', async () => {
    const urls = {
      model: URL.createObjectURL(new Blob(['{}'])),
      weights: URL.createObjectURL(new Blob([''])),
    };
    const broken = mnistNetworks.map((one) => ({ ...one, networks: [{ ...one.networks[0]!, urls }] }));
    const networks = createNetworks({ networks: broken, teachers: [] });
    const asked = () => networks.answers({ from: 'lab', preset: 'quick' }, image);
    const told = /could not be loaded \(its files are not what they should be\)/;
    await expect(asked()).rejects.toMatchObject({
      code: 'network',
      message: expect.stringMatching(told) as string,
    });
    await expect(asked()).rejects.toMatchObject({ code: 'network' });
  });
});
