// Every term of the loss: its gradient through a whole network against float64 finite differences, and what its paper promises.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { parameterCount, type MlpArchitecture } from '../../src/core/architecture.ts';
import { TERMS, type TermName } from '../../src/core/terms.ts';
import { decoupledParts } from '../../src/core/methods/decoupled.ts';
import { meanOverRows, type Seen } from '../../src/core/methods/term.ts';
import { uniform } from '../../src/core/random.ts';
import type { PairedLayers, Stage } from '../../src/core/stages.ts';
import { batchDraw } from '../../src/data/batches.ts';
import { PIXELS } from '../../src/data/dataset.ts';
import { batchMaker } from '../../src/engine/batch.ts';
import { lossAndGradient } from '../../src/engine/loss.ts';
import { initialMaps, splitMaps } from '../../src/engine/layer-maps.ts';
import { initialParameters, splitLayers } from '../../src/engine/layers.ts';
import { viewTeachers } from '../../src/engine/teacher-view.ts';
import { bars, only, studentStage } from './fixtures.ts';
import { derivative } from './reference.ts';
import { answerOf, mapped, REFERENCE, type Both } from './reference-terms.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const T = 3;
const STUDENT: MlpArchitecture = { kind: 'mlp', inputs: 784, hidden: [6, 5], classes: 10 };
const TEACHER: MlpArchitecture = { kind: 'mlp', inputs: 784, hidden: [7, 5, 4], classes: 10 };
const PAIRS: Readonly<Partial<Record<TermName, readonly PairedLayers[]>>> = {
  fitnets: [{ student: 0, teacher: 1, units: 5, isMapped: true }],
  patient: [
    { student: 0, teacher: 0, units: 7, isMapped: true },
    { student: 1, teacher: 1, units: 5, isMapped: false },
  ],
  cosine: [{ student: 1, teacher: 2, units: 4, isMapped: true }],
  relational: [{ student: 1, teacher: 2, units: 4, isMapped: false }],
};
const widthsOf = ({ inputs, hidden, classes }: MlpArchitecture) => [inputs, ...hidden, classes];

/** One student who learns from this term alone. */
function stageOf(term: TermName): Stage {
  const one = only(
    studentStage({
      data: { labelledImages: 30, unlabelledImages: 10 },
      student: { hidden: [6, 5], batchSize: 8 },
      distillation: { temperature: T, softWeight: 0.5 },
    }),
    1,
  );
  const pairs = PAIRS[term];
  const objectives = [
    { term: 'crossEntropy', weight: [0] } as const, // without it nothing leads to the last layer, and so no gradient
    { term, weight: [1] },
  ];
  return { ...one, objectives, ...(pairs && { pairs }) };
}

