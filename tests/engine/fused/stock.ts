/**
 * Training as a tfjs tutorial writes it: one network, a variable a tensor, `tf.variableGrads` and tfjs's own optimiser.
 * It shares with the engine only what is drawn (initialisation, batches, shifts, masks); loss, gradient, update and
 * the limit on norms are tfjs's.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { layerShapes } from '../../../src/core/layer-shapes.ts';
import { streamKey } from '../../../src/core/random.ts';
import { isLearning, type Member, type Stage } from '../../../src/core/stages.ts';
import { batchDraw, fillBatch, fillDropoutMask } from '../../../src/data/batches.ts';
import { PIXELS, type Dataset } from '../../../src/data/dataset.ts';
import { labelsOf } from '../../../src/data/transfer-set.ts';
import { initialParameters } from '../../../src/engine/layers.ts';

/** @returns parameters `[P]` of member `s` after `steps` steps at a constant learning rate */
export async function trainStock(
  stage: Stage,
  s: number,
  { train }: Dataset,
  teacher: Float32Array | undefined,
  steps: number,
): Promise<Float32Array> {
  const { architecture, batchSize, regularisation } = stage;
  const member = stage.members[s]!;
  const { seed, rows } = member;
  const shapes = layerShapes(architecture);
  const start = initialParameters(architecture, seed);
  const variables = shapes.map(({ inputs, outputs, weights, biases }) => ({
    W: tf.variable(tf.tensor2d(start.slice(weights, biases), [inputs, outputs])),
    b: tf.variable(tf.tensor1d(start.slice(biases, biases + outputs))),
  }));
  const all = variables.flatMap(({ W, b }) => [W, b]);
  const optimizer =
    stage.optimizer === 'adam'
      ? tf.train.adam(member.learningRate)
      : tf.train.momentum(member.learningRate, stage.momentum);
  const draw = batchDraw({ seed, rows }, batchSize, train.labels);

  const mask = (rate: number, count: number, width: number, key: number): tf.Tensor2D => {
    const values = new Float32Array(count * width);
    fillDropoutMask(values, rate, key);
    return tf.tensor2d(values, [count, width]);
  };

  const told = labelsOf(member, train.labels, architecture.classes);
  for (let step = 0; step < steps && isLearning(member, step, stage.steps); step++) {
    const batch = draw(step);
    const { value, grads } = tf.variableGrads(() => {
      const pixels = new Float32Array(batch.length * PIXELS);
      fillBatch(pixels, train.images, batch, {
        pixels: regularisation.jitter,
        key: streamKey(seed, 'jitter', step),
      });
      const { inputDropout, hiddenDropout } = regularisation;
      let x = tf.mul<tf.Tensor2D>(
        tf.tensor2d(pixels, [batch.length, PIXELS]),
        mask(inputDropout, batch.length, PIXELS, streamKey(seed, 'inputDropout', step)),
      );
      variables.forEach(({ W, b }, l) => {
        x = tf.add(tf.matMul(x, W), b);
        if (l === variables.length - 1) return;
        const key = streamKey(seed, 'hiddenDropout', l, step);
        x = tf.mul(tf.relu(x), mask(hiddenDropout, batch.length, W.shape[1], key));
      });
      return lossOf(stage, member, x, batch, told, teacher);
    }, all);
    optimizer.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })));
    tf.dispose([value, grads]);
    if (regularisation.maxNorm > 0) limitNorms(variables.slice(0, -1), regularisation.maxNorm);
  }

  const parts = await Promise.all(all.map((variable) => variable.data<'float32'>()));
  tf.dispose([all]);
  optimizer.dispose();
  const flat = new Float32Array(start.length);
  let at = 0;
  for (const part of parts) {
    flat.set(part, at);
    at += part.length;
  }
  return flat;
}

/** `(1 - a) CE + a T^2 KL`, the hard term over rows with a target. */
function lossOf(
  { architecture: { classes } }: Stage,
  { role, softWeight, temperature: T, tSquared, labelSmoothing, rows }: Member,
  logits: tf.Tensor2D,
  batch: Uint32Array,
  labels: Uint8Array,
  teacherLogits: Float32Array | undefined,
): tf.Scalar {
  const teacher = tf.tensor2d(
    [...batch].map((row) => [
      ...(teacherLogits ?? new Float32Array(labels.length * classes)).subarray(
        row * classes,
        (row + 1) * classes,
      ),
    ]),
  );
  const isTarget = [...batch].map((row) => (role === 'pseudoLabel' || row < rows.labelled ? 1 : 0));
  const targets =
    role === 'pseudoLabel'
      ? tf.argMax(teacher, 1)
      : tf.tensor1d(
          [...batch].map((row) => labels[row]!),
          'int32',
        );
  const terms: tf.Tensor[] = [];
  if (isTarget.includes(1)) {
    const oneHot = tf.oneHot(targets, classes);
    // Averaged over the rows of weight one.
    const entropy = tf.losses.softmaxCrossEntropy(oneHot, logits, tf.tensor1d(isTarget), labelSmoothing);
    terms.push(tf.mul(entropy, 1 - softWeight));
  }
  if (softWeight > 0) {
    const squared = tSquared ? T ** 2 : 1;
    const wanted = tf.softmax(tf.div(teacher, T));
    const ratio = tf.sub(tf.log(wanted), tf.logSoftmax(tf.div(logits, T)));
    terms.push(tf.mul(tf.mean(tf.sum(tf.mul(wanted, ratio), 1)), softWeight * squared));
  }
  return (terms.length > 0 ? tf.addN(terms) : tf.mul(tf.sum(logits), 0)) as tf.Scalar;
}

function limitNorms(layers: readonly { readonly W: tf.Variable }[], limit: number): void {
  tf.tidy(() => {
    for (const { W } of layers) {
      const norms = tf.norm(W, 'euclidean', 0);
      W.assign(tf.mul(W, tf.minimum(tf.div(limit, norms), 1)));
    }
  });
}
