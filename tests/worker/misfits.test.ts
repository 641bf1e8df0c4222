// Data and teachers that do not fit each other or the experiment: what fits is done, the rest is refused with the reason.
import { beforeEach, expect, test } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import type { RunEvent } from '../../src/core/events.ts';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import { parseRunText } from '../../src/core/run-file.ts';
import { memoryTables } from '../../src/store/tables.ts';
import type { LabApi } from '../../src/worker/api.ts';
import { createLabApi } from '../../src/worker/lab.ts';
import { smallExperiment } from '../engine/fixtures.ts';
import { ownFiles } from './own-files.ts';

const noDigits = { mnist: {}, teachers: [], networks: [] } as unknown as Parameters<typeof createLabApi>[0];
const config = smallExperiment({ data: { dataset: 'own' } });

let lab: LabApi;
beforeEach(async () => {
  lab = createLabApi(noDigits, Promise.resolve(memoryTables('for a test')));
  await lab.prepare('cpu');
  await lab.openOwn(ownFiles());
});

const seen: RunEvent[] = [];
async function run(experiment: ExperimentConfig) {
  seen.length = 0;
  const request = { runId: 'a', generation: 1, config: experiment, paused: false };
  return lab.run(request, (events) => void seen.push(...events));
}
const reused = () =>
  seen.flatMap((event) => (event.kind === 'opened' ? [event.reuse?.from ?? 'trained'] : []));

test('D13 fewer images than a batch: a step takes them all, and every number is one', async () => {
  await lab.openOwn(ownFiles(20));
  const few = smallExperiment({
    data: { dataset: 'own', teacherImages: 16, labelledImages: 10 },
    teacher: { batchSize: 1024, epochs: 3 },
    student: { batchSize: 512, epochs: 2 },
  });
  expect(compile(few).map(({ batchSize }) => batchSize)).toEqual([16, 10]);
  const record = await run(few);
  expect(record.history.map(({ role, step }) => `${role} ${step}`)).toEqual([
    ...['teacher 1', 'teacher 2', 'teacher 3'],
    ...['hardLabel 1', 'distilled 1', 'hardLabel 2', 'distilled 2'],
  ]);
  for (const { objective, validationLoss, validationAccuracy } of record.history)
    for (const number of [objective, validationLoss, validationAccuracy])
      expect(number).toBeGreaterThanOrEqual(0);
  // The file's reader refuses what is no number, and JSON has no word for it.
  const read = parseRunText(JSON.stringify(record));
  expect(read).toEqual({ ok: true, value: record });
});

test('T5 a teacher of other data, of another shape or trained otherwise is not used again', async () => {
  await run(config);
  expect(reused()).toEqual(['trained', 'trained']);
  await run(smallExperiment({ data: { dataset: 'own' }, student: { epochs: 2 } }));
  expect(reused()).toEqual(['browser', 'trained']); // whatever the students are

  await run(smallExperiment({ data: { dataset: 'own' }, teacher: { hidden: [11] } }));
  expect(reused()).toEqual(['trained', 'trained']);
  await run(smallExperiment({ data: { dataset: 'own' }, teacher: { learningRate: 0.02 } }));
  expect(reused()).toEqual(['trained', 'trained']);
  await lab.openOwn(ownFiles(210)); // ten images more
  await run(config);
  expect(reused()).toEqual(['trained', 'trained']);
  await lab.openOwn(ownFiles()); // and those from before
  await run(config);
  expect(reused()).toEqual(['browser', 'trained']);
});

test('T5 a teacher from a file that does not fit the data or the experiment is refused with the reason, before training', async () => {
  await run(config);
  const request = { kind: 'teacher', member: 0, precision: 'float32', weightsPath: 'w.bin' } as const;
  const { json, weights } = await lab.exportModel(request);
  const files = [new File([JSON.stringify(json)], 'mine.json'), new File([weights], 'w.bin')];
  await lab.openTeacher(files, '0-1', 'own');

  await expect(
    run(smallExperiment({ data: { dataset: 'own' }, teacher: { count: 2 } })),
  ).rejects.toMatchObject({
    code: 'config',
    message: 'This experiment trains 2 teachers, and a teacher from a file is one.',
    hint: 'Set Teachers to 1 and share it among the seeds, or put the file away.',
  });
  expect(reused()).toEqual([]);
  await lab.openOwn(ownFiles(200, 3));
  const three = smallExperiment({ data: { dataset: 'own', teacherImages: 30, labelledImages: 30 } });
  await expect(run(three)).rejects.toMatchObject({
    code: 'config',
    message: 'The teacher from a file gives 10 answers, and this data has 3 classes.',
    hint: 'Put the file away, or use the data that it knows.',
  });
  expect(reused()).toEqual([]);

  const narrow = { ...json, weightsManifest: [{ ...json.weightsManifest[0], weights: [] }] };
  const bad = [new File([JSON.stringify(narrow)], 'bad.json'), new File([weights], 'w.bin')];
  await expect(lab.openTeacher(bad, '0-1', 'own')).rejects.toMatchObject({
    code: 'data',
    message: expect.stringMatching(/^bad\.json cannot be a teacher: /) as string,
  });
});
