/**
 * Stock tfjs, the way its guides write a training loop: `tf.variableGrads`, `tf.train.adam`, one model after the
 * other. It is spared what a user might do worse: every batch is on the GPU before the first step, teacher's answers
 * are softened beforehand, members without a soft term do not compute one, and nothing is read back in the loop.
 */
import * as tf from '@tensorflow/tfjs';
import type { Member } from '../../../src/core/stages.ts';
import {
  cached,
  imagesOf,
  initialArrays,
  joinArrays,
  labelsOf,
  logSoftTargetsOf,
  rowsOfPass,
  type Inputs,
  type OpenPath,
} from '../path.ts';

interface Model {
  /** Takes one step. @returns the objective, to be disposed */
  step(at: number): tf.Scalar;
  readonly variables: readonly tf.Variable[];
}

interface SoftBatch {
  readonly probabilities: tf.Tensor2D; // [B, classes]
  readonly logProbabilities: tf.Tensor2D; // [B, classes]
}

export const openTfjs: OpenPath = (inputs) => {
  const { stage } = inputs;
  const upload = (values: Float32Array) =>
    tf.tensor2d(values, [stage.batchSize, values.length / stage.batchSize]);
  const rows = cached((seed) => rowsOfPass(inputs, seed));
  const images = cached((seed) => rows(seed).map((batch) => upload(imagesOf(inputs, batch))));
  const labels = cached((seed) => rows(seed).map((batch) => upload(labelsOf(inputs, batch))));
  const softBatches = ({ seed, temperature }: Member): readonly SoftBatch[] =>
    rows(seed).map((batch) => {
      const logs = logSoftTargetsOf(inputs, batch, temperature);
      return { probabilities: upload(logs.map(Math.exp)), logProbabilities: upload(logs) };
    });
  const models = stage.members.map((member) =>
    openModel(
      inputs,
      member,
      images(member.seed),
      labels(member.seed),
      member.softWeight > 0 ? softBatches(member) : undefined,
    ),
  );
  let step = 0;
  return Promise.resolve({
    note: models.length > 1 ? `${models.length} models, one after the other` : '',
    async advance(steps) {
      let last: tf.Scalar | undefined;
      for (let i = 0; i < steps; i++, step++) {
        for (const model of models) {
          last?.dispose();
          last = model.step(step);
        }
      }
      await last?.data(); // the queue is in order: all that came before is done
      last?.dispose();
    },
    parameters: async () =>
      new Map(await Promise.all(models.map(async ({ variables }, s) => [s, await flat(variables)] as const))),
  });
};

/** @param images,labels,soft the batches of one pass */
function openModel(
  { stage }: Inputs,
  member: Member,
  images: readonly tf.Tensor2D[],
  labels: readonly tf.Tensor2D[],
  soft: readonly SoftBatch[] | undefined,
): Model {
  const variables = initialArrays(stage, member).map(({ values, shape }) =>
    tf.variable(tf.tensor(values, [...shape])),
  );
  const adam = tf.train.adam(member.learningRate, 0.9, 0.999, 1e-7);
  const { temperature: T, softWeight } = member;

  function logitsOf(batch: tf.Tensor2D): tf.Tensor2D {
    let x = batch;
    for (let l = 0; l < variables.length; l += 2) {
      const z = tf.add<tf.Tensor2D>(tf.matMul(x, variables[l] as tf.Variable<tf.Rank.R2>), variables[l + 1]!);
      x = l + 2 < variables.length ? tf.relu(z) : z;
    }
    return x;
  }

  function objective(at: number): tf.Scalar {
    const logits = logitsOf(images[at]!);
    const hard = tf.losses.softmaxCrossEntropy(labels[at]!, logits);
    const teacher = soft?.[at];
    if (!teacher) return hard as tf.Scalar;
    const logs = tf.logSoftmax(tf.div<tf.Tensor2D>(logits, T));
    const perRow = tf.sum(tf.mul(teacher.probabilities, tf.sub(teacher.logProbabilities, logs)), 1);
    const kl = tf.mean(perRow);
    return tf.add<tf.Scalar>(tf.mul(hard, 1 - softWeight), tf.mul(kl, softWeight * T * T));
  }

  return {
    variables,
    step: (at) =>
      tf.tidy(() => {
        const { value, grads } = tf.variableGrads(() => objective(at % images.length), variables);
        adam.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })));
        return value;
      }),
  };
}

async function flat(variables: readonly tf.Variable[]): Promise<Float32Array> {
  return joinArrays(await Promise.all(variables.map((variable) => variable.data<'float32'>())));
}
