import { expect, test } from 'vitest';
import { streamKey } from '../../../src/core/random.ts';
import type { Regularisation, Stage } from '../../../src/core/stages.ts';
import { fillBatch, fillDropoutMask } from '../../../src/data/batches.ts';
import { PIXELS } from '../../../src/data/dataset.ts';
import { gather } from '../../../src/engine/fused/kernels/gather.ts';
import { barsDataset, plainRows } from '../fixtures.ts';
import { useDevice } from './device.ts';
import { populationOf } from './populations.ts';
import { usePlaces, type Placed } from './run-kernel.ts';

const device = useDevice();
const place = usePlaces(device);
const dataset = barsDataset(150);

/** Three members in two groups: one draws from all 150 images, the other from 25 only, so that its batches are short. */
function twoGroups(batchSize: number, regularisation: Partial<Regularisation>): Stage {
  const stage = populationOf({ hidden: [12], batchSize, members: 3 }, regularisation);
  const few = plainRows(25);
  return {
    ...stage,
    members: stage.members.map((member, s) => (s === 1 ? { ...member, rows: few } : member)),
  };
}

/** Grey levels from 0 to 1 of a group as the CPU draws them: shifted, then dropped; without the scale of what is kept. */
function expectedBatch({ layout, batchOf }: Placed, g: number, step: number, regularisation: Regularisation) {
  const { seed } = layout.groups[g]!;
  const batch = batchOf(layout.groupOf.indexOf(g));
  const greys = new Float32Array(batch.length * PIXELS);
  fillBatch(greys, dataset.train.images, batch, {
    pixels: regularisation.jitter,
    key: streamKey(seed, 'jitter', step),
  });
  const mask = new Float32Array(greys.length);
  fillDropoutMask(mask, regularisation.inputDropout, streamKey(seed, 'inputDropout', step));
  return greys.map((grey, i) => (mask[i]! > 0 ? grey : 0));
}

const CASES: readonly (readonly [batchSize: number, step: number, Partial<Regularisation>])[] = [
  [1, 3, { jitter: 2 }],
  [7, 5, { jitter: 1 }],
  [60, 2, { jitter: 4 }], // the last batch of a pass: 30 of 60 rows
  [7, 30, { inputDropout: 0.1 }],
  [60, 7, { inputDropout: 0.5, jitter: 2 }],
  [128, 9, { inputDropout: 0.9, jitter: 3 }], // 22 of 128
];

test.each(CASES)('batch of %i in step %i with %o: what fillBatch draws', async (batchSize, step, changes) => {
  const stage = twoGroups(batchSize, changes);
  const placed = await place(stage, { dataset, step });
  const { gathered } = await placed.run(gather(placed.layout, stage.regularisation));
  expect(placed.layout.groups).toHaveLength(2);
  for (const g of [0, 1]) {
    const expected = expectedBatch(placed, g, step, stage.regularisation);
    for (let b = 0; b < expected.length / PIXELS; b++) {
      const row = gathered(g, b);
      const greys = Float32Array.from(row.subarray(0, PIXELS), (byte) => byte / 255);
      expect(greys).toEqual(expected.subarray(b * PIXELS, (b + 1) * PIXELS));
      expect([...row.subarray(PIXELS)]).toEqual([255, 0, 0, 0]); // meets the bias
    }
  }
});

test('rows beyond a short batch are blank', async () => {
  const stage = twoGroups(60, { jitter: 1 });
  const placed = await place(stage, { dataset, step: 2 });
  const { gathered } = await placed.run(gather(placed.layout, stage.regularisation));
  expect(placed.batchOf(1)).toHaveLength(25);
  expect(gathered(1, 25).subarray(0, PIXELS)).toEqual(new Uint8Array(PIXELS));
});
