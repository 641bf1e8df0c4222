import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Stage } from '../../../src/core/stages.ts';
import { fusedTrainer } from '../../../src/engine/fused/fused-trainer.ts';
import type { Session } from '../../../src/engine/trainer.ts';
import { barsDataset, breathe, NEVER, studentStage, teacherLogits, teacherStage } from '../fixtures.ts';
import { plainDevice, useDevice } from './device.ts';
import { watchGpu, type GpuWatch } from './watch-gpu.ts';

const device = useDevice(plainDevice);

let watch: GpuWatch;
let tensors: number;
beforeEach(() => {
  watch = watchGpu();
  tensors = tf.memory().numTensors;
});
afterEach(() => {
  watch.stop();
  expect(tf.memory().numTensors).toBe(tensors);
});

const dataset = barsDataset(400);
const { test: set } = dataset;
const students = studentStage({ data: { labelledImages: 20, unlabelledImages: 60 } });
const logits = teacherLogits(400);

const open = (stage: Stage, on = device()): Promise<Session> =>
  fusedTrainer(on).open(stage, { dataset, breathe, sourceLogits: stage.sources.map(() => logits) });

/** All that a session is asked for in a run. */
async function use(session: Session): Promise<void> {
  await session.advance(4, NEVER);
  await session.evaluate(set, NEVER);
  await session.forward(dataset.train.images, NEVER);
  session.restore(await session.snapshot());
}

const STAGES: readonly (readonly [string, Stage])[] = [
  ['students', students],
  [
    'a teacher with everything on',
    teacherStage({ teacher: { hiddenDropout: 0.5, inputDropout: 0.2, jitter: 2, maxNorm: 1 } }),
  ],
];

test.each(STAGES)(
  '%s: a run holds no more buffers the longer it is, and none when it is closed',
  async (_, stage) => {
    const session = await open(stage);
    const held = watch.liveBuffers;
    expect(held).toBeGreaterThan(0);
    await use(session);
    const used = watch.liveBuffers;
    await use(session);
    await session.evaluate(dataset.train, NEVER); // instead of the other set
    expect(watch.liveBuffers).toBe(used);
    session.close();
    expect(watch.liveBuffers).toBe(0);
  },
);

test('a stop frees what was in use', async () => {
  const session = await open(students);
  await use(session);
  const held = watch.liveBuffers;
  const stopped = AbortSignal.abort();
  await expect(session.advance(2, stopped)).rejects.toMatchObject({ code: 'stopped' });
  await expect(session.forward(set.images, stopped)).rejects.toMatchObject({ code: 'stopped' });
  await expect(session.evaluate(set, stopped)).rejects.toMatchObject({ code: 'stopped' });
  expect(watch.liveBuffers).toBe(held);
  session.close();
  expect(watch.liveBuffers).toBe(0);
});

test('an error in the middle of a run leaves a session that can be closed', async () => {
  let turns = 0;
  const session = await fusedTrainer(device()).open(students, {
    dataset,
    sourceLogits: [logits],
    breathe: () => (++turns === 3 ? Promise.reject(new Error('The host is gone.')) : Promise.resolve()),
  });
  const held = watch.liveBuffers;
  await expect(session.advance(500, NEVER)).rejects.toThrow('The host is gone.');
  expect(watch.liveBuffers).toBe(held);
  session.close();
  expect(watch.liveBuffers).toBe(0);
});

test('a session that cannot open holds nothing', async () => {
  const withoutTeacher = fusedTrainer(device()).open(students, { dataset, breathe, sourceLogits: [] });
  await expect(withoutTeacher).rejects.toThrow('teacher');
  expect(watch.liveBuffers).toBe(0);
});

test('G8 a command that the GPU refuses ends in an error with its words, not in zeros', async () => {
  const refusing = await plainDevice();
  const session = await open(students, refusing);
  expect((await session.evaluate(set, NEVER))[0]!.errors).toBeGreaterThan(0);
  refusing.createBuffer({ size: 4, usage: 0 }); // nobody may make such a buffer
  const refused = {
    code: 'backend',
    message: expect.stringMatching(/^The GPU refused a command, .+: .*\S/) as string,
  };
  await expect(session.evaluate(set, NEVER)).rejects.toMatchObject(refused);
  await expect(session.advance(2, NEVER)).rejects.toMatchObject(refused);
  await expect(session.forward(set.images, NEVER)).rejects.toMatchObject(refused);
  session.close();
  const next = await open(students, refusing);
  await next.advance(2, NEVER);
  next.close();
});

test('on a lost device everything rejects, and closing is quiet', async () => {
  const lost = await plainDevice();
  const session = await open(students, lost);
  await session.advance(2, NEVER);
  lost.destroy();
  await lost.lost;
  await expect(session.advance(2, NEVER)).rejects.toThrow();
  await expect(session.evaluate(set, NEVER)).rejects.toThrow();
  await expect(session.forward(set.images, NEVER)).rejects.toThrow();
  await expect(session.snapshot()).rejects.toThrow();
  session.close();
  expect(watch.liveBuffers).toBe(0);
});

test('a device that is lost in the middle of an advance ends it', async () => {
  const lost = await plainDevice();
  let turns = 0;
  const session = await fusedTrainer(lost).open(students, {
    dataset,
    sourceLogits: [logits],
    breathe: async () => {
      if (++turns === 3) lost.destroy();
    },
  });
  await expect(session.advance(200, NEVER)).rejects.toThrow();
  session.close();
});
