import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LabelledImages } from '../../src/data/dataset.ts';
import { tfjsTrainer } from '../../src/engine/tfjs-trainer.ts';
import { barsDataset, breathe, NEVER, only, studentStage, teacherLogits, teacherStage } from './fixtures.ts';
import { losses, open, start } from './tfjs-sessions.ts';

const distillation = { temperature: 4, softWeight: 0.7 };

describe('on the cpu backend', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  test('members stacked in one population equal separate runs bit for bit', async () => {
    const stage = studentStage({ distillation: { ...distillation, pseudoLabelControl: true } });
    const together = await start(stage);
    await together.advance(5, NEVER);
    const stacked = (await together.snapshot()).parameters;
    const P = stacked.length / 3;
    for (const s of [0, 1, 2]) {
      const alone = await start(only(stage, s));
      await alone.advance(5, NEVER);
      expect((await alone.snapshot()).parameters).toEqual(stacked.subarray(s * P, (s + 1) * P));
    }
  });

  test('members that draw different rows equal separate runs too', async () => {
    const stage = studentStage({ data: { labelledImages: 20, unlabelledImages: 60 }, distillation });
    const together = await start(stage);
    await together.advance(4, NEVER);
    const stacked = (await together.snapshot()).parameters;
    for (const s of [0, 1]) {
      const alone = await start(only(stage, s));
      await alone.advance(4, NEVER);
      const own = (await alone.snapshot()).parameters;
      expect(own).toEqual(stacked.subarray(s * own.length, (s + 1) * own.length));
    }
  });

  test('soft weight 0 is the hard-label student, exactly', async () => {
    const session = await start(studentStage({ distillation: { softWeight: 0 } }));
    await session.advance(6, NEVER);
    const { parameters } = await session.snapshot();
    const half = parameters.length / 2;
    expect(parameters.subarray(0, half)).toEqual(parameters.subarray(half));
  });

  test('a hard-label student does not notice a distilled one beside it', async () => {
    const distilled = studentStage({ distillation: { temperature: 20, softWeight: 1 } });
    const [a, b] = [
      await start(only(distilled, 0)),
      await start(only(studentStage({ distillation: { softWeight: 0 } }), 0)),
    ];
    await a.advance(4, NEVER);
    await b.advance(4, NEVER);
    expect((await a.snapshot()).parameters).toEqual((await b.snapshot()).parameters);
  });

  test('the pseudo-label student of a teacher that is always right is the hard-label student', async () => {
    const stage = studentStage({ distillation: { ...distillation, pseudoLabelControl: true } });
    const right = Float32Array.from({ length: 4000 }, (_, i) => (i % 10 === Math.floor(i / 10) % 10 ? 5 : 0));
    const session = await start(stage, right);
    await session.advance(4, NEVER);
    const { parameters } = await session.snapshot();
    const P = parameters.length / 3;
    expect(parameters.subarray(0, P)).toEqual(parameters.subarray(2 * P));
  });

  test.each(['adam', 'sgd'] as const)('%s equals tfjs’s own optimiser', async (optimizer) => {
    const stage = only(
      studentStage({ student: { optimizer, momentum: 0.9, learningRate: 0.01, hidden: [] } }),
      0,
    );
    const session = await start(stage);
    const before = await session.snapshot();
    const variable = tf.variable(tf.tensor1d(before.parameters));
    const own = optimizer === 'adam' ? tf.train.adam(0.01) : tf.train.momentum(0.01, 0.9);
    const { batchMaker } = await import('../../src/engine/batch.ts');
    const { lossAndGradient } = await import('../../src/engine/loss.ts');
    const { splitLayers } = await import('../../src/engine/layers.ts');
    const batchOf = batchMaker(stage, barsDataset(400).train, [teacherLogits(400)]);
    for (let step = 0; step < 5; step++) {
      const gradient = tf.tidy(() => {
        const layers = splitLayers(tf.reshape<tf.Rank.R2>(variable, [1, -1]), stage.architecture);
        return tf.reshape(lossAndGradient(stage, { layers }, batchOf(step)).gradient, [-1]);
      });
      own.applyGradients([{ name: variable.name, tensor: gradient }]);
      gradient.dispose();
    }
    await session.advance(5, NEVER);
    const expected = await variable.data();
    const { parameters } = await session.snapshot();
    const start5 = before.parameters;
    const norm = (f: (i: number) => number) =>
      Math.sqrt(parameters.reduce((sum, _, i) => sum + f(i) ** 2, 0));
    const difference = norm((i) => parameters[i]! - expected[i]!);
    expect(difference / norm((i) => expected[i]! - start5[i]!)).toBeLessThan(1e-4);
    own.dispose();
    variable.dispose();
  });

  test('max-norm keeps the weights into every hidden unit within its limit, and leaves the output layer alone', async () => {
    const maxNorm = 0.8;
    const session = await start(teacherStage({ teacher: { maxNorm, learningRate: 0.05 } }));
    await session.advance(3, NEVER);
    const { parameters } = await session.snapshot();
    const norms = (at: number, inputs: number, outputs: number) =>
      Array.from({ length: outputs }, (_, o) =>
        Math.hypot(...Array.from({ length: inputs }, (_, i) => parameters[at + i * outputs + o]!)),
      );
    const first = norms(0, 784, 12);
    const second = norms(784 * 12 + 12, 12, 9);
    const last = norms(784 * 12 + 12 + 12 * 9 + 9, 9, 10);
    for (const norm of [...first, ...second]) expect(norm).toBeLessThan(maxNorm * 1.0001);
    expect(Math.max(...last)).toBeGreaterThan(maxNorm);
  });

  test('dropout is on in training and off in evaluation', async () => {
    const stage = teacherStage({ teacher: { hiddenDropout: 0.5, inputDropout: 0.2, jitter: 2 } });
    const session = await start(stage);
    const images = barsDataset(10).train.images;
    const [once, again] = [await session.forward(images, NEVER), await session.forward(images, NEVER)];
    expect(once[0]).toEqual(again[0]);
    const plain = await start(teacherStage({ teacher: { hiddenDropout: 0, inputDropout: 0, jitter: 0 } }));
    expect((await plain.forward(images, NEVER))[0]).toEqual(once[0]); // same initialisation
    expect(await losses(session, 1)).not.toEqual(await losses(plain, 1));
  });

  test('a restored session goes on as if it had never stopped', async () => {
    const stage = studentStage({ distillation });
    const undisturbed = await start(stage);
    await undisturbed.advance(3, NEVER);
    const saved = await undisturbed.snapshot();
    const rest = await losses(undisturbed, 4);
    const resumed = await start(stage);
    await resumed.advance(1, NEVER);
    resumed.restore(saved);
    expect(resumed.step).toBe(3);
    expect(await losses(resumed, 4)).toEqual(rest);
  });

  test('a learnt population answers well, and shuffled labels teach it nothing', async () => {
    const dataset = barsDataset(400, 300);
    const shuffled = {
      ...dataset.train,
      labels: dataset.train.labels.map((_, i) => (i * 7 + Math.floor(i / 10) * 3) % 10),
    };
    const stage = only(
      studentStage({
        data: { labelledImages: 400 },
        student: { hidden: [32], epochs: 6, learningRate: 0.003 },
        distillation: { softWeight: 0 },
      }),
      0,
    );
    const accuracyOn = async (train: LabelledImages) => {
      const session = await tfjsTrainer.open(stage, {
        dataset: { ...dataset, train },
        breathe,
        sourceLogits: [teacherLogits(400)],
      });
      open.push(session);
      await session.advance(100, NEVER);
      return (await session.evaluate(dataset.test, NEVER))[0]!.accuracy;
    };
    expect(await accuracyOn(dataset.train)).toBeGreaterThan(0.95);
    // 300 images of ten classes by chance: 10 % with a standard error of 1.7 points.
    const chance = await accuracyOn(shuffled);
    expect(Math.abs(chance - 0.1)).toBeLessThan(0.08);
  });

  test('tensors are where they were after training, a stop and an error', async () => {
    const before = tf.memory().numTensors;
    const session = await start(
      studentStage({ data: { labelledImages: 20, unlabelledImages: 60 }, distillation }),
    );
    await session.advance(2, NEVER);
    const during = tf.memory().numTensors;
    await session.advance(3, NEVER);
    await session.evaluate(barsDataset(10).test, NEVER);
    await session.snapshot();
    expect(tf.memory().numTensors).toBe(during);
    await expect(session.advance(2, AbortSignal.abort())).rejects.toMatchObject({ code: 'stopped' });
    await expect(session.forward(new Uint8Array(784), AbortSignal.abort())).rejects.toMatchObject({
      code: 'stopped',
    });
    expect(tf.memory().numTensors).toBe(during);
    open.splice(0).forEach((opened) => opened.close());
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a stop takes effect after the step in flight', async () => {
    const session = await start(studentStage());
    const controller = new AbortController();
    const dataset = barsDataset(400);
    let turns = 0;
    const stoppable = await tfjsTrainer.open(only(studentStage(), 0), {
      dataset,
      sourceLogits: [teacherLogits(400)],
      breathe: () => {
        if (++turns === 3) controller.abort();
        return Promise.resolve();
      },
    });
    open.push(stoppable);
    await expect(stoppable.advance(50, controller.signal)).rejects.toMatchObject({ code: 'stopped' });
    expect(stoppable.step).toBe(3);
    expect(session.step).toBe(0);
  });
});
