// The recipes of CONTRIBUTING.md, followed: what they say to write is in tests/recipes, word for word.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test, vi } from 'vitest';
import { mlpOf, parameterCount } from '../../src/core/architecture.ts';
import { compile } from '../../src/core/compile.ts';
import { encodeLink, decodeLink } from '../../src/core/link.ts';
import type { MethodName } from '../../src/core/methods.ts';
import { parseExperiment } from '../../src/core/schema.ts';
import { PIXELS } from '../../src/data/dataset.ts';
import { batchMaker } from '../../src/engine/batch.ts';
import { lossAndGradient } from '../../src/engine/loss.ts';
import { initialParameters, splitLayers } from '../../src/engine/layers.ts';
import { tfjsTrainer } from '../../src/engine/tfjs-trainer.ts';
import { halvesDataset } from '../recipes/dataset.ts';
import { collect } from './collect-run.ts';
import { bars, breathe, NEVER, only, smallExperiment, teacherLogits } from './fixtures.ts';
import { derivative, kl, logitsOf } from './reference.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

// The two lines that the recipe adds.
vi.mock('../../src/core/methods.ts', async (original) => {
  const { METHODS } = await original<typeof import('../../src/core/methods.ts')>();
  return { METHODS: { ...METHODS, reverseKl: (await import('../recipes/method.ts')).method } };
});
vi.mock('../../src/core/terms.ts', async (original) => {
  const { TERMS } = await original<typeof import('../../src/core/terms.ts')>();
  return { TERMS: { ...TERMS, reverseKl: (await import('../recipes/method.ts')).term } };
});

const T = 3;
const taughtByReverseKl = (softWeight: number) =>
  smallExperiment({ distillation: { method: 'reverseKl' as MethodName, temperature: T, softWeight } });

test('a method: it can be chosen, linked and trained', async () => {
  const config = taughtByReverseKl(0.9);
  expect(parseExperiment(config)).toEqual({ ok: true, value: config });
  expect(decodeLink(encodeLink(config)).config).toEqual(config);
  const { record, failure } = await collect(config);
  expect(failure).toBeUndefined();
  expect(record!.results.map(({ method }) => method)).toEqual(['labels', 'labels', 'reverseKl']);
  expect(record!.verdicts[0]!.candidate).toEqual({ role: 'distilled', method: 'reverseKl' });
});

test('a method: the gradient of its term is that of its formula in float64, with a short batch too', async () => {
  const students = compile(taughtByReverseKl(1)).at(-1)!;
  const stage = only(
    students,
    students.members.findIndex(({ role }) => role === 'distilled'),
  );
  const data = bars(50);
  const teacher = teacherLogits(50);
  const initial = initialParameters(stage.architecture, 5);
  const P = parameterCount(stage.architecture);
  const { gradient, measured } = tf.tidy(() => {
    const layers = splitLayers(tf.tensor2d(initial, [1, P]), stage.architecture);
    const logits = stage.sources.map(() => teacher);
    return lossAndGradient(stage, { layers }, batchMaker(stage, data, logits)(3));
  });
  const { batchDraw } = await import('../../src/data/batches.ts');
  const rows = [...batchDraw(stage.members[0]!, stage.batchSize, data.labels)(3)];
  const value = (parameters: ArrayLike<number>) => {
    const perRow = rows.map((row) => {
      const image = [...data.images.subarray(row * PIXELS, (row + 1) * PIXELS)].map((grey) => grey / 255);
      const student = logitsOf(parameters, [784, ...mlpOf(stage.architecture).hidden, 10], image);
      return T * T * kl(student, [...teacher.subarray(row * 10, row * 10 + 10)], T);
    });
    return perRow.reduce((a, b) => a + b, 0) / rows.length;
  };
  expect((await measured.data())[1]).toBeCloseTo(value(initial), 4);
  const values = await gradient.data();
  const scale = Math.max(...values.map(Math.abs));
  for (const i of [P - 1, P - 5, P - 30, 784 * 3 + 1]) {
    expect(Math.abs(values[i]! - derivative(value, Float64Array.from(initial), i))).toBeLessThan(
      1e-4 * scale,
    );
  }
});

test('a data set: two networks learn it', async () => {
  const config = smallExperiment({
    data: { teacherImages: 120, labelledImages: 120 },
    teacher: { epochs: 3, learningRate: 0.01, hiddenDropout: 0, jitter: 0 },
  });
  const teacher = compile(config, halvesDataset.classes)[0]!;
  const session = await tfjsTrainer.open(teacher, { dataset: halvesDataset, breathe, sourceLogits: [] });
  await session.advance(teacher.steps, NEVER);
  expect((await session.evaluate(halvesDataset.test, NEVER))[0]!.accuracy).toBe(1);
  session.close();
});
