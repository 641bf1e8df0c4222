import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { uniform } from '../../src/core/random.ts';
import { chooseBackend } from '../../src/engine/backend.ts';

beforeAll(async () => {
  const { report } = await chooseBackend('webgpu');
  expect(report.softwareAdapter).toBe(true); // which is when the sum under test is in use
});

interface Case {
  readonly shape: number[];
  readonly axis?: number | number[];
  readonly keepDims?: boolean;
  readonly dtype?: 'int32';
}

/** The last three are left to tfjs: few sums, axes apart, whole numbers. */
const CASES: readonly Case[] = [
  { shape: [9, 31, 7], axis: 1 },
  { shape: [9, 31, 7], axis: -1, keepDims: true },
  { shape: [70, 31, 7], axis: [2, 1], keepDims: true },
  { shape: [70, 5, 3, 2], axis: [1, 2, 3] },
  { shape: [2, 3, 5, 64], axis: [0, 1] },
  { shape: [65, 1, 4], axis: 1, keepDims: true },
  { shape: [100, 64], axis: 0 },
  { shape: [9, 31] },
  { shape: [9, 31, 11], axis: [0, 2], keepDims: true },
  { shape: [70, 31], axis: 1, dtype: 'int32' },
];

test.each(CASES)(
  '$shape over $axis equals the cpu backend exactly',
  async ({ shape, axis, keepDims, dtype }) => {
    const size = shape.reduce((a, b) => a * b, 1);
    // Whole numbers: their sums are exact in float32, in any order.
    const numbers = Array.from({ length: size }, (_, i) => Math.floor(uniform(1, i) * 17) - 8);
    const on = async (backend: string) => {
      await tf.setBackend(backend);
      const x = tf.tensor(numbers, shape, dtype);
      const before = tf.memory().numTensors;
      const sum = tf.sum(x, axis, keepDims);
      const found = { shape: sum.shape, dtype: sum.dtype, values: [...(await sum.data())] };
      tf.dispose(sum);
      expect(tf.memory().numTensors).toBe(before);
      tf.dispose(x);
      return found;
    };
    const cpu = await on('cpu');
    expect(await on('webgpu')).toEqual(cpu);
  },
);

test('another start of the backend changes nothing', async () => {
  await chooseBackend('webgpu');
  await chooseBackend('webgpu');
  const sum = tf.sum(tf.ones([100, 3]), 1);
  expect(new Set(await sum.data())).toEqual(new Set([3]));
  sum.dispose();
});
