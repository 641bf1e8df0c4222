/**
 * tfjs-layers: `model.fit` with softmax cross-entropy and the accuracy metric. It knows no soft targets, so every
 * member is trained on labels alone; only members that have no soft term in the case either can be compared. Rows
 * stand in the order in which the others draw them, and it does not shuffle.
 */
import * as tf from '@tensorflow/tfjs';
import { mlpOf } from '../../../src/core/architecture.ts';
import type { Member, Stage } from '../../../src/core/stages.ts';
import { PASS_STEPS } from '../cases.ts';
import {
  cached,
  imagesOf,
  initialArrays,
  joinArrays,
  labelsOf,
  rowsOfPass,
  type Inputs,
  type OpenPath,
} from '../path.ts';

export const openModelFit: OpenPath = (inputs) => {
  const { stage } = inputs;
  const { members, batchSize } = stage;
  const passes = cached((seed) => passOf(inputs, seed));
  const models = members.map((member) => ({ model: compiled(stage, member), pass: passes(member.seed) }));
  let step = 0;

  /** @param first,steps within one pass */
  async function fit(first: number, steps: number): Promise<void> {
    for (const { model, pass } of models) {
      const [x, y] = [pass.images, pass.labels].map((rows) =>
        tf.slice(rows, first * batchSize, steps * batchSize),
      ) as [tf.Tensor2D, tf.Tensor2D];
      // 'never' spares it the frames that it would wait for.
      await model.fit(x, y, { batchSize, epochs: 1, shuffle: false, yieldEvery: 'never' });
      tf.dispose([x, y]);
    }
  }

  return Promise.resolve({
    note: noteOf(stage),
    async advance(steps) {
      for (let left = steps; left > 0;) {
        const first = step % PASS_STEPS;
        const now = Math.min(left, PASS_STEPS - first);
        await fit(first, now);
        left -= now;
        step += now;
      }
    },
    async parameters() {
      const hardLabel = models.flatMap(({ model }, s) =>
        members[s]!.softWeight === 0 ? [{ model, s }] : [],
      );
      return new Map(
        await Promise.all(
          hardLabel.map(async ({ model, s }) => [s, await flat(model.getWeights())] as const),
        ),
      );
    },
  });
};

function noteOf({ members }: Stage): string {
  if (members.length === 1) return '1 hard-label fit';
  const compared = members.filter(({ softWeight }) => softWeight === 0).length;
  return `${members.length} hard-label fits, one after the other; loss of the ${compared} that have no soft targets`;
}

function passOf(inputs: Inputs, seed: number) {
  const { classes, inputs: pixels } = inputs.stage.architecture;
  const rows = Uint32Array.from(rowsOfPass(inputs, seed).flatMap((batch) => [...batch]));
  return {
    images: tf.tensor2d(imagesOf(inputs, rows), [rows.length, pixels]),
    labels: tf.tensor2d(labelsOf(inputs, rows), [rows.length, classes]),
  };
}

function compiled(stage: Stage, member: Member): tf.Sequential {
  const { inputs, hidden, classes } = mlpOf(stage.architecture);
  const model = tf.sequential();
  hidden.forEach((units, l) =>
    model.add(tf.layers.dense({ units, activation: 'relu', ...(l === 0 && { inputShape: [inputs] }) })),
  );
  model.add(tf.layers.dense({ units: classes }));
  model.compile({
    optimizer: tf.train.adam(member.learningRate, 0.9, 0.999, 1e-7),
    loss: (labels, logits) => tf.losses.softmaxCrossEntropy(labels, logits),
    metrics: ['accuracy'],
  });
  const initial = initialArrays(stage, member).map(({ values, shape }) => tf.tensor(values, [...shape]));
  model.setWeights(initial);
  tf.dispose(initial);
  return model;
}

async function flat(weights: readonly tf.Tensor[]): Promise<Float32Array> {
  return joinArrays(await Promise.all(weights.map((tensor) => tensor.data<'float32'>())));
}
