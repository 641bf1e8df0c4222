import { expect, test } from 'vitest';
import { evaluate } from '../../../src/core/metrics.ts';
import { alone } from '../../../src/engine/fused/kernels/phase.ts';
import { score } from '../../../src/engine/fused/kernels/score.ts';
import { total } from '../../../src/engine/fused/kernels/total.ts';
import { barsDataset } from '../fixtures.ts';
import { ANY_TILE, runnableTiles, useDevice } from './device.ts';
import { sumOf, worst, type Sum } from './oracle.ts';
import { noise, populationOf } from './populations.ts';
import { usePlaces } from './run-kernel.ts';

const device = useDevice();
const place = usePlaces(device);
const dataset = barsDataset(150);
const { labels } = dataset.train;

const CASES = [
  { batchSize: 1, members: 1, first: 0 },
  { batchSize: 7, members: 5, first: 144 }, // 6 of 16 rows are images
  { batchSize: 60, members: 2, first: 64 },
  { batchSize: 128, members: 2, first: 128 },
] as const;

test.each(CASES)(
  'batch of $batchSize, $members members, from image $first',
  async ({ batchSize, members, first }) => {
    const stage = populationOf({ hidden: [], batchSize, members });
    const logits = noise(51, 30);
    const logitsOf = (s: number, b: number) => Float32Array.from({ length: 10 }, (_, c) => logits(s, b, c));
    for (const [name, tile] of runnableTiles(device())) {
      const placed = await place(stage, { dataset });
      const { layout } = placed;
      placed.setOutputs(layout.layers[0]!, logits);
      placed.answerFrom(first);
      const { sum, total: totals } = await placed.run(
        alone(score(layout, tile), layout, tile),
        total(layout),
      );
      for (const s of stage.members.keys()) {
        const rows = Array.from({ length: layout.batchRows }, (_, b) => {
          const label = labels.subarray(first + b, first + b + 1);
          return label.length > 0 ? evaluate(logitsOf(s, b), label, 10) : { errors: 0, loss: 0 };
        });
        // A loss is the difference of logits of up to 30.
        const losses = rows.map(({ loss }): Sum => ({ value: loss, size: loss && 60 }));
        const inLosses = worst(
          rows.keys(),
          (b) => sum(s, b, 0),
          (b) => losses[b]!,
        );
        expect(inLosses, name).toBeLessThanOrEqual(1);
        expect(rows.map((_, b) => sum(s, b, 1))).toEqual(rows.map(({ errors }) => errors));

        expect(totals(s, 1)).toBe(rows.reduce((errors, row) => errors + row.errors, 0));
        const whole = sumOf(rows.length, (b) => rows[b]!.loss);
        const inTotal = worst(
          [0],
          () => totals(s, 0),
          () => ({ ...whole, size: 60 * rows.length }),
        );
        expect(inTotal, name).toBeLessThanOrEqual(1);
      }
    }
  },
);

test('of equal logits the first is the answer', async () => {
  const stage = populationOf({ hidden: [], batchSize: 16, members: 1 });
  const placed = await place(stage, { dataset });
  const { layout } = placed;
  placed.setOutputs(layout.layers[0]!, (_s, b, c) => (c === 3 || c === 7 ? b : -1));
  placed.answerFrom(0);
  const { sum } = await placed.run(alone(score(layout, ANY_TILE), layout, ANY_TILE));
  const wrong = Array.from({ length: 16 }, (_, b) => sum(0, b, 1));
  expect(wrong).toEqual(wrong.map((_, b) => (labels[b] === 3 ? 0 : 1)));
});
