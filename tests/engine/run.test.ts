import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { historyPoints } from '../../src/engine/history.ts';
import { runExperiment } from '../../src/engine/run.ts';
import { tfjsTrainer } from '../../src/engine/tfjs-trainer.ts';
import { collect, madeUp as dataset, device, of } from './collect-run.ts';
import { breathe, NEVER, smallExperiment } from './fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('a whole run', () => {
  test('tells what it trains, draws every curve, and measures every network once', async () => {
    const config = smallExperiment({ distillation: { pseudoLabelControl: true } });
    const { events, record } = await collect(config);
    expect(of(events, 'started')[0]!.networks.map(({ role }) => role)).toEqual([
      'teacher',
      'hardLabel',
      'distilled',
      'pseudoLabel',
    ]);
    expect(record!.results.map(({ role, method }) => `${role} ${method}`)).toEqual([
      'teacher labels',
      'hardLabel labels',
      'distilled softTargets',
      'pseudoLabel pseudoLabels',
    ]);
    expect(record).toMatchObject({
      format: 'dark-knowledge-lab/run',
      version: 1,
      config,
      environment: { ...device, variants: {} },
    });
    expect(of(events, 'points').flatMap(({ points }) => points)).toEqual(record!.history);
    expect(of(events, 'results').flatMap(({ results }) => results)).toEqual(record!.results);
    for (const result of record!.results) {
      expect(result.testImages).toBe(90);
      expect(result.testAccuracy).toBeCloseTo(1 - result.testErrors / 90, 12);
      expect(result.trainSeconds).toBeGreaterThan(0);
    }
  });

  test('what a role does not have is absent, not zero', async () => {
    const { record } = await collect(smallExperiment());
    const [teacher, hard, distilled] = record!.results;
    for (const field of ['agreement', 'gapClosed', 'settings']) expect(teacher).not.toHaveProperty(field);
    expect(hard).not.toHaveProperty('gapClosed');
    expect(hard).not.toHaveProperty('settings');
    expect(hard!.agreement).toBeGreaterThanOrEqual(0);
    expect(distilled!.settings).toEqual({ temperature: 8, softWeight: 0.9, tSquared: true });
    const ofTeacher = record!.history.filter(({ role }) => role === 'teacher');
    for (const point of ofTeacher) expect(point).not.toHaveProperty('kl');
  });

  test('a point has the terms of its own network’s loss, unweighted', async () => {
    const { record } = await collect(
      smallExperiment({
        data: { unlabelledImages: 20 },
        vary: [{ path: 'distillation.method', values: ['softTargets', 'relational', 'pseudoLabels'] }],
      }),
    );
    expect(record!.results.find(({ method }) => method === 'relational')).not.toHaveProperty('settings');
    for (const { role, method, terms, trainLoss, kl } of record!.history) {
      if (role === 'pseudoLabel') {
        expect(Object.keys(terms!)).toEqual(['crossEntropy']); // with the teacher's top answers
        expect(terms!.crossEntropy).not.toBe(trainLoss);
        continue;
      }
      expect(terms!.crossEntropy).toBe(trainLoss);
      expect(terms!.softTargets).toBe(method === 'softTargets' ? kl : undefined);
      if (method === 'relational') expect(terms!.relational).toBeGreaterThan(0);
      else expect(terms).not.toHaveProperty('relational');
    }
  });

  test('what a trainer adds up by another name is a term, where it is the same', () => {
    const stage = compile(smallExperiment({ teacher: { flaw: 'labelSmoothing' } }));
    const since = (members: number) => {
      const sums = (each: number) => Array.from({ length: members }, () => each);
      const of = { labelLoss: sums(6), objective: sums(1), hardGradient: sums(1), kl: sums(1) };
      return { ...of, softGradient: sums(1), steps: 4, labelledSteps: sums(3), terms: {} };
    };
    const [teacher, hard, distilled] = stage.flatMap((one) => {
      const evaluation = { images: 1, errors: 0, accuracy: 1, loss: 0 };
      const { length } = one.members;
      return historyPoints(one, 4, since(length), Array(length).fill(evaluation), 'validation');
    });
    expect(teacher).not.toHaveProperty('terms'); // smoothed labels are not the labels of the curve
    expect(hard!.terms).toEqual({ crossEntropy: 2 });
    expect(distilled!.terms).toEqual({ crossEntropy: 2, softTargets: 0.25 });
  });

  test('curves are measured on validation images, or on test images where all rows train', async () => {
    const { record } = await collect(smallExperiment());
    for (const point of record!.history) {
      expect(point.validationAccuracy).toBeGreaterThanOrEqual(0);
      expect(point).not.toHaveProperty('testSubsetAccuracy');
      expect(Math.round(point.validationAccuracy! * 40) / 40).toBeCloseTo(point.validationAccuracy!, 12);
    }
    const all = await collect(smallExperiment({ data: { trainingRows: 'all' } }));
    for (const point of all.record!.history) {
      expect(point.testSubsetLoss).toBeGreaterThan(0);
      expect(point).not.toHaveProperty('validationLoss');
    }
  });

  test('progress goes up to the end and knows the time left', async () => {
    const { events } = await collect(smallExperiment());
    const progress = of(events, 'progress');
    const shares = progress.map(({ share }) => share);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(progress.at(-1)!.secondsLeft).toBe(0);
    expect(new Set(progress.map(({ phase }) => phase))).toEqual(
      new Set(['teacher', 'measuring', 'softTargets', 'students']),
    );
  });

  test('pulled with 1, every event is at most one step further', async () => {
    const { events } = await collect(smallExperiment(), { steps: 1 });
    const steps = of(events, 'progress')
      .filter(({ phase }) => phase === 'students')
      .map(({ step }) => step!);
    expect(steps.slice(1).every((step, i) => step - steps[i]! <= 1)).toBe(true);
    expect(Math.max(...steps)).toBe(8);
  });

  test('the pace of pulling changes no number', async () => {
    const [one, many] = [await collect(smallExperiment(), { steps: 1 }), await collect(smallExperiment())];
    const untimed = (record: RunRecord) => record.results.map((result) => ({ ...result, trainSeconds: 0 }));
    expect(untimed(one.record!)).toEqual(untimed(many.record!));
    expect(one.record!.history).toEqual(many.record!.history);
  });
});

