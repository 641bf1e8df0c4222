import { expect, test } from 'vitest';
import type { Stage } from '../../../src/core/stages.ts';
import { tfjsTrainer } from '../../../src/engine/tfjs-trainer.ts';
import type { Snapshot } from '../../../src/core/checkpoint.ts';
import type { Session } from '../../../src/engine/trainer.ts';
import { barsDataset, NEVER, stacked, studentStage, teacherStage } from '../fixtures.ts';
import { useDevice, useSessions } from './device.ts';

const device = useDevice();
const start = useSessions(device);

const distillation = { temperature: 4, softWeight: 0.7, pseudoLabelControl: true };
const STAGES: readonly (readonly [string, Stage])[] = [
  [
    'students of two seeds',
    stacked(
      [1, 2].map((seed) =>
        studentStage({ seed, distillation, data: { labelledImages: 20, unlabelledImages: 60 } }),
      ),
    ),
  ],
  [
    'a teacher with everything on',
    teacherStage({
      teacher: { hiddenDropout: 0.5, inputDropout: 0.2, jitter: 2, maxNorm: 1, schedule: 'cosine' },
    }),
  ],
  ['students with sgd', studentStage({ distillation, student: { optimizer: 'sgd' } })],
];

/** Objectives of each of `steps` steps, all members in a row. */
async function losses(session: Session, steps: number): Promise<number[]> {
  const list: number[] = [];
  for (let i = 0; i < steps; i++) list.push(...(await session.advance(1, NEVER)).objective);
  return list;
}

test.each(STAGES)('%s: the same seed gives the same losses and parameters twice', async (_, stage) => {
  const [once, again] = [await start(stage), await start(stage)];
  expect(await losses(once, 6)).toEqual(await losses(again, 6));
  expect(await once.snapshot()).toEqual(await again.snapshot());
});

/** Without the sums, which begin anew with a call or an evaluation. */
async function networks(session: Session): Promise<Omit<Snapshot, 'sums'>> {
  const { sums: _, ...rest } = await session.snapshot();
  return rest;
}

test.each(STAGES)('%s: sums are the same to the bit however steps are divided', async (_, stage) => {
  const [atOnce, divided, resumed] = [await start(stage), await start(stage), await start(stage)];
  const whole = await atOnce.advance(6, NEVER);
  await divided.advance(1, NEVER);
  await divided.advance(3, NEVER, true);
  resumed.restore(await divided.snapshot());
  for (const session of [divided, resumed]) {
    expect(await session.advance(2, NEVER, true)).toEqual(whole);
    expect(await session.snapshot()).toEqual(await atOnce.snapshot());
  }
});

test.each(STAGES)('%s: six steps are six times one step', async (_, stage) => {
  const [stepwise, atOnce] = [await start(stage), await start(stage)];
  const list = await losses(stepwise, 6);
  const { objective, steps } = await atOnce.advance(6, NEVER);
  expect(steps).toBe(6);
  expect(await networks(atOnce)).toEqual(await networks(stepwise));
  objective.forEach((sum, s) => {
    const own = list.filter((__, i) => i % objective.length === s).reduce((a, b) => a + b);
    expect(Math.abs(sum / own - 1)).toBeLessThan(1e-5);
  });
});

test.each(STAGES)('%s: answering between steps changes nothing', async (_, stage) => {
  const { test: set } = barsDataset(10, 50);
  const [disturbed, undisturbed] = [await start(stage), await start(stage)];
  await disturbed.advance(3, NEVER);
  const before = await disturbed.evaluate(set, NEVER);
  await disturbed.forward(set.images, NEVER);
  expect(await disturbed.evaluate(set, NEVER)).toEqual(before);
  const [a, b] = [await disturbed.advance(3, NEVER), await undisturbed.advance(6, NEVER)];
  expect(a.steps + 3).toBe(b.steps);
  expect(await networks(disturbed)).toEqual(await networks(undisturbed));
});

test.each(STAGES)('%s: a restored session goes on as if it had never stopped', async (_, stage) => {
  const undisturbed = await start(stage);
  await undisturbed.advance(3, NEVER);
  const saved = await undisturbed.snapshot();
  expect(saved.step).toBe(3);
  const rest = await losses(undisturbed, 4);
  const resumed = await start(stage);
  await resumed.advance(1, NEVER); // what it holds is overwritten
  resumed.restore(saved);
  expect(resumed.step).toBe(3);
  expect(await losses(resumed, 4)).toEqual(rest);
  expect(await resumed.snapshot()).toEqual(await undisturbed.snapshot());
  undisturbed.restore(saved); // back over the end of an epoch
  expect(await losses(undisturbed, 4)).toEqual(rest);
});

test.each(STAGES)('%s: each trainer goes on from the other’s snapshot', async (_, stage) => {
  const fused = await start(stage);
  const reference = await start(stage, { trainer: tfjsTrainer });
  await fused.advance(3, NEVER);
  const ours = await fused.snapshot();
  await reference.advance(3, NEVER);
  const theirs = await reference.snapshot();
  expect(ours.moments).toHaveLength(theirs.moments.length);

  const goOn = async (session: Session, from: Snapshot) => {
    session.restore(from);
    expect(session.step).toBe(3);
    await session.advance(3, NEVER);
    return (await session.snapshot()).parameters;
  };
  for (const from of [ours, theirs]) {
    const [a, b] = [await goOn(fused, from), await goOn(reference, from)];
    let [apart, whole] = [0, 0];
    a.forEach((value, i) => {
      apart += (value - b[i]!) ** 2;
      whole += (b[i]! - from.parameters[i]!) ** 2;
    });
    expect(Math.sqrt(apart / whole)).toBeLessThan(1e-4);
  }
});
