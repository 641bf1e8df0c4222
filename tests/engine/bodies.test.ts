// Whole runs of convolutional nets and transformers on the reference trainer: they learn, they are taken up again to the bit, a
// perceptron learns from them, and WebGPU makes the same updates as the cpu backend.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import type { NetworkConfig } from '../../src/core/experiment.ts';
import { ensureBackend } from '../../src/engine/backend.ts';
import { fusedTrainer } from '../../src/engine/fused/fused-trainer.ts';
import { tfjsTrainer } from '../../src/engine/tfjs-trainer.ts';
import { barsDataset, breathe, NEVER, smallExperiment } from './fixtures.ts';
import { collect } from './collect-run.ts';

const CNN: Partial<NetworkConfig> = { architecture: 'cnn', channels: [3, 4], hidden: [8] };
const VIT: Partial<NetworkConfig> = { architecture: 'vit', blocks: 2, width: 8, heads: 2 };

describe.each([
  ['cnn', CNN],
  ['vit', VIT],
] as const)('%s', (_, network) => {
  const [stage] = compile(
    smallExperiment({
      teacher: {
        ...network,
        learningRate: 0.01,
        schedule: 'constant',
        jitter: 0,
        inputDropout: 0.1,
        ...{ batchSize: 20, epochs: 30, hiddenDropout: 0 },
      },
    }),
  );
  const dataset = barsDataset(60);
  const open = () => tfjsTrainer.open(stage!, { dataset, sourceLogits: [], breathe });

  test('learns, and goes on from a snapshot to the same numbers, to the bit', async () => {
    await ensureBackend('cpu');
    const session = await open();
    const first = await session.advance(4, NEVER);
    await session.advance(74, NEVER);
    const kept = await session.snapshot();
    const last = await session.advance(4, NEVER);
    expect(last.labelLoss[0]!).toBeLessThan(0.8 * first.labelLoss[0]!);
    const again = await open();
    again.restore(kept);
    expect(await again.advance(4, NEVER)).toEqual(last);
    expect((await again.snapshot()).parameters).toEqual((await session.snapshot()).parameters);
    session.close();
    again.close();
  });

  test('WebGPU makes the updates of the cpu backend', async () => {
    const after = async (backend: 'cpu' | 'webgpu') => {
      await ensureBackend(backend);
      const session = await open();
      const { parameters: initial } = await session.snapshot();
      await session.advance(3, NEVER);
      const { parameters } = await session.snapshot();
      session.close();
      return parameters.map((value, i) => value - initial[i]!);
    };
    const [cpu, gpu] = [await after('cpu'), await after('webgpu')];
    const length = (x: Float32Array) => Math.hypot(...x);
    expect(length(cpu)).toBeGreaterThan(0);
    // Adam divides by the size of a gradient: where that is nearly nothing, so is the difference that rounding makes.
    expect(length(gpu.map((value, i) => value - cpu[i]!)) / length(cpu)).toBeLessThan(1e-2);
  });

  test('teaches a perceptron, which the fused trainer could train', async () => {
    await ensureBackend('cpu');
    const before = tf.memory().numTensors;
    const config = smallExperiment({ teacher: { ...network, epochs: 1 }, student: { epochs: 1 } });
    const students = compile(config).at(-1)!;
    const fused = fusedTrainer({} as GPUDevice);
    expect(fused.supports(students)).toBe(true);
    expect(fused.supports(stage!)).toMatch(/dense layers only/);
    const { record, failure } = await collect(config);
    expect(failure).toBeUndefined();
    expect(tf.memory().numTensors).toBe(before);
    expect(record!.results.map(({ role }) => role)).toEqual(['teacher', 'hardLabel', 'distilled']);
    expect(record!.results[0]!.architecture).toMatch(network.architecture!);
    expect(record!.verdicts).toHaveLength(1);
  });

  test('looked at by attention transfer of a perceptron', async () => {
    await ensureBackend('cpu');
    const { record, failure } = await collect(
      smallExperiment({
        teacher: { ...network, epochs: 1 },
        student: { epochs: 1 },
        distillation: { method: 'attentionTransfer' },
      }),
    );
    expect(failure).toBeUndefined();
    expect(record!.history.at(-1)!.terms?.attentionTransfer).toBeGreaterThan(0);
  });
});
