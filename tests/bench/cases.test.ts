/** What is common to all paths: the cases that others name, and the loss that they are compared by. */
import { expect, test } from 'vitest';
import { parameterCount } from '../../src/core/architecture.ts';
import { uniform } from '../../src/core/random.ts';
import { PIXELS } from '../../src/data/dataset.ts';
import { barsDataset, teacherLogits } from '../engine/fixtures.ts';
import { lossOf } from '../engine/reference.ts';
import { CASES, caseByName, PASS_STEPS, productFlops } from './cases.ts';
import { memberObjective } from './loss.ts';
import { planFor } from './measure.ts';

test('the promised cases are there', () => {
  expect(CASES.map(({ name, stage }) => [name, stage.members.length])).toEqual([
    ['pair 784-30-30-10', 2],
    ['16 students 784-30-30-10', 16],
    ['teacher 784-1200-1200-10', 1],
    ['students 784-800-800-10', 2],
    ['grid 5x5 784-30-30-10', 25],
    ['single 784-30-30-10', 1],
  ]);
});

test('every case has a member that model.fit can train', () => {
  for (const { stage } of CASES) expect(stage.members.map(({ softWeight }) => softWeight)).toContain(0);
});

test('the operations of a step are those of its eight matrix products', () => {
  const [w1, w2, w3] = [784 * 30, 30 * 30, 30 * 10];
  const multiplications = 128 * (w1 + w2 + w3 + (w1 + w2 + w3) + (w2 + w3)); // forward, weights, inputs
  expect(productFlops(caseByName('single 784-30-30-10').stage)).toBe(2 * multiplications);
  expect(productFlops(caseByName('pair 784-30-30-10').stage)).toBe(4 * multiplications);
});

test('losses are compared within the first pass, after at least one step that is not counted', () => {
  for (const software of [true, false]) {
    for (const quick of [true, false]) {
      const { compareSteps, countSteps } = planFor(software, quick);
      for (const steps of CASES.map(compareSteps)) {
        expect(steps).toBeLessThanOrEqual(PASS_STEPS);
        expect(steps - 1 - 3 * countSteps).toBeGreaterThan(0);
      }
    }
  }
});

test('the loss is the objective in double precision', () => {
  const { stage } = caseByName('pair 784-30-30-10');
  const architecture = { ...stage.architecture, hidden: [4, 3] };
  const parameters = Float32Array.from(
    { length: parameterCount(architecture) },
    (_, i) => uniform(5, i) - 0.5,
  );
  const inputs = {
    stage: { ...stage, architecture },
    dataset: barsDataset(128),
    teacherLogits: teacherLogits(128),
  };
  const { images, labels } = inputs.dataset.train;
  const rows = Array.from(labels, (label, row) => ({
    image: Array.from(images.subarray(row * PIXELS, (row + 1) * PIXELS), (grey) => grey / 255),
    label,
    teacher: [...inputs.teacherLogits.subarray(row * 10, (row + 1) * 10)],
  }));
  stage.members.forEach(({ softWeight, temperature }, member) => {
    const expected = lossOf(parameters, [784, 4, 3, 10], rows, { softWeight, temperature, tSquared: true });
    expect(memberObjective(inputs, member, parameters)).toBeCloseTo(expected, 10);
  });
});
