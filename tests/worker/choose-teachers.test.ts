// Whose teacher is used: a file's before this browser's own, its own before the lab's, none where all are to be trained.
import { expect, test } from 'vitest';
import { parameterCount } from '../../src/core/architecture.ts';
import type { StageCheckpoint } from '../../src/core/checkpoint.ts';
import { compile } from '../../src/core/compile.ts';
import { modelFile } from '../../src/core/model-file.ts';
import type { ShippedTeacher } from '../../src/core/shipped.ts';
import { chooseTeachers, type TeacherSources } from '../../src/worker/choose-teachers.ts';
import type { Begun, Keeping } from '../../src/worker/keeping.ts';
import { madeUpRun } from '../core/measured.ts';
import { NEVER, smallExperiment } from '../engine/fixtures.ts';

const trained = smallExperiment();
const { architecture, steps, members } = compile(trained)[0]!;
const parameters = new Float32Array(parameterCount(architecture)).fill(0.5);
const evaluation = { images: 300, errors: 3, accuracy: 0.99, loss: 0.1 };

const kept: StageCheckpoint = {
  ...{ stage: 'teacher', trainer: 'fused', architecture, reuse: { from: 'browser' } },
  snapshot: { step: steps, parameters, moments: [] },
  history: madeUpRun(trained).history.filter(({ role }) => role === 'teacher'),
};

function shipped(): ShippedTeacher {
  const file = modelFile(architecture, parameters, 'float16', { role: 'teacher' });
  const url = (content: BlobPart) => URL.createObjectURL(new Blob([content]));
  const urls = {
    model: url(JSON.stringify(file.json)),
    weights: url(file.weights),
    run: url(JSON.stringify(madeUpRun(trained))),
  };
  return { title: 'tiny', config: trained, testErrors: 1, testImages: 10, urls };
}

async function choose(change: Partial<TeacherSources> & { found?: StageCheckpoint[] }, config = trained) {
  const { found = [], ...sources } = change;
  const begun = {
    config,
    stages: compile(config),
    dataset: 'mnist',
    tell: () => undefined,
  } as unknown as Begun;
  const keeping = { findTeachers: () => Promise.resolve(found) } as unknown as Keeping;
  return chooseTeachers(begun, {
    ...{ fresh: false, keeping, shipped: [shipped()], trainers: [], signal: NEVER },
    ...sources,
  });
}
const from = (chosen: readonly StageCheckpoint[]) => chosen.map(({ stage, reuse }) => [stage, reuse?.from]);

test('the lab’s where there is no other', async () => {
  expect(from(await choose({}))).toEqual([['teacher', 'lab']]);
});

test('this browser’s own before the lab’s', async () => {
  expect(from(await choose({ found: [kept] }))).toEqual([['teacher', 'browser']]);
});

test('a file’s before any other, whatever is to be trained', async () => {
  const given = { title: 'model.json', architecture, parameters, tried: evaluation };
  expect(from(await choose({ given, found: [kept], fresh: true }))).toEqual([['teacher', 'file']]);
});

test('none where all are to be trained', async () => {
  expect(await choose({ found: [kept], fresh: true })).toEqual([]);
});

test('among several teachers its curve stands under its own number and setting', async () => {
  const varied = { ...trained, vary: [{ path: 'teacher.epochs', values: [5, trained.teacher.epochs] }] };
  const [chosen, ...others] = await choose({}, varied);
  expect(others).toEqual([]);
  expect(chosen!.stage).toBe('teacher-2');
  expect(chosen!.history.length).toBeGreaterThan(0);
  for (const point of chosen!.history)
    expect(point).toMatchObject({ member: 1, setting: compile(varied)[1]!.members[0]!.setting });
  expect(members[0]!.setting).toBeUndefined();
});

test('a curve that was measured on other images than the run’s is not shown beside them', async () => {
  const all = { ...trained, data: { ...trained.data, trainingRows: 'all' as const } };
  const [chosen] = await choose({ found: [kept] }, all);
  expect(kept.history.length).toBeGreaterThan(0);
  expect(chosen!.history).toEqual([]);
});

test('a stop ends the download', async () => {
  const signal = AbortSignal.abort();
  await expect(choose({ signal })).resolves.toEqual([]); // the run itself says that it was stopped
});
