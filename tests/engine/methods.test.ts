// Every method as a whole run on small networks: it trains, is measured, and gives all tensors back; and what the methods
// without a term of their own promise.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { mlpOf, parameterCount } from '../../src/core/architecture.ts';
import { layerShapes } from '../../src/core/layer-shapes.ts';
import { compile } from '../../src/core/compile.ts';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import { METHODS, type MethodName } from '../../src/core/methods.ts';
import { temperatureAt, weightsAt, type Stage } from '../../src/core/stages.ts';
import { batchDraw } from '../../src/data/batches.ts';
import { PIXELS } from '../../src/data/dataset.ts';
import { batchMaker } from '../../src/engine/batch.ts';
import { beginningOf } from '../../src/engine/beginning.ts';
import { lossAndGradient } from '../../src/engine/loss.ts';
import { initialParameters, splitLayers } from '../../src/engine/layers.ts';
import { answerOfMlp } from '../../src/engine/mlp.ts';
import { collect, of } from './collect-run.ts';
import { bars, smallExperiment, teacherLogits } from './fixtures.ts';
import { derivative, logitsOf, lossOf, type ReferenceRow } from './reference.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const NAMES = Object.keys(METHODS) as MethodName[];

function experiment(method: MethodName, changes: Partial<ExperimentConfig['distillation']> = {}) {
  const architecture = method === 'tinyBert' ? 'vit' : 'mlp';
  return smallExperiment({
    teacher: { architecture, hidden: [7, 7, 7, 7], blocks: 2, width: 6, heads: 2, epochs: 1 },
    student: { architecture, hidden: [7, 7], blocks: 1, width: 4, heads: 2, epochs: 1 },
    distillation: { method, assistant: [[7]], ...changes },
  });
}
/** The population of a method, and where in it the member is. */
function studentsOf(config: ExperimentConfig): { readonly stage: Stage; readonly s: number } {
  const { method } = config.distillation;
  const stage = compile(config).findLast(({ members }) =>
    members.some((member) => member.method === method),
  )!;
  return { stage, s: stage.members.findIndex((member) => member.method === method) };
}

describe.each(NAMES)('%s', (method) => {
  test('a run trains and measures it beside labels, and leaves no tensor', async () => {
    const before = tf.memory().numTensors;
    const { record, failure, events } = await collect(experiment(method));
    expect(failure).toBeUndefined();
    expect(tf.memory().numTensors).toBe(before);
    const own = record!.results.find((result) => result.method === method && result.role !== 'teacher')!;
    const points = record!.history.filter(({ role, member }) => role === own.role && member === own.member);
    expect(points.length).toBeGreaterThan(2);
    for (const { objective } of points) expect(objective).toBeGreaterThan(0);
    expect(own.agreement).toBeGreaterThanOrEqual(0);
    expect(own.gapClosed === undefined || Number.isFinite(own.gapClosed)).toBe(true);
    expect(record!.verdicts[0]).toMatchObject({
      candidate: { method },
      baseline: { method: 'labels', role: 'hardLabel' },
    });
    expect(of(events, 'started')[0]!.networks.length).toBeGreaterThan(2);
  });
});

/** Value and gradient of all members at `parameters`, with this teacher's logits for every source. */
async function gradientAt(stage: Stage, parameters: Float32Array, teacher: Float32Array, step: number) {
  const S = stage.members.length;
  const data = bars(50);
  const { measured, gradient } = tf.tidy(() => {
    const layers = splitLayers(
      tf.tensor2d(parameters, [S, parameterCount(stage.architecture)]),
      stage.architecture,
    );
    const logits = stage.sources.map(() => teacher);
    return lossAndGradient(stage, { layers }, batchMaker(stage, data, logits)(step));
  });
  return { objective: (await measured.array())[1]!, gradient: await gradient.array() };
}
/** The rows of a member's step, for the reference in float64. */
function rowsOf(stage: Stage, s: number, step: number, teacher: (image: number[], row: number) => number[]) {
  const data = bars(50);
  const member = stage.members[s]!;
  return [...batchDraw(member, stage.batchSize, data.labels)(step)].map((row): ReferenceRow => {
    const image = [...data.images.subarray(row * PIXELS, (row + 1) * PIXELS)].map((grey) => grey / 255);
    return { image, teacher: teacher(image, row), label: data.labels[row]! };
  });
}
function expectGradient(
  found: readonly number[],
  value: (parameters: ArrayLike<number>) => number,
  at: Float32Array,
): void {
  const scale = Math.max(...found.map(Math.abs));
  for (const i of [1, 7, 15, 40, 75, 784 * 4 + 1].map((k) => found.length - k))
    expect(Math.abs(found[i]! - derivative(value, Float64Array.from(at), i)), `coordinate ${i}`).toBeLessThan(
      1e-4 * scale,
    );
}

