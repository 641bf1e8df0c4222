import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { uniform } from '../../src/core/random.ts';
import { chooseBackend } from '../../src/engine/backend.ts';

beforeAll(async () => {
  const { report } = await chooseBackend('webgpu');
  expect(report.softwareAdapter).toBe(true); // which is when the kernels under test are in use
});

interface Case {
  readonly shape: number[];
  readonly axis?: number | number[];
  readonly keepDims?: boolean;
  readonly dtype?: 'int32';
}

/** Two of them in pieces; the last two are left to tfjs: axes apart, whole numbers. */
const CASES: readonly Case[] = [
  { shape: [9, 31, 7], axis: 1 },
  { shape: [9, 31, 7], axis: -1, keepDims: true },
  { shape: [70, 31, 7], axis: [2, 1], keepDims: true },
  { shape: [70, 5, 3, 2], axis: [1, 2, 3] },
  { shape: [2, 3, 5, 64], axis: [0, 1] },
  { shape: [65, 1, 4], axis: 1, keepDims: true },
  { shape: [100, 64], axis: 0 },
  { shape: [9, 31] },
  { shape: [2, 1000, 3], axis: 1, keepDims: true },
  { shape: [257] },
  { shape: [9, 31, 11], axis: [0, 2], keepDims: true },
  { shape: [70, 31], axis: 1, dtype: 'int32' },
];

const OPERATIONS = {
  sum: (x: tf.Tensor, { axis, keepDims }: Case) => tf.sum(x, axis, keepDims),
  mean: (x: tf.Tensor, { axis, keepDims }: Case) => tf.mean(x, axis, keepDims),
  max: (x: tf.Tensor, { axis, keepDims }: Case) => tf.max(x, axis, keepDims),
};

test.each(CASES.flatMap((one) => (['sum', 'mean', 'max'] as const).map((name) => ({ name, ...one }))))(
  '$name of $shape over $axis equals the cpu backend',
  async ({ name, shape, dtype, ...over }) => {
    const size = shape.reduce((a, b) => a * b, 1);
    // Whole numbers: their sums are exact in float32, in any order.
    const numbers = Array.from({ length: size }, (_, i) => Math.floor(uniform(1, i) * 17) - 8);
    const on = async (backend: string) => {
      await tf.setBackend(backend);
      const x = tf.tensor(numbers, shape, dtype);
      const before = tf.memory().numTensors;
      const sum = OPERATIONS[name](x, { shape, ...over });
      const found = { shape: sum.shape, dtype: sum.dtype, values: [...(await sum.data())] };
      tf.dispose(sum);
      expect(tf.memory().numTensors).toBe(before);
      tf.dispose(x);
      return found;
    };
    const cpu = await on('cpu');
    const { values, ...found } = await on('webgpu');
    expect(found).toEqual({ shape: cpu.shape, dtype: cpu.dtype });
    // A mean is a division, which WGSL may round otherwise.
    if (name === 'mean') values.forEach((value, i) => expect(value).toBeCloseTo(cpu.values[i]!, 5));
    else expect(values).toEqual(cpu.values);
  },
);

test.each([[[70, 10]], [[3, 40, 16]], [[5, 7]]])(
  'a softmax over the rows of %o is that of the cpu backend',
  async (shape) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const numbers = Array.from({ length: size }, (_, i) => 200 * (uniform(2, i) - 0.5));
    const on = async (backend: string) => {
      await tf.setBackend(backend);
      const [x, y] = tf.tidy(
        () => [tf.tensor(numbers, shape), tf.softmax(tf.tensor(numbers, shape))] as const,
      );
      const values = await y.data();
      tf.dispose([x, y]);
      return values;
    };
    const cpu = await on('cpu');
    (await on('webgpu')).forEach((value, i) => expect(value).toBeCloseTo(cpu[i]!, 6));
  },
);

test('what was cast from a comparison is a number too', async () => {
  await tf.setBackend('webgpu');
  const largest = tf.tidy(() => tf.max(tf.cast(tf.greater(tf.ones([100, 3]), 0), 'float32'), -1));
  expect(new Set(await largest.data())).toEqual(new Set([1]));
  largest.dispose();
});

test('another start of the backend changes nothing', async () => {
  await chooseBackend('webgpu');
  await chooseBackend('webgpu');
  const sum = tf.sum(tf.ones([100, 3]), 1);
  expect(new Set(await sum.data())).toEqual(new Set([3]));
  sum.dispose();
});
