import { describe, expect, test } from 'vitest';
import { macCount, parameterCount } from '../../src/core/architecture.ts';
import { layerShapes } from '../../src/core/layer-shapes.ts';
import { DEFAULT_EXPERIMENT, PRESETS } from '../../src/core/presets.ts';
import { writeSetting } from '../../src/core/settings.ts';
import { compile } from '../../src/core/compile.ts';
import { learnsAnswers, scheduleFactor } from '../../src/core/stages.ts';

const students = (config = DEFAULT_EXPERIMENT) => compile(config)[1]!;

describe('compile', () => {
  test('teacher, then students who learn from it', () => {
    const [teacher, population] = compile(DEFAULT_EXPERIMENT);
    expect(teacher).toMatchObject({ id: 'teacher', steps: 790, stepsPerEpoch: 79 });
    expect(teacher!.sources).toEqual([]);
    expect(population).toMatchObject({ id: 'students', steps: 960 });
    expect(population!.sources).toEqual([
      { networks: [{ stage: 'teacher', member: 0 }], combine: 'meanProbabilities' },
    ]);
  });

  test('students differ in nothing but the treatment', () => {
    const [hard, distilled] = students().members;
    const { baseline, ...rest } = distilled!;
    expect(hard).toEqual({ ...rest, role: 'hardLabel', method: 'labels', softWeight: 0 });
    expect(baseline).toBe(0);
  });

  test('the soft weight becomes two weights that sum to one', () => {
    const [hard, soft] = students(
      writeSetting(DEFAULT_EXPERIMENT, 'distillation.softWeight', 0.7),
    ).objectives;
    expect([hard!.term, soft!.term]).toEqual(['crossEntropy', 'softTargets']);
    hard!.weight.forEach((weight, s) => expect(weight + soft!.weight[s]!).toBeCloseTo(1, 15));
    expect(soft!.weight).toEqual([0, 0.7]);
  });

  test('without any soft weight there is no soft term at all', () => {
    const stage = students(writeSetting(DEFAULT_EXPERIMENT, 'distillation.softWeight', 0));
    expect(stage.objectives.map(({ term }) => term)).toEqual(['crossEntropy']);
  });

  test('unlabelled images are the distilled student’s alone; steps stay equal', () => {
    const stage = students(writeSetting(DEFAULT_EXPERIMENT, 'data.unlabelledImages', 9_000));
    const [hard, distilled] = stage.members;
    expect(hard!.rows).toEqual({ images: 1_000, labelled: 1_000, wrongLabels: 0, omittedClasses: [] });
    expect(distilled!.rows).toEqual({ images: 10_000, labelled: 1_000, wrongLabels: 0, omittedClasses: [] });
    expect(stage.stepsPerEpoch).toBe(313);
  });

  test('the control learns the teacher’s top answer on the whole transfer set', () => {
    const stage = students(writeSetting(DEFAULT_EXPERIMENT, 'distillation.pseudoLabelControl', true));
    expect(stage.members[2]).toMatchObject({
      role: 'pseudoLabel',
      softWeight: 0,
      seed: DEFAULT_EXPERIMENT.seed,
    });
    expect(stage.members.map(learnsAnswers)).toEqual([false, false, true]);
  });

  test('a batch is never larger than the images', () => {
    expect(students(writeSetting(DEFAULT_EXPERIMENT, 'data.labelledImages', 20)).batchSize).toBe(20);
  });

  test.each(PRESETS)('$id: 10 to 30 points a curve', ({ config }) => {
    for (const { steps, evaluateEvery } of compile(config)) {
      expect(Math.ceil(steps / evaluateEvery)).toBeGreaterThanOrEqual(10);
      expect(Math.ceil(steps / evaluateEvery)).toBeLessThanOrEqual(30);
    }
  });
});

test('schedules start at the full rate and fall to zero', () => {
  expect(['constant', 'linear', 'cosine'].map((s) => scheduleFactor(s as 'linear', 0, 10))).toEqual([
    1, 1, 1,
  ]);
  expect(scheduleFactor('constant', 9, 10)).toBe(1);
  expect(scheduleFactor('linear', 5, 10)).toBe(0.5);
  expect(scheduleFactor('linear', 9, 10)).toBeCloseTo(0.1, 12);
  expect(scheduleFactor('cosine', 5, 10)).toBeCloseTo(0.5, 12);
  expect(scheduleFactor('cosine', 10, 10)).toBe(0);
});

describe('architecture', () => {
  const mlp = { kind: 'mlp', inputs: 784, hidden: [128, 128], classes: 10 } as const;

  test('counts of 784-128-128-10', () => {
    expect(parameterCount(mlp)).toBe(118_282); // 784*128+128 + 128*128+128 + 128*10+10
    expect(macCount(mlp)).toBe(118_016);
  });

  test('layers lie one after the other and fill the vector', () => {
    const shapes = layerShapes(mlp);
    expect(shapes[0]).toMatchObject({ inputs: 784, outputs: 128, weights: 0, biases: 100_352 });
    const last = shapes.at(-1)!;
    expect(last.biases + last.outputs).toBe(parameterCount(mlp));
    shapes.slice(1).forEach(({ weights }, i) => expect(weights).toBe(shapes[i]!.biases + shapes[i]!.outputs));
  });

  test('no hidden layer is a linear classifier', () => {
    expect(parameterCount({ ...mlp, hidden: [] })).toBe(7850);
  });
});
