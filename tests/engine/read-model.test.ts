// Models that were trained elsewhere as teachers: what tfjs itself writes is read, and answers as it did there.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Architecture } from '../../src/core/architecture.ts';
import { modelFile } from '../../src/core/model-file.ts';
import type { Evaluation } from '../../src/core/metrics.ts';
import { PIXELS } from '../../src/data/dataset.ts';
import { importedTrainer } from '../../src/engine/imported-trainer.ts';
import { readModel } from '../../src/engine/read-model.ts';
import { tfjsTrainer } from '../../src/engine/tfjs-trainer.ts';
import { collect, madeUp } from './collect-run.ts';
import { bars, breathe, NEVER, smallExperiment, teacherStage } from './fixtures.ts';
import { barReader, convolutional, saved } from './tfjs-models.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const known = bars(100, 4);
const { images } = bars(30, 8);
const read = (files: readonly File[], scale: Parameters<typeof readModel>[1] = '0-1') =>
  readModel(files, scale, known, 10);

async function answers(architecture: Architecture, parameters: Float32Array): Promise<Float32Array> {
  const stage = { ...teacherStage(), architecture };
  const session = await importedTrainer.open(stage, { dataset: madeUp, breathe, sourceLogits: [] });
  session.restore({ step: stage.steps, parameters, moments: [] });
  const [logits] = await session.forward(images, NEVER);
  session.close();
  return logits!;
}

test('a convolutional net with softmax: its probabilities come back from the logits', async () => {
  const model = convolutional();
  const { architecture, parameters } = await read(await saved(model));
  expect(architecture).toMatchObject({ kind: 'imported', inputShape: [28, 28, 1], outputs: 'probabilities' });
  const x = tf.tensor4d(
    Float32Array.from(images, (grey) => grey / 255),
    [30, 28, 28, 1],
  );
  const expected = await (model.predict(x) as tf.Tensor).data();
  const logits = await answers(architecture, parameters);
  logits.forEach((value, i) => expect(Math.exp(value)).toBeCloseTo(expected[i]!, 6));
});

test('a graph model, as converters write it', async () => {
  const node = (name: string, op: string, input: readonly string[], attr: object = {}) => ({
    name,
    op,
    input,
    attr,
  });
  const float = { dtype: { type: 'DT_FLOAT' } };
  const fixed = (name: string) => node(name, 'Const', [], float);
  const shape = { shape: { dim: [{ size: '-1' }, { size: '784' }] } };
  const modelTopology = {
    versions: { producer: 1 },
    node: [
      node('x', 'Placeholder', [], { ...float, shape }),
      ...[fixed('kernel'), fixed('bias')],
      node('product', 'MatMul', ['x', 'kernel']),
      node('logits', 'BiasAdd', ['product', 'bias']),
    ],
  };
  const values = Float32Array.from({ length: PIXELS * 10 + 10 }, (_, i) => Math.sin(i));
  const weights = [
    { name: 'kernel', shape: [PIXELS, 10], dtype: 'float32' },
    { name: 'bias', shape: [10], dtype: 'float32' },
  ];
  const json = { format: 'graph-model', modelTopology, weightsManifest: [{ paths: ['w.bin'], weights }] };
  const files = [new File([JSON.stringify(json)], 'model.json'), new File([values], 'w.bin')];
  const { architecture, parameters } = await read(files);
  expect(architecture).toMatchObject({ format: 'graph-model', inputShape: [784], outputs: 'logits' });
  const logits = await answers(architecture, parameters);
  const byHand = [...images.subarray(0, PIXELS)].reduce(
    (sum, grey, p) => sum + (grey / 255) * values[p * 10]!,
    0,
  );
  expect(logits[0]).toBeCloseTo(byHand + values[PIXELS * 10]!, 3);
});

