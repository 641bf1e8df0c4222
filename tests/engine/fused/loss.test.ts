import { expect, test } from 'vitest';
import { ANY_TILE, runnableTiles, useDevice } from './device.ts';
import { CLASSES, runLoss, teacherNoise, type Scenario } from './loss-scenario.ts';
import { plain, worst } from './oracle.ts';
import { noise, type Treatment } from './populations.ts';
import { usePlaces } from './run-kernel.ts';

const device = useDevice();
const place = usePlaces(device);

const hard: Treatment = { softWeight: 0, temperature: 4, tSquared: true };
const distilled: Treatment = { softWeight: 0.7, temperature: 4, tSquared: true };
const softOnly: Treatment = { softWeight: 1, temperature: 20, tSquared: false };
const answers: Treatment = { ...hard, targets: 'teacherArgmax' };

const small: Scenario = {
  batchSize: 7,
  members: [hard, distilled],
  logits: noise(1, 4),
  teacher: teacherNoise(6),
};
const manyTemperatures = [0.1, 1, 2, 8, 50, 100].flatMap((temperature) =>
  [true, false].map((tSquared) => ({ softWeight: 0.5, temperature, tSquared })),
);
const extremes = [hard, ...[1, 4, 50].map((temperature) => ({ ...distilled, temperature })), answers];

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'hard labels': { ...small, members: [hard] },
  'a hard-label and a distilled student': small,
  'a batch of one': { ...small, batchSize: 1 },
  'a batch of 128, five members': {
    ...small,
    batchSize: 128,
    members: [hard, distilled, softOnly, answers, { ...softOnly, tSquared: true }],
  },
  'T from 0.1 to 100, with T^2 and without': { ...small, members: manyTemperatures },
  'a teacher’s answers without soft targets': { ...small, members: [hard, answers] },
  'few labels': {
    ...small,
    batchSize: 60,
    members: [distilled, answers, hard].map((treatment) => ({ ...treatment, labelled: 20 })),
  },
  'no label in the batch': {
    ...small,
    members: [hard, distilled, softOnly, answers].map((treatment) => ({ ...treatment, labelled: 0 })),
  },
  'a short batch': { ...small, batchSize: 60, step: 2, members: [hard, distilled, answers] },
  'groups with batches of their own': {
    ...small,
    batchSize: 60,
    step: 1,
    members: [
      { ...hard, images: 25 },
      distilled,
      { ...softOnly, seed: 2, labelled: 9 },
      { ...answers, images: 25 },
    ],
  },
  'labels of which a third is wrong, for members of one seed and of another': {
    ...small,
    batchSize: 60,
    members: [
      { ...hard, wrongLabels: 0.33 },
      { ...distilled, wrongLabels: 0.33, labelled: 100 },
      { ...distilled, wrongLabels: 0.33, seed: 2 },
      hard,
    ],
  },
  'classes left out': {
    ...small,
    batchSize: 60,
    step: 1,
    members: [hard, { ...distilled, omittedClasses: [3] }, { ...softOnly, omittedClasses: [0, 1, 2, 9] }],
  },
  'smoothed labels': {
    ...small,
    members: [{ ...hard, labelSmoothing: 0.1 }, hard, { ...distilled, labelSmoothing: 0.5, labelled: 80 }],
  },
  'two teachers': {
    ...small,
    members: [distilled, { ...distilled, source: 1 }, { ...answers, source: 1 }, { ...softOnly, source: 1 }],
  },
  'logits of 80': {
    ...small,
    members: extremes,
    logits: (s, b, c) => 80 * Math.sign(noise(1)(s, b, c)) + noise(2)(s, b, c),
    teacher: teacherNoise(80),
  },
  'logits of 10,000': { ...small, members: extremes, logits: noise(1, 1e4), teacher: teacherNoise(1e4) },
  'logits of 10,000 that lie close together': {
    ...small,
    members: extremes,
    logits: (s, b, c) => Math.fround(1e4 + noise(1, 2)(s, b, c)),
    teacher: (row, c) => -1e4 + teacherNoise(2)(row, c),
  },
};

test.each(Object.entries(SCENARIOS))('%s', async (_, scenario) => {
  const isSoft = scenario.members.some(({ softWeight }) => softWeight > 0);
  for (const [name, tile] of runnableTiles(device())) {
    const { expected, slope, sum } = await runLoss(place, scenario, tile);
    scenario.members.forEach((_member, s) => {
      for (let b = 0; b < scenario.batchSize; b++) {
        const row = expected(s, b);
        const slopes = row?.slopes ?? Array.from({ length: CLASSES }, () => plain(0));
        const none = plain(0);
        const sums = row
          ? [row.labelLoss, row.objective, row.kl, none, row.hardGradient, row.softGradient]
          : [none, none, none, none, none, none];
        const inSlopes = worst(
          slopes.keys(),
          (c) => slope(s, b, c),
          (c) => slopes[c]!,
        );
        expect(inSlopes, `${name}, slopes of row ${b} of member ${s}`).toBeLessThanOrEqual(1);
        const inSums = worst(
          isSoft ? [0, 1, 2, 4, 5] : [0, 1, 4],
          (i) => sum(s, b, i),
          (i) => sums[i]!,
        );
        expect(inSums, `${name}, sums of row ${b} of member ${s}`).toBeLessThanOrEqual(1);
      }
    });
  }
});

test('sums add up over steps', async () => {
  const [once, twice] = [await runLoss(place, small), await runLoss(place, small, ANY_TILE, 2)];
  for (const i of [0, 1, 2]) {
    expect(once.sum(1, 3, i)).toBeGreaterThan(0);
    expect(twice.sum(1, 3, i)).toBe(2 * once.sum(1, 3, i)); // x + x is exact
  }
});
