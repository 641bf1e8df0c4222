// Plain arithmetic beside the trainer's own answers on a device.
import { expect, test } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import type { MlpArchitecture } from '../../src/core/architecture.ts';
import { parameterCount } from '../../src/core/architecture.ts';
import { layerShapes } from '../../src/core/layer-shapes.ts';
import { answer } from '../../src/engine/answer.ts';
import { tfjsTrainer } from '../../src/engine/tfjs-trainer.ts';
import { barsDataset, breathe, NEVER, smallExperiment } from './fixtures.ts';
import { ensureBackend } from '../../src/engine/backend.ts';

test('it gives the logits that the trainer gives', async () => {
  await ensureBackend('cpu');
  const dataset = barsDataset(60);
  const stage = compile(smallExperiment())[0]!;
  const session = await tfjsTrainer.open(stage, { dataset, sourceLogits: [], breathe });
  await session.advance(5, NEVER);
  const { parameters } = await session.snapshot();
  const [expected] = await session.forward(dataset.test.images, NEVER);
  session.close();
  const logits = answer(stage.architecture as MlpArchitecture, parameters, dataset.test.images);
  expect(logits).toHaveLength(expected!.length);
  logits.forEach((logit, i) => expect(logit).toBeCloseTo(expected![i]!, 4));
});

test('a network of one layer, by hand', () => {
  const architecture: MlpArchitecture = { kind: 'mlp', inputs: 784, hidden: [], classes: 2 };
  const parameters = new Float32Array(parameterCount(architecture));
  const { weights, biases } = layerShapes(architecture)[0]!;
  parameters.set([3, -1], weights + 2 * 5); // of pixel 5
  parameters.set([0.5, 0.25], biases);
  const image = new Uint8Array(784);
  image[5] = 51; // a fifth
  expect([...answer(architecture, parameters, image)]).toEqual([
    expect.closeTo(1.1, 6),
    expect.closeTo(0.05, 6),
  ]);
});
