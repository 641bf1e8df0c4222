// Stop, whenever it is pressed: takes effect once, and leaves nothing on the device.
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunEvent } from '../../src/core/events.ts';
import { memoryTables } from '../../src/store/tables.ts';
import type { LabApi } from '../../src/worker/api.ts';
import { createLabApi } from '../../src/worker/lab.ts';
import { watchGpu } from '../engine/fused/watch-gpu.ts';
import { smallExperiment } from '../engine/fixtures.ts';
import { ownFiles } from './own-files.ts';

const noDigits = { mnist: {}, teachers: [], networks: [] } as unknown as Parameters<typeof createLabApi>[0];
const short = smallExperiment({ data: { dataset: 'own' } });
const long = smallExperiment({ data: { dataset: 'own' }, teacher: { epochs: 500 } });

const unhandled: unknown[] = [];
const note = ({ reason }: PromiseRejectionEvent) => void unhandled.push(reason);
beforeEach(() => {
  unhandled.length = 0;
  addEventListener('unhandledrejection', note);
});
afterEach(() => {
  removeEventListener('unhandledrejection', note);
  vi.restoreAllMocks();
});

async function open(backend: 'cpu' | 'webgpu'): Promise<LabApi> {
  const lab = createLabApi(noDigits, Promise.resolve(memoryTables('for a test')));
  const { trainer } = await lab.prepare(backend);
  expect(trainer).toBe(backend === 'cpu' ? 'tfjs' : 'fused');
  await lab.openOwn(ownFiles());
  // What is made once for all runs is made now.
  await lab.run(
    { runId: 'first', generation: 1, config: short, paused: false, freshTeacher: true },
    () => undefined,
  );
  return lab;
}

/** Runs until it is stopped, which `when` sees to. */
async function stopped(lab: LabApi, paused: boolean, when: (seen: readonly RunEvent[]) => Promise<void>) {
  const seen: RunEvent[] = [];
  let ends = 0;
  const request = { runId: 'a', generation: 1, config: long, paused, freshTeacher: true };
  const done = lab.run(request, (events) => void seen.push(...events)).finally(() => (ends += 1));
  done.catch(() => undefined);
  await when(seen);
  await expect(done).rejects.toMatchObject({ code: 'stopped' });
  expect(ends).toBe(1);
  const told = seen.length;
  await new Promise((resolve) => setTimeout(resolve, 100)); // nothing comes after its end
  expect(seen).toHaveLength(told);
  return seen;
}

const stepsOf = (seen: readonly RunEvent[]) =>
  Math.max(0, ...seen.flatMap((event) => (event.kind === 'progress' ? [event.step ?? 0] : [])));

test.each(['cpu', 'webgpu'] as const)(
  'T3 on %s a stop in a step, a second one and one before the first step end the run once and leave nothing behind',
  async (backend) => {
    const lab = await open(backend);
    const gpu = watchGpu();
    const tensors = tf.memory().numTensors;
    try {
      const mid = await stopped(lab, false, async (seen) => {
        await vi.waitFor(() => expect(stepsOf(seen)).toBeGreaterThan(2), 10_000);
        await Promise.all([lab.stop(), lab.stop()]);
        await lab.stop();
      });
      expect(stepsOf(mid)).toBeLessThan(500);
      expect(tf.memory().numTensors).toBe(tensors);
      expect(gpu.liveBuffers).toBe(0);

      const before = await stopped(lab, true, async () => {
        await lab.stop();
        await lab.stop();
      });
      expect(stepsOf(before)).toBe(0);
      expect(tf.memory().numTensors).toBe(tensors);
      expect(gpu.liveBuffers).toBe(0);
      expect(unhandled).toEqual([]);

      const request = { runId: 'b', generation: 1, config: short, paused: false, freshTeacher: true };
      expect((await lab.run(request, () => undefined)).results).toHaveLength(3);
    } finally {
      gpu.stop();
    }
  },
);

test('T3 a stop while numbers are read back from the GPU ends the run once and leaves no buffer', async () => {
  const lab = await open('webgpu');
  const gpu = watchGpu();
  const tensors = tf.memory().numTensors;
  const mapAsync = Reflect.get(GPUBuffer.prototype, 'mapAsync');
  let reads = 0;
  try {
    await stopped(lab, false, async () => {
      await new Promise<void>((resolve) => {
        vi.spyOn(GPUBuffer.prototype, 'mapAsync').mockImplementation(function (this: GPUBuffer, ...mode) {
          const mapped = mapAsync.apply(this, mode);
          reads += 1;
          if (reads === 5) void Promise.all([lab.stop(), lab.stop()]).then(() => resolve());
          return mapped;
        });
      });
    });
    expect(reads).toBeGreaterThanOrEqual(5);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(gpu.liveBuffers).toBe(0);
    expect(unhandled).toEqual([]);
  } finally {
    vi.restoreAllMocks();
    gpu.stop();
  }
});
