import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { uniform } from '../../src/core/random.ts';
import { chooseBackend } from '../../src/engine/backend.ts';

beforeAll(async () => {
  const { report } = await chooseBackend('webgpu');
  expect(report.softwareAdapter).toBe(true); // which is when the product under test is in use
});

interface Product {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

const products: Product[] = [
  { a: [1, 784], b: [1, 784, 10] },
  { a: [7, 31], b: [5, 31, 30] },
  { a: [60, 784], b: [2, 784, 31] },
  { a: [128, 30], b: [1, 30, 10] },
  { a: [2, 60, 31], b: [2, 31, 10] },
  { a: [60, 784], b: [2, 60, 31], transposeA: true },
  { a: [5, 7, 30], b: [5, 7, 10], transposeA: true },
  { a: [2, 128, 10], b: [2, 31, 10], transposeB: true },
  { a: [1, 1, 1], b: [1, 1, 1] },
  { a: [3, 9, 33], b: [3, 17, 9], transposeA: true, transposeB: true },
];

/** Whole numbers from -8 to 8: their products and sums are exact in float32, in any order. */
const wholeNumbers = (shape: readonly number[], key: number) => {
  const size = shape.reduce((a, b) => a * b, 1);
  return Float32Array.from({ length: size }, (_, i) => Math.floor(uniform(key, i) * 17) - 8);
};

test.each(products)('$a x $b ($transposeA, $transposeB) equals the cpu backend exactly', async (product) => {
  const on = async (backend: string) => {
    await tf.setBackend(backend);
    const a = tf.tensor(wholeNumbers(product.a, 1), [...product.a]);
    const b = tf.tensor(wholeNumbers(product.b, 2), [...product.b]);
    const result = tf.matMul(a, b, product.transposeA, product.transposeB);
    const values = await result.data();
    const { shape } = result;
    tf.dispose([a, b, result]);
    return { shape, values: [...values] };
  };
  const cpu = await on('cpu');
  expect(await on('webgpu')).toEqual(cpu);
});

test('nothing is left on the device', async () => {
  await tf.setBackend('webgpu');
  const [a, b] = [tf.ones([5, 7]), tf.ones([2, 7, 3])];
  const before = tf.memory();
  const result = tf.matMul(a, b);
  await result.data();
  result.dispose();
  expect(tf.memory().numTensors).toBe(before.numTensors);
  expect(tf.memory().numBytes).toBe(before.numBytes);
  tf.dispose([a, b]);
});
