// What networks of every kind answer: on stacked tensors beside plain float64, their gradient beside finite differences of it.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { macCount, parameterCount, type TrainableArchitecture } from '../../src/core/architecture.ts';
import { convolutions, KERNEL, layerShapes, STRIDE } from '../../src/core/layer-shapes.ts';
import { gaussian, streamKey, uniform } from '../../src/core/random.ts';
import { answer as plainAnswer, productOf } from '../../src/engine/answer.ts';
import { forwardOf } from '../../src/engine/forward.ts';
import { initialParameters, joinLayers, splitLayers, type Layer } from '../../src/engine/layers.ts';
import { answer } from '../../src/engine/network.ts';
import { unfold } from '../../src/engine/unfold.ts';

const COMMON = { inputs: 784, classes: 10 } as const;
const NETWORKS: Readonly<Record<string, TrainableArchitecture>> = {
  mlp: { kind: 'mlp', ...COMMON, hidden: [9, 6] },
  cnn: { kind: 'cnn', ...COMMON, channels: [3, 5, 4], hidden: [7] },
  'cnn without hidden layers': { kind: 'cnn', ...COMMON, channels: [2], hidden: [] },
  vit: { kind: 'vit', ...COMMON, width: 6, blocks: 2, heads: 3 },
};
const ROWS = 3;
const IMAGES = Uint8Array.from({ length: ROWS * 784 }, (_, i) => Math.floor(256 * uniform(7, i)));

/** Initial weights with every bias and norm moved, so that no error hides behind a zero or a one. */
function parametersOf(architecture: TrainableArchitecture, seed: number): Float32Array {
  const key = streamKey(seed, 'parameters', 99);
  return initialParameters(architecture, seed).map((value, i) => value + 0.1 * gaussian(key, i));
}

function stacked(all: readonly Float32Array[]): tf.Tensor2D {
  const P = all[0]!.length;
  return tf.tensor2d(Float32Array.from(all.flatMap((one) => [...one])), [all.length, P]);
}

const pixels = () =>
  tf.tensor2d(
    Float32Array.from(IMAGES, (grey) => grey / 255),
    [ROWS, 784],
  );

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe.each(Object.entries(NETWORKS))('%s', (_, architecture) => {
  const logitsOf = async (parameters: readonly Float32Array[], images: tf.Tensor) => {
    const { logits } = answer(architecture, splitLayers(stacked(parameters), architecture), images);
    return logits.array();
  };
  const own = [1, 2].map((seed) => parametersOf(architecture, seed));

  test('answers what plain float64 answers, and S members what each answers alone, to the bit', async () => {
    const together = await logitsOf(own, pixels());
    for (const [s, parameters] of own.entries()) {
      const [alone] = await logitsOf([parameters], pixels());
      expect(together[s]).toEqual(alone);
      const plain = plainAnswer(architecture, parameters, IMAGES);
      plain.forEach((logit, i) => expect(alone!.flat()[i]).toBeCloseTo(logit, 4));
      expect(Math.max(...plain) - Math.min(...plain)).toBeGreaterThan(0.5);
    }
  });

  test('members with batches of their own answer as with one that they share', async () => {
    expect(await logitsOf(own, tf.stack([pixels(), pixels()]))).toEqual(await logitsOf(own, pixels()));
  });

  test('its gradient is that of float64 finite differences', async () => {
    const parameters = parametersOf(architecture, 5);
    const labels = [3, 1, 4];
    const loss = (of: Float64Array) => {
      const forward = forwardOf(architecture, of, productOf(architecture, of));
      return labels.reduce((sum, label, row) => {
        const image = IMAGES.subarray(row * 784, (row + 1) * 784);
        const own = [...forward(Float64Array.from(image, (grey) => grey / 255))];
        return sum + Math.log(own.reduce((total, z) => total + Math.exp(z), 0)) - own[label]!;
      }, 0);
    };
    const packed = tf.tidy(() => {
      const layers = splitLayers(stacked([parameters]), architecture);
      const flat = layers.flatMap(({ weights, biases }): tf.Tensor[] => [weights, biases]);
      const { grads } = tf.valueAndGrads((...all: tf.Tensor[]) => {
        const paired = layers.map((_, l) => ({ weights: all[2 * l], biases: all[2 * l + 1] }) as Layer);
        const { logits } = answer(architecture, paired, pixels());
        const wanted = tf.oneHot(tf.tensor1d(labels, 'int32'), 10);
        return tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), wanted)));
      })(flat);
      return joinLayers(layers.map((_, l) => ({ weights: grads[2 * l], biases: grads[2 * l + 1] }) as Layer));
    });
    const gradient = await packed.data();
    const length = Math.hypot(...gradient);
    // Some numbers of every matrix and bias.
    for (const { weights, biases, inputs, outputs, places } of layerShapes(architecture))
      for (const at of [weights, weights + inputs * outputs - 1, biases, biases + places * outputs - 1]) {
        const h = 1e-5;
        const moved = (by: number) =>
          Float64Array.from(parameters, (value, i) => value + (i === at ? by : 0));
        const expected = (loss(moved(h)) - loss(moved(-h))) / (2 * h);
        expect(Math.abs(gradient[at]! - expected)).toBeLessThan(1e-4 * length);
      }
  });
});

test('a convolution is that of tfjs', async () => {
  for (const { inputSide, side, inputs, outputs } of convolutions({
    ...{ kind: 'cnn', ...COMMON, channels: [3, 5, 4, 2], hidden: [] },
  })) {
    const x = tf.randomNormal<tf.Rank.R4>([2, inputSide, inputSide, inputs], 0, 1, 'float32', 3);
    const w = tf.randomNormal<tf.Rank.R4>([KERNEL, KERNEL, inputs, outputs], 0, 1, 'float32', 4);
    const expected = tf.conv2d(x, w, STRIDE, 'same');
    const rows = unfold(tf.reshape(x, [2, inputSide ** 2, inputs]), inputSide);
    const product = tf.matMul(
      tf.reshape(rows, [2 * side ** 2, KERNEL ** 2 * inputs]),
      tf.reshape<tf.Rank.R2>(w, [KERNEL ** 2 * inputs, outputs]),
    );
    const apart = tf.max(tf.abs(tf.sub(tf.reshape(product, expected.shape), expected)));
    expect((await apart.data())[0]).toBeLessThan(1e-4);
  }
});

test('sizes, by hand', () => {
  const cnn: TrainableArchitecture = { kind: 'cnn', ...COMMON, channels: [8, 16], hidden: [32] };
  expect(parameterCount(cnn)).toBe((9 + 1) * 8 + (72 + 1) * 16 + (49 * 16 + 1) * 32 + 33 * 10);
  expect(macCount(cnn)).toBe(196 * 72 + 49 * 72 * 16 + 784 * 32 + 320);
  const vit: TrainableArchitecture = { kind: 'vit', ...COMMON, width: 8, blocks: 1, heads: 2 };
  const block = 2 * 16 + (8 + 1) * 24 + (8 + 1) * 8 + (8 + 1) * 16 + (16 + 1) * 8;
  expect(parameterCount(vit)).toBe((49 + 16) * 8 + block + 16 + 9 * 10);
  expect(macCount(vit)).toBe(16 * (49 * 8 + 8 * 24 + 8 * 8 + 2 * 8 * 16) + 2 * 16 * 16 * 8 + 80);
});
