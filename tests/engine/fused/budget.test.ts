import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Stage } from '../../../src/core/stages.ts';
import { fusedTrainer } from '../../../src/engine/fused/fused-trainer.ts';
import type { Session } from '../../../src/engine/trainer.ts';
import { barsDataset, NEVER, stacked, studentStage, teacherStage } from '../fixtures.ts';
import { plainDevice, useDevice, useSessions } from './device.ts';
import { NO_REGULARISATION } from './populations.ts';
import { watchGpu, type GpuWatch } from './watch-gpu.ts';

const device = useDevice(plainDevice);
const start = useSessions(device);

let watch: GpuWatch;
beforeEach(() => {
  watch = watchGpu();
});
afterEach(() => watch.stop());

const data = { teacherImages: 320, labelledImages: 320 }; // 20 steps of 16 an epoch
const distillation = { temperature: 4, softWeight: 0.7 };
const regularised = { hiddenDropout: 0.5, inputDropout: 0.2, jitter: 2, maxNorm: 1 };
const wide = [70, 12]; // a hidden layer of more than 64 units
const pair = (seed: number, student = {}) => studentStage({ data, distillation, seed, student });
const times = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));

/** A narrow step is one dispatch to the gradients and one for the weights; a wide one of L layers is 2 L + 1. */
const POPULATIONS: readonly (readonly [string, Stage, number])[] = [
  ['a narrow teacher', teacherStage({ data, teacher: NO_REGULARISATION }), 2],
  ['a narrow teacher with everything on', teacherStage({ data, teacher: regularised }), 2 + 1 + 2],
  ['two narrow students', pair(1), 2],
  ['sixteen narrow students of one seed', stacked(times(8, () => pair(1))), 2],
  ['sixteen narrow students of eight seeds', stacked(times(8, pair)), 2],
  ['a wide teacher', teacherStage({ data, teacher: { ...NO_REGULARISATION, hidden: wide } }), 7],
  [
    'a wide teacher with everything on', // the gather, and the limit on the norms of two hidden layers
    teacherStage({ data, teacher: { ...regularised, hidden: wide } }),
    7 + 1 + 2,
  ],
  ['six wide students of three seeds', stacked(times(3, (seed) => pair(seed, { hidden: wide }))), 7],
];

const NOTHING_MADE = {
  createBuffer: 0,
  createBindGroup: 0,
  createShaderModule: 0,
  createComputePipeline: 0,
  createComputePipelineAsync: 0,
};

async function warm(stage: Stage): Promise<Session> {
  const session = await start(stage);
  await session.advance(2, NEVER);
  watch.reset();
  return session;
}

test.each(POPULATIONS)('%s: a steady step makes, uploads and reads nothing', async (_, stage, dispatches) => {
  const session = await warm(stage);
  await session.advance(10, NEVER);
  expect(watch.counts).toMatchObject({
    ...NOTHING_MADE,
    writeBuffer: 0,
    mapAsync: 1, // what the whole advance takes home
    dispatchWorkgroups: 10 * dispatches + 1, // and its sum
  });

  watch.reset();
  await session.advance(64, NEVER); // over the end of the window: its draws, its steps
  expect(watch.counts).toMatchObject({ ...NOTHING_MADE, mapAsync: 1 });
  expect(watch.counts.writeBuffer).toBeGreaterThan(0);
  expect(watch.counts.writeBuffer).toBeLessThanOrEqual(3);
});

test('pipelines that were prepared are not compiled again', async () => {
  const stage = pair(1);
  await fusedTrainer(device()).prepare!(stage, { classes: 10 });
  watch.reset();
  const session = await start(stage);
  await session.advance(2, NEVER);
  const { test: set } = barsDataset(10, 40);
  await session.evaluate(set, NEVER);
  await session.forward(set.images, NEVER);
  expect(watch.counts).toMatchObject({
    createShaderModule: 0,
    createComputePipeline: 0,
    createComputePipelineAsync: 0,
  });
});
