import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { mlpOf, parameterCount } from '../../src/core/architecture.ts';
import { crossEntropyOf } from '../../src/core/methods/crossEntropy.ts';
import { term as softTargets } from '../../src/core/methods/softTargets.ts';
import { uniform } from '../../src/core/random.ts';
import type { Stage } from '../../src/core/stages.ts';
import { batchDraw } from '../../src/data/batches.ts';
import { PIXELS } from '../../src/data/dataset.ts';
import { batchMaker } from '../../src/engine/batch.ts';
import { lossAndGradient } from '../../src/engine/loss.ts';
import { initialParameters, splitLayers } from '../../src/engine/layers.ts';
import { bars, studentStage, teacherLogits } from './fixtures.ts';
import { derivative, kl, lossOf, type ReferenceRow } from './reference.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Value and gradient in the logits of T^2 KL for one row. */
async function softTerm(student: readonly number[], teacher: readonly number[], T: number, tSquared = true) {
  const rows = (values: readonly number[]) => tf.tensor3d([...values], [1, 1, values.length]);
  const seen = {
    ...{ labels: rows(student), hardTargets: rows(student), rowWeights: rows([1]), teacher: rows(teacher) },
    ...{ temperature: rows([T]), softScale: tf.tensor1d([tSquared ? T * T : 1]), pairs: [], share: 0 },
  };
  const value = (z: tf.Tensor) => tf.sum(softTargets(tf, { ...seen, logits: z as tf.Tensor3D }).minimised!);
  const z = rows(student);
  const { value: loss, grad } = tf.valueAndGrad(value)(z);
  return { loss: (await loss.data())[0]!, gradient: [...(await grad.data())] };
}

describe('against hand-computed values', () => {
  test('cross-entropy: -log softmax(0, ln 3)[1] = ln(4/3)', async () => {
    const logits = tf.tensor3d([0, Math.log(3)], [1, 1, 2]);
    expect((await crossEntropyOf(tf, logits, tf.tensor3d([0, 1], [1, 1, 2])).data())[0]).toBeCloseTo(
      Math.log(4 / 3),
      6,
    );
  });

  test('KL is summed over classes, not averaged: teacher (3/4, 1/4), student (1/2, 1/2)', async () => {
    const expected = 0.75 * Math.log(1.5) + 0.25 * Math.log(0.5);
    expect((await softTerm([0, 0], [Math.log(3), 0], 1)).loss).toBeCloseTo(expected, 6);
  });

  test('T divides both networks’ logits: T = 2 of (ln 9, 0) against (0, 0) is 4 KL of (3/4, 1/4)', async () => {
    const expected = 4 * (0.75 * Math.log(1.5) + 0.25 * Math.log(0.5));
    expect((await softTerm([0, 0], [Math.log(9), 0], 2)).loss).toBeCloseTo(expected, 5);
  });

  test('the gradient of T^2 KL is T (softmax(z/T) - softmax(v/T))', async () => {
    const { gradient } = await softTerm([0, 0], [Math.log(9), 0], 2);
    expect(gradient[0]).toBeCloseTo(2 * (0.5 - 0.75), 6);
    expect(gradient[1]).toBeCloseTo(2 * (0.5 - 0.25), 6);
  });
});

describe('identities', () => {
  const student = Array.from({ length: 10 }, (_, c) => 8 * (uniform(3, c) - 0.5));
  const teacher = Array.from({ length: 10 }, (_, c) => 12 * (uniform(4, c) - 0.5));
  const temperatures = [1, 2, 5, 10, 20, 50];

  test.each(temperatures)('T = %d: teacher = student gives zero soft gradient', async (T) => {
    const { loss, gradient } = await softTerm(student, student, T);
    expect(Math.abs(loss)).toBeLessThan(1e-6 * T * T);
    gradient.forEach((g) => expect(Math.abs(g)).toBeLessThan(1e-6 * T));
  });

  test.each(temperatures)('T = %d: a constant added to all logits changes nothing', async (T) => {
    const shifted = await softTerm(
      student.map((z) => z + 16),
      teacher.map((z) => z - 16),
      T,
    );
    const { gradient } = await softTerm(student, teacher, T);
    shifted.gradient.forEach((g, c) => expect(g).toBeCloseTo(gradient[c]!, 4));
  });

  test.each(temperatures)('T = %d: the gradient with T^2 is T^2 times the gradient without', async (T) => {
    const { gradient: without } = await softTerm(student, teacher, T, false);
    const { gradient: withScale } = await softTerm(student, teacher, T);
    withScale.forEach((g, c) => expect(g).toBeCloseTo(T * T * without[c]!, 5));
  });

  test('as T grows, T^2 KL becomes matching of centred logits: |dz - dv|^2 / (2C) within 1 % at T = 1000', async () => {
    const centre = (z: readonly number[]) => z.map((value) => value - z.reduce((a, b) => a + b) / z.length);
    const [z, v] = [centre(student), centre(teacher)];
    const limit = z.reduce((sum, value, c) => sum + (value - v[c]!) ** 2, 0) / (2 * z.length);
    // In float64: at T = 1000 the KL is 1e-6 and float32 has too few digits left to show the limit.
    expect(Math.abs((1000 ** 2 * kl(teacher, student, 1000)) / limit - 1)).toBeLessThan(0.01);
    // And the trained float32 gradient tends to that of the limit, (dz - dv) / C.
    const { gradient } = await softTerm(student, teacher, 1000);
    const largest = Math.max(...z.map((value, c) => Math.abs(value - v[c]!))) / z.length;
    gradient.forEach((g, c) => expect(Math.abs(g - (z[c]! - v[c]!) / z.length)).toBeLessThan(0.02 * largest));
  });

  test.each([1, 4, 50])('T = %d: logits of 80 and 10,000 stay finite', async (T) => {
    for (const size of [80, 1e4]) {
      const { loss, gradient } = await softTerm([size, -size, 0], [-size, size, 0], T);
      expect(Number.isFinite(loss)).toBe(true);
      gradient.forEach((g) => expect(Number.isFinite(g)).toBe(true));
    }
  });
});

