import { expect, test } from 'vitest';
import type { LabelledImages } from '../../../src/data/dataset.ts';
import { barsDataset, NEVER, only, studentStage, teacherStage } from '../fixtures.ts';
import { useDevice, useSessions } from './device.ts';

const device = useDevice();
const start = useSessions(device);

const dataset = barsDataset(400, 300);
const student = { hidden: [32], epochs: 6, learningRate: 0.003 };
const pair = studentStage({
  data: { labelledImages: 400 },
  student,
  distillation: { softWeight: 0.5, temperature: 4 },
});
const hardLabel = only(pair, 0);

test('a student learns', async () => {
  const session = await start(hardLabel, { dataset });
  const first = (await session.advance(1, NEVER)).labelLoss[0]!;
  expect(Math.abs(first - Math.log(10))).toBeLessThan(1);
  await session.advance(48, NEVER);
  const after50 = (await session.advance(1, NEVER)).labelLoss[0]!;
  expect(after50).toBeGreaterThan(0.7);
  expect(after50).toBeLessThan(1.3);
  await session.advance(50, NEVER);
  const [score] = await session.evaluate(dataset.test, NEVER);
  expect(score!.errors).toBeLessThan(15);
});

test('a network that diverges shows it', async () => {
  const diverging = teacherStage({
    teacher: { hidden: [64, 64, 64], optimizer: 'sgd', learningRate: 10 },
  });
  const session = await start(diverging, { dataset });
  const { objective } = await session.advance(20, NEVER);
  expect(objective[0]).not.toSatisfy(Number.isFinite);
});

test('shuffled labels teach it nothing', async () => {
  const shuffled: LabelledImages = {
    ...dataset.train,
    labels: dataset.train.labels.map((_, i) => (i * 7 + Math.floor(i / 10) * 3) % 10),
  };
  const session = await start(hardLabel, { dataset: { ...dataset, train: shuffled } });
  await session.advance(100, NEVER);
  const [score] = await session.evaluate(dataset.test, NEVER);
  // 300 images of ten classes by chance: 10 % with a standard error of 1.7 points.
  expect(Math.abs(score!.accuracy - 0.1)).toBeLessThan(0.08);
});

test('a teacher learns behind dropout and jitter, and its soft targets teach a student without labels', async () => {
  const teacher = await start(
    teacherStage({
      data: { teacherImages: 400 },
      teacher: {
        hidden: [32],
        epochs: 8,
        learningRate: 0.003,
        hiddenDropout: 0.2,
        inputDropout: 0.1,
        jitter: 1,
      },
    }),
    { dataset },
  );
  await teacher.advance(200, NEVER);
  expect((await teacher.evaluate(dataset.test, NEVER))[0]!.errors).toBeLessThan(30);
  const [logits] = await teacher.forward(dataset.train.images, NEVER);
  const distilled = only(
    studentStage({
      data: { labelledImages: 1, unlabelledImages: 399 },
      student,
      distillation: { softWeight: 1, temperature: 4 },
    }),
    1,
  );
  const session = await start(distilled, { dataset, logits: [logits!] });
  const { kl } = await session.advance(1, NEVER);
  await session.advance(99, NEVER);
  const last = await session.advance(1, NEVER);
  expect(last.kl![0]!).toBeLessThan(kl![0]! / 3);
  expect((await session.evaluate(dataset.test, NEVER))[0]!.errors).toBeLessThan(30);
});
