import { expect, test } from 'vitest';
import { streamKey } from '../../../src/core/random.ts';
import { fillDropoutMask } from '../../../src/data/batches.ts';
import { PIXELS } from '../../../src/data/dataset.ts';
import { dense } from '../../../src/engine/fused/kernels/dense.ts';
import { gather } from '../../../src/engine/fused/kernels/gather.ts';
import type { Tile } from '../../../src/engine/fused/kernels/matmul.ts';
import { alone } from '../../../src/engine/fused/kernels/phase.ts';
import { barsDataset } from '../fixtures.ts';
import { ANY_TILE, runnableTiles, useDevice } from './device.ts';
import { sample, sumOf, worst, type Sum } from './oracle.ts';
import {
  LAYER_CASES,
  named,
  noise,
  parameterIndex,
  populationOf,
  randomParameters,
  type LayerCase,
} from './populations.ts';
import { usePlaces, type Numbers } from './run-kernel.ts';

const device = useDevice();
const place = usePlaces(device);
const dataset = barsDataset(150);
const { images } = dataset.train;

interface Options {
  readonly hiddenDropout?: number;
  /** All members answer the images from this one on, in order. */
  readonly first?: number;
}

/** A layer full of noise, which answers the batch of step 1. */
async function noisyLayer(shape: LayerCase, { hiddenDropout = 0, first }: Options = {}) {
  const stage = populationOf(shape, { hiddenDropout });
  const placed = await place(stage, { dataset, step: 1 });
  const { layout, batchOf } = placed;
  const layer = layout.layers[shape.layer]!;
  const before = layout.layers[shape.layer - 1];
  const parameters = randomParameters(stage, 13);
  const index = parameterIndex(stage, shape.layer);
  const hidden = noise(11);
  placed.setParameters(parameters);
  if (before) placed.setOutputs(before, hidden);
  if (first !== undefined) placed.answerFrom(first);

  const image = (s: number, b: number) => (first === undefined ? batchOf(s)[b]! : first + b);
  const input: Numbers = (s, b, k) => {
    if (k === layer.inputs) return 1; // meets the bias
    return before ? hidden(s, b, k) : images[image(s, b) * PIXELS + k]! / 255;
  };
  const source = { from: first === undefined ? 'drawn' : 'inOrder' } as const;
  return {
    layout,
    layer,
    rows: (s: number) => (first === undefined ? batchOf(s).length : layout.batchRows),
    sum: (s: number, b: number, n: number): Sum =>
      sumOf(layer.inputs + 1, (k) => input(s, b, k) * parameters[index(s, k, n)]!),
    async run(tile: Tile): Promise<Numbers> {
      const kernel = alone(dense(layout, layer, source, hiddenDropout, tile), layout, tile);
      const { output } = await placed.run(kernel);
      return (s, b, n) => output(layer, s, b, n);
    },
  };
}

type NoisyLayer = Awaited<ReturnType<typeof noisyLayer>>;

/** The worst error of a layer's units; what stands beside them must be exact. */
function errorOf({ layout, layer, rows, sum }: NoisyLayer, output: Numbers): number {
  const { outputs, columns, isLast } = layer;
  const errors = layout.groupOf.map((_, s) => {
    for (let b = 0; b < rows(s); b++) {
      for (let n = outputs; n < columns; n++) expect(output(s, b, n)).toBe(n === outputs && !isLast ? 1 : 0); // a one for the next bias
    }
    const at = (i: number) => [Math.floor(i / outputs), i % outputs] as const;
    const expected = ({ value, size }: Sum): Sum => ({ value: isLast ? value : Math.max(0, value), size });
    return worst(
      sample(rows(s) * outputs),
      (i) => output(s, ...at(i)),
      (i) => expected(sum(s, ...at(i))),
    );
  });
  return Math.max(...errors);
}

test.each(named(LAYER_CASES))('%s', async (_, shape) => {
  const layer = await noisyLayer(shape);
  for (const [name, tile] of runnableTiles(device()))
    expect(errorOf(layer, await layer.run(tile)), name).toBeLessThanOrEqual(1);
});

test('to answer, all members read the same images in order', async () => {
  const layer = await noisyLayer({ hidden: [], layer: 0, batchSize: 7, members: 5 }, { first: 32 });
  for (const [name, tile] of runnableTiles(device()))
    expect(errorOf(layer, await layer.run(tile)), name).toBeLessThanOrEqual(1);
});

test('of a gathered batch kept pixels are scaled, the one for the bias is not', async () => {
  const rate = 0.3;
  const stage = populationOf({ hidden: [], batchSize: 7, members: 3 }, { inputDropout: rate });
  const parameters = randomParameters(stage, 13);
  const index = parameterIndex(stage, 0);
  const placed = await place(stage, { dataset });
  const { layout, batchOf } = placed;
  const layer = layout.layers[0]!;
  placed.setParameters(parameters);
  const phase = dense(layout, layer, { from: 'gathered', inputDropout: rate }, 0, ANY_TILE);
  const { output } = await placed.run(gather(layout, stage.regularisation), alone(phase, layout, ANY_TILE));
  stage.members.forEach(({ seed }, s) => {
    const mask = new Float32Array(7 * PIXELS);
    fillDropoutMask(mask, rate, streamKey(seed, 'inputDropout', 0));
    const input = (b: number, k: number): number =>
      k === PIXELS ? 1 : (images[batchOf(s)[b]! * PIXELS + k]! / 255) * mask[b * PIXELS + k]!;
    const at = (i: number) => [Math.floor(i / 10), i % 10] as const;
    const sum = (b: number, n: number) => sumOf(PIXELS + 1, (k) => input(b, k) * parameters[index(s, k, n)]!);
    const error = worst(
      sample(7 * 10),
      (i) => output(layer, s, ...at(i)),
      (i) => sum(...at(i)),
    );
    expect(error).toBeLessThanOrEqual(1);
  });
});

const DROPPING: readonly LayerCase[] = [
  { hidden: [31], layer: 0, batchSize: 60, members: 5 },
  { hidden: [12, 30], layer: 1, batchSize: 7, members: 2 },
];

test.each(named(DROPPING))(
  '%s: hidden dropout is what fillDropoutMask draws, bit for bit',
  async (_, shape) => {
    const rate = 0.4;
    const [all, dropping] = [await noisyLayer(shape), await noisyLayer(shape, { hiddenDropout: rate })];
    const { layout, layer, rows } = dropping;
    for (const [, tile] of runnableTiles(device())) {
      const [before, after] = [await all.run(tile), await dropping.run(tile)];
      layout.groupOf.forEach((g, s) => {
        const { outputs, index } = layer;
        const mask = new Float32Array(layout.batchSize * outputs);
        fillDropoutMask(mask, rate, streamKey(layout.groups[g]!.seed, 'hiddenDropout', index, 1));
        for (let b = 0; b < rows(s); b++) {
          const units = Array.from({ length: outputs }, (__, n) => n);
          expect(units.map((n) => after(s, b, n))).toEqual(
            units.map((n) => Math.fround(before(s, b, n) * mask[b * outputs + n]!)),
          );
          expect(after(s, b, outputs)).toBe(1); // the one for the next bias is never dropped
        }
      });
    }
  },
);
