import { expect, test } from 'vitest';
import { useDevice } from './device.ts';
import { CLASSES, runLoss, stageOf, teacherNoise, type Scenario } from './loss-scenario.ts';
import { noise, type Treatment } from './populations.ts';
import { usePlaces } from './run-kernel.ts';

const device = useDevice();
const place = usePlaces(device);

const BATCH = 7;
const rows = Array.from({ length: BATCH }, (_, b) => b);
const classes = Array.from({ length: CLASSES }, (_, c) => c);
const soft = (temperature: number, tSquared = true): Treatment => ({ softWeight: 1, temperature, tSquared });

/** Multiples of 1/64, so that sums with whole numbers are exact. */
const coarse = (key: number, scale: number) => (s: number, b: number, c: number) =>
  Math.round(64 * noise(key, scale)(s, b, c)) / 64;

const scenario: Scenario = {
  batchSize: BATCH,
  members: [1, 4, 20].map((temperature) => soft(temperature)),
  logits: coarse(1, 4),
  teacher: teacherNoise(6),
};

test('a constant added to all logits of a row changes nothing', async () => {
  const members = [...scenario.members, { ...soft(4), softWeight: 0.5 }, { ...soft(1), softWeight: 0 }];
  const plain = await runLoss(place, { ...scenario, members });
  for (const constant of [-100, 100, 1000]) {
    const moved = await runLoss(place, {
      ...scenario,
      members,
      logits: (s, b, c) => coarse(1, 4)(s, b, c) + constant,
      teacher: (row, c) => Math.fround(teacherNoise(6)(row, c)) - constant,
    });
    const errors = members.flatMap((_, s) =>
      rows.flatMap((b) => classes.map((c) => Math.abs(moved.slope(s, b, c) - plain.slope(s, b, c)))),
    );
    expect(Math.max(...errors), `+ ${constant}`).toBeLessThan(1e-5);
  }
});

test('a student that answers like its teacher has no soft gradient and no divergence', async () => {
  const own = (row: number, c: number) => teacherNoise(8)(row, c);
  const rowsDrawn = (await place(stageOf(scenario))).batchOf(0);
  const { slope, sum } = await runLoss(place, {
    ...scenario,
    logits: (_s, b, c) => own(rowsDrawn[b] ?? 0, c),
    teacher: own,
  });
  scenario.members.forEach((_, s) => {
    for (const b of rows) {
      for (const c of classes) expect(Math.abs(slope(s, b, c))).toBeLessThan(1e-7);
      expect(Math.abs(sum(s, b, 2))).toBeLessThan(1e-6);
    }
  });
});

/**
 * How far the soft term is from its limit as T grows, the matching of logits (Hinton, Vinyals, Dean 2015, arXiv
 * 1503.02531, section 2.1): with centred logits, T^2 KL tends to `|z - v|^2 / 2C` and its gradient to `(z - v) / C`.
 * @returns the largest relative errors over the rows
 */
async function distanceFromLimit(T: number) {
  const high = { ...scenario, members: [soft(T)] };
  const { batchOf } = await place(stageOf(high));
  const { slope, sum } = await runLoss(place, high);
  const centred = (values: readonly number[]) => {
    const mean = values.reduce((a, b) => a + b) / values.length;
    return values.map((value) => value - mean);
  };
  const errors = rows.map((b) => {
    const z = centred(classes.map((c) => high.logits(0, b, c)));
    const v = centred(classes.map((c) => high.teacher(batchOf(0)[b]!, c)));
    const gap = Math.hypot(...classes.map((c) => z[c]! - v[c]!));
    const slopes = classes.map((c) => slope(0, b, c) * BATCH * CLASSES);
    const apart = Math.hypot(...classes.map((c) => slopes[c]! - (z[c]! - v[c]!)));
    const kl = sum(0, b, 2) * BATCH * T ** 2;
    return { gradient: apart / gap, kl: Math.abs(kl / (gap ** 2 / (2 * CLASSES)) - 1) };
  });
  return {
    gradient: Math.max(...errors.map(({ gradient }) => gradient)),
    kl: Math.max(...errors.map(({ kl }) => kl)),
  };
}

test('as T grows the soft term becomes the matching of logits', async () => {
  expect((await distanceFromLimit(1000)).gradient).toBeLessThan(0.01);
  expect((await distanceFromLimit(1000)).kl).toBeLessThan(0.01);
  expect((await distanceFromLimit(10)).gradient).toBeGreaterThan(0.05); // a limit, not an identity
});
