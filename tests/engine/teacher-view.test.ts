// One teacher whom several students look into sees for each of them that student's images, whatever it is made of.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { beforeAll, expect, test } from 'vitest';
import type { TrainableArchitecture } from '../../src/core/architecture.ts';
import { gaussian, uniform } from '../../src/core/random.ts';
import { PIXELS } from '../../src/data/dataset.ts';
import { initialParameters } from '../../src/engine/layers.ts';
import { viewTeachers, type TeacherInside } from '../../src/engine/teacher-view.ts';
import { studentStage } from './fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const COMMON = { inputs: PIXELS, classes: 10 } as const;
const KINDS: readonly TrainableArchitecture[] = [
  { kind: 'mlp', ...COMMON, hidden: [5, 4] },
  { kind: 'cnn', ...COMMON, channels: [2, 3], hidden: [4] },
  { kind: 'vit', ...COMMON, width: 4, blocks: 2, heads: 2 },
];
const [S, B] = [3, 2];

/** All that it gives, one list for each tensor. */
async function read(look: () => TeacherInside) {
  const all = tf.tidy(() => {
    const { hidden, convolved = [], attention = [], gradient } = look();
    return [...hidden, ...convolved, ...attention, gradient()];
  });
  const found = await Promise.all(all.map(async (x) => ({ shape: x.shape, values: [...(await x.data())] })));
  tf.dispose(all);
  return found;
}

test.each(KINDS)('$kind', async (architecture) => {
  const stage = studentStage({ seeds: S, distillation: { method: 'attentionTransfer' } });
  const [member] = stage.members;
  const parameters = initialParameters(architecture, 1).map((value, i) => value + 0.1 * gaussian(1, i));
  const source = { architecture, parameters };
  const view = viewTeachers(
    { ...stage, members: Array.from({ length: S }, () => ({ ...member!, source: 0 })) },
    [source],
  );
  const images = Float32Array.from({ length: S * B * PIXELS }, (_, i) => uniform(2, i));
  const labels = Float32Array.from({ length: S * B * 10 }, (_, i) => Number(i % 10 === (i / 10) % 7));
  const together = await read(() =>
    view.look(tf.tensor3d(images, [S, B, PIXELS]), tf.tensor3d(labels, [S, B, 10])),
  );
  for (let s = 0; s < S; s++) {
    const own = images.subarray(s * B * PIXELS, (s + 1) * B * PIXELS);
    const label = labels.subarray(s * B * 10, (s + 1) * B * 10);
    const alone = await read(() => view.look(tf.tensor2d(own, [B, PIXELS]), tf.tensor3d(label, [1, B, 10])));
    expect(together).toHaveLength(alone.length);
    alone.forEach(({ shape, values }, t) => {
      expect(together[t]!.shape).toEqual([S, ...shape.slice(1)]);
      const part = together[t]!.values.slice(s * values.length, (s + 1) * values.length);
      part.forEach((value, i) => expect(value).toBeCloseTo(values[i]!, 5));
    });
  }
  view.close();
});
