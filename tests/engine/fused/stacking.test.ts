import { expect, test } from 'vitest';
import type { Stage } from '../../../src/core/stages.ts';
import type { Session } from '../../../src/engine/trainer.ts';
import { barsDataset, NEVER, only, stacked, studentStage, teacherStage } from '../fixtures.ts';
import { useDevice, useSessions, type OpenOptions } from './device.ts';

const device = useDevice();
const start = useSessions(device);

const distillation = { temperature: 4, softWeight: 0.7 };
const everything = { hiddenDropout: 0.5, inputDropout: 0.2, jitter: 2, maxNorm: 1 };

async function parametersAfter(steps: number, stage: Stage, options?: OpenOptions): Promise<Float32Array> {
  const session = await start(stage, options);
  await session.advance(steps, NEVER);
  return (await session.snapshot()).parameters;
}

const partOf = (flat: Float32Array, s: number, members: number) =>
  flat.subarray((s * flat.length) / members, ((s + 1) * flat.length) / members);

const STAGES: readonly (readonly [string, Stage])[] = [
  ['students of one seed', studentStage({ distillation: { ...distillation, pseudoLabelControl: true } })],
  [
    'students that draw different rows',
    studentStage({ data: { labelledImages: 20, unlabelledImages: 60 }, distillation }),
  ],
  [
    'three seeds at three temperatures',
    stacked(
      [1, 2, 3].map((seed) =>
        studentStage({ seed, distillation: { softWeight: seed / 4, temperature: 2 ** seed } }),
      ),
    ),
  ],
  [
    'an ensemble of teachers with everything on',
    stacked([1, 2].map((seed) => teacherStage({ seed, teacher: everything }))),
  ],
];

test.each(STAGES)('%s: stacked equals alone, bit for bit', async (_, stage) => {
  const together = await parametersAfter(6, stage);
  const S = stage.members.length;
  for (const s of stage.members.keys())
    expect(await parametersAfter(6, only(stage, s))).toEqual(partOf(together, s, S));
});

test('soft weight 0 is plain cross-entropy, bit for bit', async () => {
  const [hard, distilled] = [
    studentStage({ distillation: { softWeight: 0 } }),
    studentStage({ distillation }),
  ];
  expect(hard.objectives).toHaveLength(1);
  expect(distilled.objectives).toHaveLength(2);
  const plain = await parametersAfter(6, only(hard, 0));
  expect(partOf(await parametersAfter(6, distilled), 0, 2)).toEqual(plain); // a distilled one beside it
  expect(await parametersAfter(6, only(distilled, 0))).toEqual(plain); // alone, with a soft term of weight 0
});

test('the pseudo-label student of a teacher that is always right is the hard-label student', async () => {
  const right = Float32Array.from({ length: 4000 }, (_, i) => (i % 10 === Math.floor(i / 10) % 10 ? 5 : 0));
  const stage = studentStage({ distillation: { ...distillation, pseudoLabelControl: true } });
  const flat = await parametersAfter(4, stage, { logits: [right] });
  expect(partOf(flat, 2, 3)).toEqual(partOf(flat, 0, 3));
});

/** SGD's velocity after one step is the gradient itself. */
async function gradient(stage: Stage, options?: OpenOptions): Promise<Float32Array> {
  const session = await start(stage, options);
  await session.advance(1, NEVER);
  return (await session.snapshot()).moments[0]!;
}

const student = { optimizer: 'sgd', momentum: 0.9 } as const;
const soft = (temperature: number, tSquared: boolean) =>
  only(studentStage({ student, distillation: { softWeight: 1, temperature, tSquared } }), 1);

test('the soft gradient with T^2 is T^2 times the gradient without', async () => {
  // Times 16 is exact in binary.
  const without = await gradient(soft(4, false));
  expect(Math.max(...without)).toBeGreaterThan(1e-4);
  expect(await gradient(soft(4, true))).toEqual(without.map((g) => 16 * g));
});

test('a student that answers like its teacher has nothing to learn from it', async () => {
  const dataset = barsDataset(400);
  for (const temperature of [1, 4, 20]) {
    const stage = soft(temperature, true);
    const untrained: Session = await start(stage, { dataset });
    const [own] = await untrained.forward(dataset.train.images, NEVER);
    const slopes = await gradient(stage, { dataset, logits: [own!] });
    expect(Math.max(...slopes.map(Math.abs)), `T = ${temperature}`).toBeLessThan(1e-7 * temperature);
  }
});
