import { expect, test } from 'vitest';
import { inputGradient } from '../../../src/engine/fused/kernels/input-gradient.ts';
import { maxNorm } from '../../../src/engine/fused/kernels/max-norm.ts';
import { alone } from '../../../src/engine/fused/kernels/phase.ts';
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
import { usePlaces, type Numbers } from './run-kernel.ts';

const device = useDevice();
const place = usePlaces(device);
const dataset = barsDataset(150);

/** Compares the gradient in what a layer reads on every tile. */
async function checkInputGradient(shape: LayerCase, hiddenDropout = 0): Promise<void> {
  const stage = populationOf(shape, { hiddenDropout });
  const placed = await place(stage, { dataset });
  const { layout, batchOf } = placed;
  const [before, layer] = [layout.layers[shape.layer - 1]!, layout.layers[shape.layer]!];
  const parameters = randomParameters(stage, 22);
  const index = parameterIndex(stage, shape.layer);
  const slopes = noise(21);
  const outputs: Numbers = (s, b, n) => Math.max(0, noise(23)(s, b, n)); // about half of the units are off
  placed.setParameters(parameters);
  placed.setOutputs(before, outputs);
  placed.setGradients(layer, slopes);
  const sum = (s: number, b: number, k: number): Sum =>
    sumOf(layer.outputs, (n) => slopes(s, b, n) * parameters[index(s, k, n)]!);
  const expected = (s: number, b: number, k: number): Sum =>
    outputs(s, b, k) > 0 ? times(sum(s, b, k), 1 / (1 - hiddenDropout)) : plain(0);

  for (const [name, tile] of runnableTiles(device())) {
    const { gradient } = await placed.run(
      alone(inputGradient(layout, layer, hiddenDropout, tile), layout, tile),
    );
    for (const s of stage.members.keys()) {
      const rows = batchOf(s).length;
      for (let b = 0; b < rows; b++) {
        // Neither the one for the bias nor the padding learns.
        for (let k = layer.inputs; k < before.columns; k++) expect(gradient(before, s, b, k)).toBe(0);
      }
      const at = (i: number) => [Math.floor(i / layer.inputs), i % layer.inputs] as const;
      const error = worst(
        sample(rows * layer.inputs),
        (i) => gradient(before, s, ...at(i)),
        (i) => expected(s, ...at(i)),
      );
      expect(error, name).toBeLessThanOrEqual(1);
    }
  }
}

const INNER = LAYER_CASES.filter(({ layer }) => layer > 0);

test.each(named(INNER))('input gradient of %s', (_, shape) => checkInputGradient(shape));

test('the input gradient of a layer behind dropout is scaled like what was kept', () =>
  checkInputGradient({ hidden: [31, 30], layer: 1, batchSize: 7, members: 2 }, 0.5));

// Random weights from -0.5 to 0.5: units of length 8.1 behind the pixels, 1.6 behind 31 units, give or take a tenth.
test.each([
  [0, 8],
  [1, 1.5],
])('max-norm of layer %i shrinks the weights into long units, and nothing else', async (l, limit) => {
  const stage = populationOf({ hidden: [31, 30], batchSize: 7, members: 2 });
  const placed = await place(stage, { dataset });
  const parameters = randomParameters(stage, 41);
  placed.setParameters(parameters);
  const layer = placed.layout.layers[l]!;
  const { parameters: limited, paddingIsZero } = await placed.run(maxNorm(placed.layout, layer, limit));
  const index = parameterIndex(stage, l);
  const expected = Float64Array.from(parameters);
  let shrunk = 0;
  for (const s of stage.members.keys()) {
    for (let n = 0; n < layer.outputs; n++) {
      const incoming = Array.from({ length: layer.inputs }, (_, k) => index(s, k, n)); // without the bias
      const norm = Math.hypot(...incoming.map((i) => parameters[i]!));
      if (norm <= limit) continue;
      shrunk++;
      for (const i of incoming) expected[i] = (parameters[i]! * limit) / norm;
    }
  }
  expect(shrunk).toBeGreaterThan(5);
  expect(shrunk).toBeLessThan(2 * layer.outputs - 5);
  const error = worst(
    expected.keys(),
    (i) => limited[i]!,
    (i) => plain(expected[i]!),
  );
  expect(error).toBeLessThanOrEqual(1);
  expect(paddingIsZero).toBe(true);
});