describe('mutual learning', () => {
  const { stage } = studentsOf(experiment('mutual', { temperature: 3, strength: 0.5 }));
  const widths = [784, ...mlpOf(stage.architecture).hidden, 10];
  const parts = stage.members.map((_, s) => beginningOf(stage, s, []));
  const both = (first: Float32Array, second: Float32Array) => Float32Array.from([...first, ...second]);

  test('the gradient is that of labels and of KL to the other’s answer, which is held still, in float64', async () => {
    const { objective, gradient } = await gradientAt(
      stage,
      both(parts[0]!, parts[1]!),
      new Float32Array(500),
      0,
    );
    for (const s of [0, 1]) {
      const rows = rowsOf(stage, s, 0, (image) => logitsOf(parts[1 - s]!, widths, image));
      // CE + s T^2 KL, as twice the mean of both with T^2 of its own: (1 - a) CE + a T^2 KL has other weights.
      const hard = (p: ArrayLike<number>) =>
        lossOf(p, widths, rows, { softWeight: 0, temperature: 3, tSquared: true });
      const soft = (p: ArrayLike<number>) =>
        lossOf(p, widths, rows, { softWeight: 1, temperature: 3, tSquared: true });
      const value = (p: ArrayLike<number>) => hard(p) + 0.5 * soft(p);
      expect(objective[s]).toBeCloseTo(value(parts[s]!), 4);
      expectGradient(gradient[s]!, value, parts[s]!);
    }
  });

  test('two that are equal have nothing to tell each other', async () => {
    const equal = both(parts[0]!, parts[0]!);
    const alone: Stage = { ...stage, objectives: stage.objectives.slice(0, 1) };
    const together = (await gradientAt(stage, equal, new Float32Array(500), 0)).gradient;
    const labels = (await gradientAt(alone, equal, new Float32Array(500), 0)).gradient;
    together.forEach((row, s) => row.forEach((g, i) => expect(g).toBeCloseTo(labels[s]![i]!, 5)));
  });
});

test('pseudo-labels of a teacher that is always right are labels', async () => {
  const { stage, s } = studentsOf(experiment('pseudoLabels'));
  const right = new Float32Array(500);
  bars(50).labels.forEach((label, row) => (right[row * 10 + label] = 9));
  const P = parameterCount(stage.architecture);
  const same = new Float32Array(stage.members.length * P);
  stage.members.forEach((_, m) => same.set(initialParameters(stage.architecture, 5), m * P));
  const { gradient } = await gradientAt(stage, same, right, 1);
  const hard = stage.members.findIndex(({ method }) => method === 'labels');
  expect(gradient[s]).toEqual(gradient[hard]);
});

describe('layers of the teacher', () => {
  const { stage, s } = studentsOf(experiment('layerInit'));
  const architecture = { kind: 'mlp', inputs: 784, hidden: [7, 7, 7, 7], classes: 10 } as const;
  const parameters = initialParameters(architecture, 8);

  test('the layers between them doing nothing, the student begins with the teacher’s answers', async () => {
    const passing = parameters.slice();
    for (const l of [1, 3]) {
      const { weights, biases, outputs } = layerShapes(architecture)[l]!;
      passing.fill(0, weights, biases + outputs);
      for (let i = 0; i < 7; i++) passing[weights + i * 7 + i] = 1;
    }
    const own = beginningOf(stage, s, [{ architecture, parameters: passing }]);
    const answers = (of: Float32Array, shape: Stage['architecture']) =>
      tf
        .tidy(() => {
          const images = tf.tensor2d(
            Float32Array.from(bars(4).images, (grey) => grey / 255),
            [4, 784],
          );
          return answerOfMlp(splitLayers(tf.tensor2d(of, [1, of.length]), shape), images).logits;
        })
        .array();
    expect(await answers(own, stage.architecture)).toEqual(await answers(passing, architecture));
  });

  test('the others of its population begin with random weights, as ever', () => {
    const hard = stage.members.findIndex(({ method }) => method === 'labels');
    const sources = [{ architecture, parameters }];
    expect(beginningOf(stage, hard, sources)).toEqual(
      initialParameters(stage.architecture, stage.members[hard]!.seed),
    );
    expect(() => beginningOf(stage, s, [])).toThrow('one teacher that the lab has trained');
    const other = { kind: 'mlp', inputs: 784, hidden: [7, 6, 7, 7], classes: 10 } as const;
    const wrong = [{ architecture: other, parameters: initialParameters(other, 1) }];
    expect(() => beginningOf(stage, s, wrong)).toThrow('has not the shape');
  });
});

test('T and alpha that fall: in each step the gradient is that of their values then, in float64', async () => {
  const falling = { temperatureSchedule: 'linear', softWeightSchedule: 'cosine' } as const;
  const { stage, s } = studentsOf(experiment('softTargets', { temperature: 6, softWeight: 0.8, ...falling }));
  const widths = [784, ...mlpOf(stage.architecture).hidden, 10];
  const teacher = teacherLogits(50);
  const P = parameterCount(stage.architecture);
  const at = initialParameters(stage.architecture, 5);
  const all = new Float32Array(stage.members.length * P);
  stage.members.forEach((_, m) => all.set(at, m * P));
  for (const step of [0, 2]) {
    const share = step / stage.steps;
    const temperature = temperatureAt(stage.members[s]!, share);
    const softWeight = weightsAt(stage.objectives.at(-1)!, stage.members, share)[s]!;
    expect([temperature, softWeight]).toEqual(step === 0 ? [6, 0.8] : [3.5, expect.closeTo(0.4, 12)]);
    const rows = rowsOf(stage, s, step, (_, row) => [...teacher.subarray(row * 10, row * 10 + 10)]);
    const value = (p: ArrayLike<number>) =>
      lossOf(p, widths, rows, { softWeight, temperature, tSquared: true });
    const { objective, gradient } = await gradientAt(stage, all, teacher, step);
    expect(objective[s]).toBeCloseTo(value(at), 4);
    expectGradient(gradient[s]!, value, at);
  }
});