/** Autodiff's gradient of the objective of member `s`, and the float64 loss it should be the gradient of. */
async function compare(stage: Stage, step: number) {
  const rows = Math.max(...stage.members.map((member) => member.rows.images));
  const data = bars(rows);
  const teacher = teacherLogits(rows);
  const widths = [784, ...mlpOf(stage.architecture).hidden, 10];
  const P = parameterCount(stage.architecture);
  const initial = initialParameters(stage.architecture, 5);
  const stacked = new Float32Array(stage.members.length * P);
  stage.members.forEach((_, s) => stacked.set(initial, s * P));
  const result = tf.tidy(() => {
    const layers = splitLayers(tf.tensor2d(stacked, [stage.members.length, P]), stage.architecture);
    return lossAndGradient(
      stage,
      { layers },
      batchMaker(
        stage,
        data,
        stage.sources.map(() => teacher),
      )(step),
    );
  });
  const [loss, gradient] = await Promise.all([result.measured.array(), result.gradient.array()]);

  const check = (s: number) => {
    const { rows: spec, seed, softWeight, temperature, tSquared } = stage.members[s]!;
    const batch = [...batchDraw({ seed, rows: spec }, stage.batchSize, data.labels)(step)].map(
      (row): ReferenceRow => ({
        image: [...data.images.subarray(row * PIXELS, (row + 1) * PIXELS)].map((grey) => grey / 255),
        teacher: [...teacher.subarray(row * 10, row * 10 + 10)],
        ...(row < spec.labelled && { label: data.labels[row]! }),
      }),
    );
    const options = { softWeight, temperature, tSquared };
    const f = (parameters: ArrayLike<number>) => lossOf(parameters, widths, batch, options);
    expect(Math.abs(loss[1]![s]! - f(initial))).toBeLessThan(1e-5 * (1 + f(initial)));
    const point = Float64Array.from(initial);
    const scale = Math.max(...gradient[s]!.map(Math.abs));
    // Output biases and weights, hidden biases, and weights of pixels that are lit.
    const coordinates = [
      P - 1,
      P - 7,
      P - 15,
      P - 40,
      ...[0, 1, 2, 3, 4, 5].map((k) => Math.floor(uniform(8, k) * P)),
    ];
    for (const i of coordinates) {
      expect(Math.abs(gradient[s]![i]! - derivative(f, point, i)), `coordinate ${i}`).toBeLessThan(
        1e-4 * scale,
      );
    }
    return batch;
  };
  return { check };
}

describe('the gradient of a whole network against float64 finite differences', () => {
  test.each([
    [1, 0],
    [1, 0.5],
    [4, 0.3],
    [8, 0.9],
    [20, 1],
  ])('T = %d, soft weight %d', async (temperature, softWeight) => {
    const stage = studentStage({ distillation: { temperature, softWeight } });
    const { check } = await compare(stage, 0);
    stage.members.forEach((_, s) => check(s));
  });

  test('without T^2', async () => {
    const stage = studentStage({ distillation: { temperature: 5, softWeight: 0.5, tSquared: false } });
    (await compare(stage, 1)).check(1);
  });

  test('with T^2 for one member and without for its neighbour', async () => {
    const stage = studentStage({ distillation: { temperature: 5, softWeight: 0.5 } });
    const [hard, distilled] = stage.members;
    const mixed: Stage = {
      ...stage,
      members: [{ ...hard!, softWeight: 0.5, tSquared: false }, distilled!],
      objectives: stage.objectives.map(({ term }) => ({ term, weight: [0.5, 0.5] })),
    };
    const { check } = await compare(mixed, 0);
    mixed.members.forEach((_, s) => check(s));
  });

  test('a short last batch is divided by its own rows', async () => {
    const stage = studentStage({ distillation: { temperature: 4, softWeight: 0.5 } });
    const batch = (await compare(stage, 3)).check(1); // 50 rows in batches of 16: the fourth has 2
    expect(batch).toHaveLength(2);
  });

  test('unlabelled rows: cross-entropy over the labelled ones, the soft term over all', async () => {
    const stage = studentStage({
      data: { labelledImages: 20, unlabelledImages: 45 },
      distillation: { temperature: 4, softWeight: 0.5 },
    });
    const batch = (await compare(stage, 0)).check(1);
    const labelled = batch.filter(({ label }) => label !== undefined).length;
    expect(labelled).toBeGreaterThan(0);
    expect(labelled).toBeLessThan(batch.length);
  });

  test('a batch without any label has only the soft term', async () => {
    const stage = studentStage({
      data: { labelledImages: 10, unlabelledImages: 290 },
      distillation: { temperature: 4, softWeight: 0.5 },
    });
    const draw = batchDraw(stage.members[1]!, stage.batchSize, bars(300).labels);
    const step = [...Array(18).keys()].find((k) => draw(k).every((row) => row >= 10))!;
    const batch = (await compare(stage, step)).check(1);
    expect(batch.every(({ label }) => label === undefined)).toBe(true);
  });

  test('no hidden layer, and three', async () => {
    for (const hidden of [[], [6, 5, 4]]) {
      const stage = studentStage({ student: { hidden } });
      (await compare(stage, 0)).check(1);
    }
  });
});
