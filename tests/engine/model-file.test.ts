// An exported network in the hands of plain tfjs.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { modelFile, readModelFile, type ModelFile } from '../../src/core/model-file.ts';
import { PIXELS } from '../../src/data/dataset.ts';
import { tfjsTrainer } from '../../src/engine/tfjs-trainer.ts';
import { bars, barsDataset, breathe, NEVER, teacherStage } from './fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Logits as an application would get them. */
async function answers({ json, weights }: ModelFile, images: Uint8Array): Promise<Float32Array> {
  const { modelTopology, weightsManifest } = JSON.parse(JSON.stringify(json)) as {
    modelTopology: object;
    weightsManifest: { weights: tf.io.WeightsManifestEntry[] }[];
  };
  const weightSpecs = weightsManifest[0]!.weights;
  const model = await loadLayersModel(
    tf.io.fromMemory({ modelTopology, weightSpecs, weightData: weights.buffer }),
  );
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
