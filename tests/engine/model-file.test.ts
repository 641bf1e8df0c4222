// An exported network in the hands of plain tfjs.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TrainableArchitecture } from '../../src/core/architecture.ts';
import { gaussian } from '../../src/core/random.ts';
import { PRECISIONS } from '../../src/core/weights-file.ts';
import { answer } from '../../src/engine/answer.ts';
import { initialParameters } from '../../src/engine/layers.ts';
import { modelFile, readModelFile, type ModelFile } from '../../src/core/model-file.ts';
import { PIXELS } from '../../src/data/dataset.ts';
import { tfjsTrainer } from '../../src/engine/tfjs-trainer.ts';
import { bars, barsDataset, breathe, NEVER, teacherStage } from './fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Logits as an application would get them. */
async function answers({ json, weights }: ModelFile, images: Uint8Array): Promise<Float32Array> {
  const { modelTopology, weightsManifest, signature, format } = JSON.parse(JSON.stringify(json)) as {
    modelTopology: object;
    weightsManifest: { weights: tf.io.WeightsManifestEntry[] }[];
    signature?: object;
    format: string;
  };
  const handler = tf.io.fromMemory({
    ...{ modelTopology, format, weightSpecs: weightsManifest[0]!.weights, weightData: weights.buffer },
    ...(signature && { signature }),
  });
  const model = await (format === 'graph-model' ? loadGraphModel(handler) : loadLayersModel(handler));
  const x = tf.tensor4d(
    Float32Array.from(images, (grey) => grey / 255),
    [images.length / PIXELS, 28, 28, 1],
  );
  const logits = await (model.predict(x) as tf.Tensor).data<'float32'>();
  model.dispose();
  x.dispose();
  return logits;
}

test('plain tfjs loads it, and it answers as it did here', async () => {
  const stage = teacherStage({ teacher: { hidden: [13, 9] } });
  const session = await tfjsTrainer.open(stage, { dataset: barsDataset(60), breathe, sourceLogits: [] });
  await session.advance(8, NEVER);
  const { parameters } = await session.snapshot();
  const { images } = bars(40, 9);
  const [own] = await session.forward(images, NEVER);

  const whole = modelFile(stage.architecture, parameters, 'float32', { role: 'teacher' });
  const plain = await answers(whole, images);
  plain.forEach((value, i) => expect(Math.abs(value - own![i]!)).toBeLessThan(1e-5));

  // Half the bytes: tfjs reads the same halves as we do, and logits of this size move by less than a hundredth.
  const halved = modelFile(stage.architecture, parameters, 'float16', { role: 'teacher' });
  const half = await answers(halved, images);
  half.forEach((value, i) => expect(Math.abs(value - own![i]!)).toBeLessThan(1e-2));
  session.restore({
    step: 8,
    parameters: readModelFile(halved.json, halved.weights)!.parameters,
    moments: [],
  });
  const [reread] = await session.forward(images, NEVER);
  half.forEach((value, i) => expect(Math.abs(value - reread![i]!)).toBeLessThan(1e-5));
  session.close();
});

const COMMON = { inputs: 784, classes: 10 } as const;
const NETWORKS: readonly TrainableArchitecture[] = [
  { kind: 'mlp', ...COMMON, hidden: [13, 9] },
  { kind: 'cnn', ...COMMON, channels: [4, 6], hidden: [9] },
  { kind: 'cnn', ...COMMON, channels: [3], hidden: [] },
  { kind: 'vit', ...COMMON, width: 12, blocks: 2, heads: 3 },
];

describe.each(NETWORKS)('$kind', (architecture) => {
  // Initial weights, biases and norms moved: no error hides behind a zero or a one.
  const parameters = initialParameters(architecture, 3).map((value, i) => value + 0.1 * gaussian(4, i));
  const { images } = bars(40, 9);

  test.each(PRECISIONS)('in %s plain tfjs answers as the weights that come back do', async (precision) => {
    const file = modelFile(architecture, parameters, precision, { role: 'distilled' });
    const read = readModelFile(JSON.parse(JSON.stringify(file.json)), file.weights)!;
    expect(read.architecture).toEqual(architecture);
    const steps = { float32: 0, float16: 2 ** -10, uint8: 1 / 255 };
    const most = parameters.reduce((found, value) => Math.max(found, Math.abs(value)), 0);
    read.parameters.forEach((value, i) =>
      expect(Math.abs(value - parameters[i]!)).toBeLessThanOrEqual(steps[precision] * most),
    );
    const expected = answer(architecture, read.parameters, images);
    const plain = await answers(file, images);
    plain.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-4));
  });
});
