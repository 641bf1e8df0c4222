// The reference trainer on the other backends gives what it gives on cpu.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Stage } from '../../src/core/stages.ts';
import { chooseBackend } from '../../src/engine/backend.ts';
import { barsDataset, NEVER, studentStage, teacherStage } from './fixtures.ts';
import { losses, open, start } from './tfjs-sessions.ts';

const distillation = { temperature: 4, softWeight: 0.7 };

describe('on WebGPU', () => {
  beforeAll(async () => {
    const { report } = await chooseBackend('webgpu');
    expect(report.backend).toBe('webgpu');
  });

  const stages: [string, Stage][] = [
    ['students', studentStage({ distillation: { ...distillation, pseudoLabelControl: true } })],
    [
      'a regularised teacher',
      teacherStage({ teacher: { hiddenDropout: 0.5, inputDropout: 0.2, jitter: 2, maxNorm: 2 } }),
    ],
  ];

  test.each(stages)('%s: the same seed gives the same list of losses twice', async (_, stage) => {
    const [once, again] = [await start(stage), await start(stage)];
    expect(await losses(once, 5)).toEqual(await losses(again, 5));
    expect((await once.snapshot()).parameters).toEqual((await again.snapshot()).parameters);
  });

  // Five steps from one start: float32 sums in another order, so the update agrees to a relative 1e-3 (tfjs's own
  // tolerance for 32-bit backends) and not to the bit.
  test.each(stages)('%s: equals the cpu backend', async (_, stage) => {
    const after5 = async (backend: string) => {
      await tf.setBackend(backend);
      const session = await start(stage);
      const initial = (await session.snapshot()).parameters;
      const list = await losses(session, 5);
      const { parameters } = await session.snapshot();
      open.splice(open.indexOf(session), 1);
      session.close();
      return { list, update: parameters.map((p, i) => p - initial[i]!) };
    };
    const [gpu, cpu] = [await after5('webgpu'), await after5('cpu')];
    await tf.setBackend('webgpu');
    gpu.list.forEach((loss, i) => expect(Math.abs(loss - cpu.list[i]!)).toBeLessThan(1e-4 * cpu.list[i]!));
    const norm = (f: (i: number) => number) =>
      Math.sqrt(gpu.update.reduce((sum, _u, i) => sum + f(i) ** 2, 0));
    expect(norm((i) => gpu.update[i]! - cpu.update[i]!) / norm((i) => cpu.update[i]!)).toBeLessThan(1e-3);
  });

  test('tensors are where they were after training', async () => {
    const before = tf.memory().numTensors;
    const session = await start(studentStage({ distillation }));
    await session.advance(3, NEVER);
    await session.evaluate(barsDataset(10).test, NEVER);
    session.close();
    open.splice(0);
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('wasm equals cpu', async () => {
  const { report } = await chooseBackend('wasm');
  expect(report).toMatchObject({ backend: 'wasm', softwareAdapter: false, reasons: [] });
  const stage = studentStage({ distillation });
  const wasm = await losses(await start(stage), 5);
  open.splice(0).forEach((session) => session.close());
  await tf.setBackend('cpu');
  const cpu = await losses(await start(stage), 5);
  wasm.forEach((loss, i) => expect(Math.abs(loss - cpu[i]!)).toBeLessThan(1e-4 * cpu[i]!));
});