test('a model of the lab’s own keeps its layers, so that it is trained and timed like any other', async () => {
  const stage = teacherStage();
  const session = await tfjsTrainer.open(stage, { dataset: madeUp, breathe, sourceLogits: [] });
  await session.advance(8, NEVER);
  const { parameters } = await session.snapshot();
  const [{ errors }] = (await session.evaluate(known, NEVER)) as [Evaluation];
  session.close();
  const { json, weights } = modelFile(
    stage.architecture,
    parameters,
    'float32',
    { role: 'teacher' },
    'mine.bin',
  );
  const files = [new File([weights], 'mine.bin'), new File([JSON.stringify(json)], 'mine.json')];
  const own = await read(files, '0-255'); // it knows its scale itself
  expect(own).toMatchObject({ title: 'mine.json', architecture: stage.architecture, parameters });
  expect(own.tried).toMatchObject({ images: 100, errors }); // what it said here, tfjs says of its file
});

test('students learn from it as from any teacher', async () => {
  const { architecture, parameters } = await read(await saved(barReader(1)));
  const config = smallExperiment({ student: { epochs: 40 }, distillation: { softWeight: 1 } });
  const reuse = { from: 'file', title: 'bars' } as const;
  const snapshot = { step: 8, parameters, moments: [] };
  const { record, failure } = await collect(config, {
    trainers: [tfjsTrainer, importedTrainer],
    from: [{ stage: 'teacher', trainer: 'tfjs', architecture, snapshot, history: [], reuse }],
  });
  expect(failure).toBeUndefined();
  const [teacher, , distilled] = record!.results;
  expect(teacher).toMatchObject({ architecture: 'imported: model.json', parameters: 7850 });
  expect(teacher!.testErrors).toBeLessThan(3); // bars in noise
  for (const absent of ['macs', 'answerBytes', 'trainSeconds']) expect(teacher).not.toHaveProperty(absent);
  expect(distilled!.agreement).toBeGreaterThan(0.2); // by chance 0.1
  expect(record!.reused).toEqual([{ stage: 'teacher', ...reuse }]);
});

describe('is refused in a sentence', () => {
  const message = async (files: readonly File[], scale?: Parameters<typeof readModel>[1]) => {
    const outcome = await read(files, scale).then(
      () => 'accepted',
      (error: unknown) => (error as Error).message,
    );
    return outcome;
  };

  test('images of another size, with both shapes', async () => {
    expect(await message(await saved(convolutional(10, 32)))).toMatch(
      /it takes \[null,32,32,1\], and an image here is \[28,28,1\], \[28,28\] or \[784\]/,
    );
  });

  test('other classes, with both counts', async () => {
    expect(await message(await saved(convolutional(7)))).toContain(
      'its output for one image has the shape [7], and this data has [10] classes',
    );
  });

  test('a scale that is clearly not its own, with what both give', async () => {
    const files = await saved(barReader(1));
    expect(await message(files, '0-1')).toBe('accepted');
    expect(await message(files, '0-255')).toMatch(
      /with inputs from 0 to 255 it gets \d+ % of 100 digits right, with .+ \d+ %\./,
    );
  });

  test('weights that are larger than any network here, however they are divided', async () => {
    const huge = new File([new Uint8Array(30_000_000)], 'w.bin');
    const paths = ['w.bin', 'a/w.bin', 'b/w.bin'];
    const json = { format: 'layers-model', weightsManifest: [{ paths, weights: [] }] };
    const text = await message([new File([JSON.stringify(json)], 'model.json'), huge]);
    expect(text).toBe(
      'model.json cannot be a teacher: its weights have 90000000 bytes; at most 80000000 are read.',
    );
  });

  test('files that are no model, or not all of one', async () => {
    const file = (name: string, text: string) => new File([text], name);
    expect(await message([])).toContain('there are 0 .json files here');
    expect(await message([file('a.json', '{}'), file('b.json', '{}')])).toContain('there are 2 .json files');
    expect(await message([file('a.json', '<html>')])).toContain('it is not JSON');
    expect(await message([file('a.json', '{"weightsManifest": [null]}')])).toContain('no list of weights');
    const [, json] = await saved(convolutional());
    expect(await message([json!])).toContain(
      'its weights are in "./group1-shard1of1.bin", which is not among',
    );
    expect(await message([json!, file('group1-shard1of1.bin', 'short')])).toContain('weights cannot be read');
  });
});
