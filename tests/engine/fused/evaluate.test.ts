import { expect, test } from 'vitest';
import { evaluate } from '../../../src/core/metrics.ts';
import type { Stage } from '../../../src/core/stages.ts';
import type { LabelledImages } from '../../../src/data/dataset.ts';
import { tfjsTrainer } from '../../../src/engine/tfjs-trainer.ts';
import type { Session } from '../../../src/engine/trainer.ts';
import { bars, NEVER, stacked, studentStage, teacherStage } from '../fixtures.ts';
import { useDevice, useSessions } from './device.ts';

const device = useDevice();
const start = useSessions(device);

const distillation = { softWeight: 0.7, temperature: 4 };
const everything = { hiddenDropout: 0.5, inputDropout: 0.2, jitter: 2, maxNorm: 1 };
const STAGES: readonly (readonly [string, Stage])[] = [
  ['students of two seeds', stacked([1, 2].map((seed) => studentStage({ seed, distillation })))],
  ['wide students', studentStage({ distillation, student: { hidden: [70] } })],
  ['a teacher with everything on', teacherStage({ teacher: everything })],
];

/** Batches are of 16 rows: less than one, one, some and a piece, many. */
const SETS = [bars(5, 3), bars(16, 4), bars(37, 5), bars(700, 6)];

async function expectScores(session: Session, set: LabelledImages): Promise<void> {
  const logits = await session.forward(set.images, NEVER);
  const scores = await session.evaluate(set, NEVER);
  expect(scores).toHaveLength(logits.length);
  scores.forEach((score, s) => {
    const expected = evaluate(logits[s]!, set.labels, 10);
    expect(score).toMatchObject({
      images: set.labels.length,
      errors: expected.errors,
      accuracy: expected.accuracy,
    });
    expect(Math.abs(score.loss / expected.loss - 1)).toBeLessThan(1e-5);
  });
}

test.each(STAGES)(
  '%s: scores are those of the logits, for sets of any size in any order',
  async (_, stage) => {
    const session = await start(stage);
    await session.advance(8, NEVER);
    for (const set of [...SETS, ...SETS.toReversed()]) await expectScores(session, set);
  },
);

test.each(STAGES)('%s: answers are those of the reference trainer', async (_, stage) => {
  const [session, reference] = [await start(stage), await start(stage, { trainer: tfjsTrainer })];
  await session.advance(5, NEVER);
  reference.restore(await session.snapshot());
  const { images } = bars(300, 7);
  const [ours, theirs] = [await session.forward(images, NEVER), await reference.forward(images, NEVER)];
  ours.forEach((logits, s) => {
    const most = Math.max(...logits.map((z, i) => Math.abs(z - theirs[s]![i]!)));
    expect(most).toBeLessThan(1e-4);
  });
});

test('the same set is scored again after other questions', async () => {
  const session = await start(studentStage({ distillation }));
  const set = bars(20, 3); // fewer batches than a piece of logits has
  const before = await session.evaluate(set, NEVER);
  await session.forward(bars(300).images, NEVER);
  expect(await session.evaluate(set, NEVER)).toEqual(before);
  await session.evaluate(bars(700, 6), NEVER);
  expect(await session.evaluate(set, NEVER)).toEqual(before);
});

test('questions that are asked at once are answered as if in turn', async () => {
  const session = await start(studentStage({ distillation }));
  await session.advance(3, NEVER);
  const set = bars(50, 3);
  const [logits] = await session.forward(set.images, NEVER);
  const [snapshot, again] = await Promise.all([session.snapshot(), session.forward(set.images, NEVER)]);
  expect(snapshot.step).toBe(3);
  expect(again[0]).toEqual(logits);
});
