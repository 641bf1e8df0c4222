// 8-bit integers: by hand on a network of one layer, and near the network itself on all kinds.
import { describe, expect, test } from 'vitest';
import { parameterCount, type TrainableArchitecture } from '../../src/core/architecture.ts';
import { layerShapes } from '../../src/core/layer-shapes.ts';
import { gaussian, uniform } from '../../src/core/random.ts';
import { answer } from '../../src/engine/answer.ts';
import { answerInIntegers, toIntegers } from '../../src/engine/int8.ts';
import { initialParameters } from '../../src/engine/layers.ts';
import { bars } from './fixtures.ts';

const COMMON = { inputs: 784, classes: 10 } as const;

describe('a network of one layer, by hand', () => {
  const architecture: TrainableArchitecture = { kind: 'mlp', inputs: 784, hidden: [], classes: 2 };
  const [{ weights, biases }] = layerShapes(architecture) as [ReturnType<typeof layerShapes>[number]];
  const parameters = new Float32Array(parameterCount(architecture));
  parameters.set([2, -0.5], weights + 2 * 5); // of pixel 5
  parameters.set([-1.5, 0.2], weights + 2 * 6);
  parameters.set([0.1, -0.2], biases);
  const white = new Uint8Array(784).fill(255);
  const network = toIntegers(architecture, parameters, white);

  test('weights have a scale for each output, inputs 256 steps from nothing to white', () => {
    const [layer] = network.layers;
    expect([...layer!.scales]).toEqual([expect.closeTo(2 / 127, 7), expect.closeTo(0.5 / 127, 7)]);
    expect([...layer!.weights.subarray(10, 14)]).toEqual([127, -127, -95, 51]);
    expect(layer!.inputScale).toBeCloseTo(1 / 255, 9);
    expect(layer!.inputZero).toBe(-128);
    expect([...layer!.biases]).toEqual([Math.round((0.1 * 255 * 127) / 2), Math.round(-0.2 * 255 * 254)]);
    expect(network.bytes).toBe(2 * 784 + 4 * (2 + 2) + 8);
  });

  test('its sums are whole numbers times the scales', () => {
    const image = new Uint8Array(784);
    image.set([51, 204], 5);
    const logits = answerInIntegers(architecture, parameters, network, image);
    const { biases: b } = network.layers[0]!;
    const sums = [b[0]! + 51 * 127 - 204 * 95, b[1]! - 51 * 127 + 204 * 51];
    logits.forEach((logit, o) => expect(logit).toBeCloseTo((sums[o]! * [2, 0.5][o]!) / 127 / 255, 5));
  });

  test('what is brighter than calibration has shown counts as the brightest', () => {
    const dim = toIntegers(architecture, parameters, new Uint8Array(784).fill(51));
    const of = (grey: number) =>
      answerInIntegers(architecture, parameters, dim, new Uint8Array(784).fill(grey))[0];
    expect(of(255)).toBe(of(51));
    expect(of(25)).not.toBe(of(51));
  });
});

const NETWORKS: readonly TrainableArchitecture[] = [
  { kind: 'mlp', ...COMMON, hidden: [64, 32] },
  { kind: 'cnn', ...COMMON, channels: [6, 8], hidden: [32] },
  { kind: 'vit', ...COMMON, width: 16, blocks: 2, heads: 4 },
];

test.each(NETWORKS)(
  '$kind answers in integers nearly what it answers, in about a quarter of the bytes',
  (architecture) => {
    const parameters = initialParameters(architecture, 3).map((value, i) => value + 0.05 * gaussian(4, i));
    const images = bars(60, 9).images.map((grey, i) => Math.min(255, grey + Math.floor(40 * uniform(5, i))));
    const network = toIntegers(architecture, parameters, images.subarray(0, 30 * 784));
    const [own, rounded] = [
      answer(architecture, parameters, images),
      answerInIntegers(architecture, parameters, network, images),
    ];
    const length = (x: Float32Array) => Math.hypot(...x);
    const apart = length(own.map((logit, i) => logit - rounded[i]!)) / length(own);
    expect(apart).toBeLessThan(0.03);
    expect(apart).toBeGreaterThan(1e-5);
    const quarter = parameterCount(architecture);
    expect(network.bytes).toBeGreaterThan(quarter);
    expect(network.bytes).toBeLessThan(1.6 * quarter);
    expect(network.layers.filter((layer) => layer === undefined)).toHaveLength(
      layerShapes(architecture).filter(({ uses }) => uses === 0).length,
    );
  },
);