describe('a run that ends early', () => {
  test('stops, keeps nothing on the device', async () => {
    const before = tf.memory().numTensors;
    const controller = new AbortController();
    const run = runExperiment(smallExperiment(), {
      dataset,
      trainers: [tfjsTrainer],
      device,
      signal: controller.signal,
      breathe,
    });
    for (let i = 0; i < 5; i++) await run.next(1);
    controller.abort();
    await expect(run.next(1)).rejects.toMatchObject({ code: 'stopped' });
    expect(tf.memory().numTensors).toBe(before);
  });

  test('ends when nobody pulls any more, too', async () => {
    const before = tf.memory().numTensors;
    const run = runExperiment(smallExperiment(), {
      dataset,
      trainers: [tfjsTrainer],
      device,
      signal: NEVER,
      breathe,
    });
    for (let i = 0; i < 5; i++) await run.next(1);
    expect(tf.memory().numTensors).toBeGreaterThan(before);
    await run.return(undefined as never);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a stopwatch that fails or is stopped loses nothing that was trained and measured', async () => {
    const failing = () => Promise.reject(new Error('no clock'));
    const run = runExperiment(smallExperiment(), {
      ...{ dataset, trainers: [tfjsTrainer], device, signal: NEVER, breathe },
      measureSpeed: failing,
    });
    let last = await run.next();
    while (!last.done) last = await run.next();
    expect(last.value.results).toHaveLength(3);
    expect(last.value.verdicts).toHaveLength(1);
    for (const result of last.value.results) expect(result).not.toHaveProperty('latencyMs');
  });

  test('nothing left to learn from is told before anything is trained', async () => {
    const config = smallExperiment({ data: { omittedClasses: [0, 1, 2, 3, 4, 5, 6, 7, 8] } });
    const noNines = { ...dataset.train, labels: dataset.train.labels.map((label) => label % 9) };
    const run = runExperiment(config, {
      ...{ dataset: { ...dataset, train: noNines }, trainers: [tfjsTrainer], device, signal: NEVER, breathe },
    });
    await expect(run.next()).rejects.toMatchObject({ code: 'config' });
  });

  test('T1 a loss that is no longer a number ends the run before the next point, names step and rate, keeps the curve', async () => {
    const before = tf.memory().numTensors;
    const wild = smallExperiment({
      teacher: { hidden: [64, 64, 64], optimizer: 'sgd', learningRate: 10, epochs: 10 },
    });
    const { evaluateEvery } = compile(wild)[0]!;
    const stepIn = (failure: unknown) =>
      Number(
        /^The loss of the teacher is no longer a number by step (\d+): training has diverged\.$/.exec(
          (failure as Error).message,
        )![1],
      );
    const byStep = await collect(wild, { steps: 1 }); // as soon as it is seen
    const first = stepIn(byStep.failure);
    for (const { failure, events } of [byStep, await collect(wild)]) {
      expect(failure).toMatchObject({
        code: 'diverged',
        hint: 'Try a lower learning rate than 10; the curves up to here are kept.',
      });
      expect(stepIn(failure)).toBeGreaterThanOrEqual(first);
      expect(stepIn(failure) - first).toBeLessThanOrEqual(evaluateEvery);
      const points = of(events, 'points').flatMap((event) => event.points);
      for (const { objective, validationLoss } of points)
        expect([objective, validationLoss].every(Number.isFinite)).toBe(true);
      expect(points.length).toBe(Math.floor((first - 1) / evaluateEvery));
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});