describe('the gradient of a whole network against float64 finite differences', () => {
  test.each(Object.keys(REFERENCE) as (keyof typeof REFERENCE)[])('%s', async (term) => {
    const stage = stageOf(term);
    const { pairs = [] } = stage;
    const data = bars(40);
    const teacher = { widths: widthsOf(TEACHER), parameters: initialParameters(TEACHER, 3) };
    const logits = Float32Array.from({ length: 400 }, (_, i) => {
      const row = Math.floor(i / 10);
      return answerOf(teacher, { image: imageOf(row) }).logits[i % 10]!;
    });
    function imageOf(row: number): readonly number[] {
      return [...data.images.subarray(row * PIXELS, (row + 1) * PIXELS)].map((grey) => grey / 255);
    }
    const P = parameterCount(STUDENT);
    const initial = Float64Array.from([...initialParameters(STUDENT, 5), ...initialMaps(stage, 5)]);
    const step = 4; // 40 rows in batches of 8: all of them full

    const view = viewTeachers(stage, [{ architecture: TEACHER, parameters: teacher.parameters }]);
    const { measured, gradient } = tf.tidy(() => {
      const all = tf.tensor2d(Float32Array.from(initial), [1, initial.length]);
      const maps = initial.length > P ? splitMaps(stage, tf.slice(all, [0, P], [1, -1])) : [];
      const batch = batchMaker(stage, data, [logits], view)(step);
      return lossAndGradient(stage, { layers: splitLayers(all, STUDENT), maps }, batch);
    });

    const rows = [...batchDraw(stage.members[0]!, stage.batchSize, data.labels)(step)].map((row) => ({
      image: imageOf(row),
      ...(row < 30 && { label: data.labels[row]! }),
    }));
    const value = (parameters: ArrayLike<number>): number => {
      const student = { widths: widthsOf(STUDENT), parameters };
      const both = rows.map((row): Both => {
        const [own, wanted] = [answerOf(student, row), answerOf(teacher, row)];
        let at = P;
        const brought = pairs.map((pair) => {
          const u = own.hidden[pair.student]!;
          const v = wanted.hidden[pair.teacher]!;
          if (!pair.isMapped) return [u, v] as const;
          const numbers = Array.from({ length: (u.length + 1) * pair.units }, (_, i) => parameters[at + i]!);
          at += numbers.length;
          return [mapped(u, numbers, pair.units), v] as const;
        });
        return {
          student: own,
          teacher: wanted,
          pairs: brought,
          ...('label' in row && { label: row.label }),
        };
      });
      return REFERENCE[term](both, T);
    };
    const expected = value(initial);
    expect(expected).toBeGreaterThan(0);
    expect(Math.abs((await measured.array())[1]![0]! - expected)).toBeLessThan(1e-5 * (1 + expected));
    const [values] = await gradient.array();
    expect(values).toHaveLength(initial.length);
    const scale = Math.max(...values!.map(Math.abs));
    const coordinates = [
      ...[P - 1, P - 7, P - 15, P - 40, P - 70].filter((i) => i >= 0),
      ...[0, 1, 2, 3].map((k) => Math.floor(uniform(8, k) * P)),
      ...[1, 9, 17].map((k) => initial.length - k),
    ];
    for (const i of coordinates)
      expect(Math.abs(values![i]! - derivative(value, initial, i)), `coordinate ${i}`).toBeLessThan(
        1e-4 * scale,
      );
    view.close();
  });
});

/** One member, rows of logits; more is added by the test. */
function seen(
  student: tf.Tensor3D,
  teacher: tf.Tensor3D,
  labels: readonly number[],
  more: Partial<Seen> = {},
): Seen {
  const [, B, classes] = student.shape;
  const oneHot = tf.mul(tf.cast(tf.oneHot(tf.tensor1d([...labels], 'int32'), classes), 'float32'), 1 / B);
  const targets = tf.reshape<tf.Rank.R3>(oneHot, [1, B, classes]);
  return {
    ...{ share: 0, logits: student, teacher, labels: targets, hardTargets: targets, pairs: [] },
    ...{
      rowWeights: tf.fill([1, B, 1], 1 / B),
      temperature: tf.tensor3d([T], [1, 1, 1]),
      softScale: tf.tensor1d([1]),
    },
    ...more,
  };
}

const random = (shape: [number, number, number], seed: number, scale = 4) =>
  tf.tensor3d(
    Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, i) => scale * (uniform(seed, i) - 0.5)),
    shape,
  );
const valueOf = async (term: TermName, from: Seen) => (await TERMS[term](tf, from).value.data())[0]!;

