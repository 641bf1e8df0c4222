import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { LabError } from '../../src/core/errors.ts';
import { compile } from '../../src/core/compile.ts';
import type { Stage } from '../../src/core/stages.ts';
import { runExperiment } from '../../src/engine/run.ts';
import { prepareStages } from '../../src/engine/stage-trainer.ts';
import { tfjsTrainer } from '../../src/engine/tfjs-trainer.ts';
import type { Trainer } from '../../src/engine/trainer.ts';
import { collect, madeUp as dataset, device, of } from './collect-run.ts';
import { breathe, NEVER, smallExperiment } from './fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** The reference under another name, with sessions that tell what they hold. */
const fused: Trainer = {
  ...tfjsTrainer,
  name: 'fused',
  open: async (stage, deps) =>
    Object.assign(await tfjsTrainer.open(stage, deps), {
      gpuBytes: 100 * stage.members.length,
      variants: { dense: stage.id },
    }),
};
const onlyTeachers: Trainer = {
  ...fused,
  supports: ({ id }) => id === 'teacher' || 'This trainer only knows teachers.',
};

test('the first that can does every stage; the record has its kernels and the most memory it held', async () => {
  const { events, record } = await collect(smallExperiment(), { trainers: [fused, tfjsTrainer] });
  const [teacher, students] = of(events, 'opened');
  expect(teacher).toEqual({
    kind: 'opened',
    stage: 'teacher',
    trainer: 'fused',
    reasons: [],
    gpuBytes: 100,
    variants: { dense: 'teacher' },
  });
  expect(students).toMatchObject({ stage: 'students', trainer: 'fused', gpuBytes: 200 });
  expect(record!.environment).toMatchObject({
    gpuBytes: 200,
    variants: { teacher: { dense: 'teacher' }, students: { dense: 'students' } },
  });
});

test('what measuring takes more than training is told at the end of the stage, and kept', async () => {
  const growing: Trainer = {
    ...fused,
    open: async (stage, deps) => {
      const session = await fused.open(stage, deps);
      const measure = session.forward.bind(session);
      const forward: typeof measure = (...asked) => {
        Object.assign(session, { gpuBytes: 1000 });
        return measure(...asked);
      };
      return Object.assign(session, { forward });
    },
  };
  const { events, record } = await collect(smallExperiment(), { trainers: [growing] });
  expect(of(events, 'opened').map(({ stage, gpuBytes }) => [stage, gpuBytes])).toEqual([
    ['teacher', 100],
    ['teacher', 1000],
    ['students', 200],
    ['students', 1000],
  ]);
  expect(record!.environment.gpuBytes).toBe(1000);
});

test('a stage that the first cannot do falls to the next, and the reason is kept', async () => {
  const { events, record } = await collect(smallExperiment(), { trainers: [onlyTeachers, tfjsTrainer] });
  const reasons = ['This trainer only knows teachers.'];
  expect(of(events, 'opened').map(({ trainer, ...event }) => [trainer, event.reasons])).toEqual([
    ['fused', []],
    ['tfjs', reasons],
  ]);
  expect(of(events, 'opened')[1]).not.toHaveProperty('gpuBytes');
  expect(record!.environment).toMatchObject({ trainer: 'tfjs', trainerReasons: reasons, gpuBytes: 100 });
});

test('a trainer that cannot start is passed over, and why is kept', async () => {
  const broken: Trainer = { ...fused, open: () => Promise.reject(new Error('no such builtin\nat line 3')) };
  const { record } = await collect(smallExperiment(), { trainers: [broken, tfjsTrainer] });
  expect(record!.environment).toMatchObject({
    trainer: 'tfjs',
    trainerReasons: ['The fused trainer could not start: no such builtin'],
  });
  const alone = await collect(smallExperiment(), { trainers: [broken] });
  expect(alone.failure).toMatchObject({ message: expect.stringContaining('no such builtin') as string });
});

test('what is wrong with the experiment is told, not tried elsewhere', async () => {
  const refusal = new LabError('config', 'It is too large.', 'Make it smaller.');
  const full: Trainer = { ...fused, open: () => Promise.reject(refusal) };
  const { failure } = await collect(smallExperiment(), { trainers: [full, tfjsTrainer] });
  expect(failure).toBe(refusal);
});

test('where none can, the run is refused with the reason of each', async () => {
  const none: Trainer = { ...tfjsTrainer, supports: () => 'This trainer only knows stars.' };
  const { failure } = await collect(smallExperiment(), { trainers: [none, onlyTeachers] });
  expect(failure).toMatchObject({
    code: 'config',
    message: 'This trainer only knows stars. This trainer only knows teachers.',
  });
});

test('a session is closed when nobody pulls after it was opened', async () => {
  const before = tf.memory().numTensors;
  const run = runExperiment(smallExperiment(), {
    dataset,
    trainers: [tfjsTrainer],
    device,
    signal: NEVER,
    breathe,
  });
  await run.next();
  expect((await run.next()).value).toMatchObject({ kind: 'opened' });
  await run.return(undefined as never);
  expect(tf.memory().numTensors).toBe(before);
});

test('trainers are prepared for the stages they will do, and what goes wrong is left to the opening', async () => {
  const prepared: string[] = [];
  const prepare = (name: string) => (stage: Stage) => {
    prepared.push(`${name} ${stage.id}`);
    return Promise.reject(new Error('the compiler is on fire'));
  };
  const stages = compile(smallExperiment());
  await prepareStages(
    stages,
    [
      { ...onlyTeachers, prepare: prepare('fused') },
      { ...tfjsTrainer, prepare: prepare('tfjs') },
    ],
    dataset,
  );
  expect(prepared).toEqual(['fused teacher', 'tfjs students']);
  await prepareStages(stages, [tfjsTrainer], dataset);
});
