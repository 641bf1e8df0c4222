import { expect, test } from 'vitest';
import type { Stage } from '../../../src/core/stages.ts';
import { PIXELS } from '../../../src/data/dataset.ts';
import type { Tile } from '../../../src/engine/fused/kernels/matmul.ts';
import { alone } from '../../../src/engine/fused/kernels/phase.ts';
import { weightUpdate } from '../../../src/engine/fused/kernels/weight-update.ts';
import { barsDataset } from '../fixtures.ts';
import { runnableTiles, useDevice } from './device.ts';
import { plain, sample, sumOf, times, worst, type Sum } from './oracle.ts';
import {
  LAYER_CASES,
  named,
  noise,
  parameterIndex,
  populationOf,
  randomParameters,
  type LayerCase,
} from './populations.ts';
import { usePlaces } from './run-kernel.ts';

const device = useDevice();
const place = usePlaces(device);
const dataset = barsDataset(150);
const { images } = dataset.train;

/** 0-based: the fifth step, so that Adam's corrections are not those of its first. */
const STEP = 4;

/** One update of one layer, from weights and moments of noise. */
async function noisyUpdate(shape: LayerCase, changes: Partial<Stage>) {
  const stage: Stage = { ...populationOf(shape), ...changes };
  const placed = await place(stage, { dataset, step: STEP });
  const { layout, batchOf } = placed;
  const layer = layout.layers[shape.layer]!;
  const before = layout.layers[shape.layer - 1];
  const index = parameterIndex(stage, shape.layer);
  const start = {
    w: randomParameters(stage, 31),
    m: randomParameters(stage, 32),
    v: randomParameters(stage, 33).map(Math.abs),
  };
  const [hidden, slopes] = [noise(34), noise(21)];
  if (before) placed.setOutputs(before, hidden);
  placed.setGradients(layer, slopes);

  const input = (s: number, b: number, k: number): number => {
    if (k === layer.inputs) return 1; // meets the bias
    return before ? hidden(s, b, k) : images[batchOf(s)[b]! * PIXELS + k]! / 255;
  };
  /** Sampled elements of the layer and the loss's gradient in them. */
  const gradients = stage.members.flatMap((_, s) =>
    sample((layer.inputs + 1) * layer.outputs).map((e) => {
      const [k, n] = [Math.floor(e / layer.outputs), e % layer.outputs];
      const g = sumOf(batchOf(s).length, (b) => input(s, b, k) * slopes(s, b, n));
      return { g, i: index(s, k, n) };
    }),
  );
  return {
    ...start,
    rate: stage.members[0]!.learningRate,
    steps: stage.steps,
    run: async (tile: Tile) => {
      placed.setParameters(start.w, start.m, ...(stage.optimizer === 'adam' ? [start.v] : []));
      const phase = weightUpdate(layout, layer, { from: 'drawn' }, stage, tile);
      const { parameters, moments, paddingIsZero } = await placed.run(alone(phase, layout, tile));
      expect(paddingIsZero).toBe(true);
      return { parameters, moments };
    },
    /** The worst error over the sampled elements. */
    errorIn: (actual: Float32Array, expected: (i: number, g: Sum) => Sum): number =>
      worst(
        gradients.keys(),
        (e) => actual[gradients[e]!.i]!,
        (e) => expected(gradients[e]!.i, gradients[e]!.g),
      ),
  };
}

/** `a + b`. */
const sum = (a: Sum, b: Sum): Sum => ({ value: a.value + b.value, size: a.size + b.size });

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-7];

/** Kingma and Ba 2015 (arXiv 1412.6980), algorithm 1, with tfjs's epsilon. */
test.each(named(LAYER_CASES))('Adam in %s', async (_, shape) => {
  const { w, m, v, rate, steps, run, errorIn } = await noisyUpdate(shape, { schedule: 'linear' });
  const [c1, c2] = [1 - BETA1 ** (STEP + 1), 1 - BETA2 ** (STEP + 1)];
  for (const [name, tile] of runnableTiles(device())) {
    const { parameters, moments } = await run(tile);
    const [first, second] = moments as [Float32Array, Float32Array];
    const inFirst = errorIn(first, (i, g) => sum(plain(BETA1 * m[i]!), times(g, 1 - BETA1)));
    const inSecond = errorIn(second, (i, { value, size }) =>
      // An error in g counts twice in its square.
      sum(plain(BETA2 * v[i]!), { value: (1 - BETA2) * value ** 2, size: 2 * (1 - BETA2) * size ** 2 }),
    );
    // From the moments that the kernel has made: their errors are judged above.
    const change = (i: number) =>
      (-rate * (1 - STEP / steps) * (first[i]! / c1)) / (Math.sqrt(second[i]! / c2) + EPSILON);
    const inWeights = errorIn(parameters, (i) => sum(plain(w[i]!), plain(change(i))));
    expect(Math.max(inFirst, inSecond, inWeights), name).toBeLessThanOrEqual(1);
  }
});

const FEW = LAYER_CASES.filter(({ hidden }) => hidden.length < 2 && !hidden.includes(1200));

/** Polyak 1964: `u = momentum u + g; p - rate u`. */
test.each(named(FEW))('SGD with momentum in %s', async (_, shape) => {
  const momentum = 0.8;
  const changes = { optimizer: 'sgd', momentum, schedule: 'constant' } as const;
  const { w, m, rate, run, errorIn } = await noisyUpdate(shape, changes);
  for (const [name, tile] of runnableTiles(device())) {
    const { parameters, moments } = await run(tile);
    const [velocity] = moments as [Float32Array];
    expect(moments).toHaveLength(1);
    const inVelocity = errorIn(velocity, (i, g) => sum(plain(momentum * m[i]!), g));
    const inWeights = errorIn(parameters, (i) => sum(plain(w[i]!), plain(-rate * velocity[i]!)));
    expect(Math.max(inVelocity, inWeights), name).toBeLessThanOrEqual(1);
  }
});