describe('what the papers promise', () => {
  const student = () => random([1, 6, 10], 1);
  const teacher = () => random([1, 6, 10], 2);
  const labels = [0, 1, 2, 3, 4, 5];

  test.each(['softTargets', 'logitMse', 'jensenShannon', 'decoupled'] as const)(
    '%s: teacher = student gives zero',
    async (term) => {
      expect(Math.abs(await valueOf(term, seen(teacher(), teacher(), labels)))).toBeLessThan(1e-6);
      expect(await valueOf(term, seen(student(), teacher(), labels))).toBeGreaterThan(1e-3);
    },
  );

  test.each(['fitnets', 'patient', 'cosine', 'relational'] as const)(
    '%s: equal layers give zero',
    async (term) => {
      const u = random([1, 6, 8], 3);
      const pairs = [{ student: u, teacher: u }];
      expect(Math.abs(await valueOf(term, seen(student(), teacher(), labels, { pairs })))).toBeLessThan(1e-6);
    },
  );

  test('Jensen-Shannon is symmetric, and never more than ln 2', async () => {
    const [one, other] = [seen(student(), teacher(), labels), seen(teacher(), student(), labels)];
    expect(await valueOf('jensenShannon', one)).toBeCloseTo(await valueOf('jensenShannon', other), 6);
    const far = seen(tf.mul(student(), 1e4), tf.mul(teacher(), 1e4), labels);
    const value = await valueOf('jensenShannon', far);
    expect(value).toBeLessThanOrEqual(Math.LN2 * (1 + 1e-6));
    expect(value).toBeGreaterThan(0.4);
  });

  test('decoupled with weights of 1 and 1 - p(target) is the soft term', async () => {
    const all = seen(student(), teacher(), labels);
    const { share, target, others } = decoupledParts(tf, all);
    const together = meanOverRows(tf, tf.add(target, tf.mul(tf.sub(1, share), others)), all);
    expect((await together.data())[0]).toBeCloseTo(await valueOf('softTargets', all), 5);
  });

  test('logit matching is what the soft term with T² tends to, times the classes, of centred logits', async () => {
    const centred = (z: tf.Tensor3D) => tf.sub<tf.Tensor3D>(z, tf.mean(z, -1, true));
    const hot = { temperature: tf.tensor3d([100], [1, 1, 1]), softScale: tf.tensor1d([1e4]) };
    const all = seen(centred(student()), centred(teacher()), labels, hot);
    const soft = (await TERMS.softTargets(tf, all).minimised!.data())[0]!;
    expect((10 * soft) / (await valueOf('logitMse', all))).toBeCloseTo(1, 1);
  });

  test('fitnets with equal widths and the identity for a map are half the squared error', async () => {
    const [u, v] = [random([1, 6, 8], 3), random([1, 6, 8], 4)];
    const half = (await tf.sum(tf.squaredDifference(u, v)).data())[0]! / 2 / 6;
    expect(
      await valueOf('fitnets', seen(student(), teacher(), labels, { pairs: [{ student: u, teacher: v }] })),
    ).toBeCloseTo(half, 4);
  });

  test('patient and cosine do not see how long a layer is; patient is twice cosine', async () => {
    const [u, v] = [random([1, 6, 8], 3), random([1, 6, 8], 4)];
    const of = (student_: tf.Tensor3D) =>
      seen(student(), teacher(), labels, { pairs: [{ student: student_, teacher: v }] });
    const [patient, cosine] = [await valueOf('patient', of(u)), await valueOf('cosine', of(u))];
    expect(await valueOf('patient', of(tf.mul(u, 7)))).toBeCloseTo(patient, 5);
    expect(await valueOf('cosine', of(tf.mul(u, 7)))).toBeCloseTo(cosine, 5);
    expect(patient).toBeCloseTo(2 * cosine, 5);
  });

  test('relational does not see a layer turned, moved or stretched', async () => {
    const [u, v] = [random([1, 6, 2], 3), random([1, 6, 2], 4)];
    const [cos, sin] = [Math.cos(0.7), Math.sin(0.7)];
    const turn = tf.tensor3d([cos, sin, -sin, cos], [1, 2, 2]);
    const changed = tf.add<tf.Tensor3D>(tf.mul(tf.matMul(u, turn), 3), tf.tensor3d([5, -2], [1, 1, 2]));
    const of = (student_: tf.Tensor3D) =>
      seen(student(), teacher(), labels, { pairs: [{ student: student_, teacher: v }] });
    const value = await valueOf('relational', of(u));
    expect(value).toBeGreaterThan(0.01);
    expect(await valueOf('relational', of(changed))).toBeCloseTo(value, 4);
  });

  test('rows that pad a short batch count for nothing, in any term', async () => {
    for (const term of Object.keys(REFERENCE) as (keyof typeof REFERENCE)[]) {
      const part = (x: tf.Tensor3D, rows: number) => tf.slice(x, [0, 0, 0], [1, rows, -1]);
      const [u, v] = [random([1, 6, 8], 3), random([1, 6, 8], 4)];
      const cut = (rows: number): Partial<Seen> => ({
        pairs: [{ student: part(u, rows), teacher: part(v, rows) }],
        inputGradients: () => ({ student: part(u, rows), teacher: part(v, rows) }),
      });
      const short = seen(part(student(), 4), part(teacher(), 4), labels.slice(0, 4), cut(4));
      const weights = tf.tensor3d([0.25, 0.25, 0.25, 0.25, 0, 0], [1, 6, 1]);
      const padded = seen(student(), teacher(), labels, { ...cut(6), rowWeights: weights });
      expect(await valueOf(term, padded), term).toBeCloseTo(await valueOf(term, short), 4);
    }
  });
});
