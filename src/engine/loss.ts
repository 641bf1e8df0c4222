/**
 * The loss of a population and its gradient: the weighted sum of the stage's objectives, each a function in a file of
 * its own. `L = (1 - a) CE + a T^2 KL` is nowhere written out: core/group.ts made it two rows of data.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Objective, ObjectiveKind, Stage } from '../core/stages.ts';
import type { Batch } from './batch.ts';
import { apply, joinLayers, type Layer } from './mlp.ts';
import { crossEntropy, crossEntropyTerm } from './objectives/crossEntropy.ts';
import { softTargetsTerm } from './objectives/softTargets.ts';
import type { Term } from './objectives/term.ts';

type Terms = { readonly [K in ObjectiveKind]: Term<K> };

/** What each kind of objective means in arithmetic; a new one is a line here and a file of its own. */
export const TERMS: Terms = {
  crossEntropy: crossEntropyTerm,
  softTargets: softTargetsTerm,
};

/**
 * One pass for all members: they share no parameter, so the gradient of the sum of their objectives is the gradient
 * of each. Call inside `tf.tidy`.
 * @returns measured `[5, S]`: cross-entropy with labels, what was minimised, unscaled KL, and the lengths of the hard and
 *   the soft term's gradients in the logits (0 where there is no such term); gradient `[S, P]`
 */
export function lossAndGradient(
  stage: Stage,
  layers: readonly Layer[],
  batch: Batch,
  terms: Terms = TERMS,
): { readonly measured: tf.Tensor2D; readonly gradient: tf.Tensor2D } {
  let kept: readonly [tf.Tensor2D, tf.Tensor3D] | undefined;
  const total = (...flat: tf.Tensor[]): tf.Scalar => {
    const logits = apply(pairUp(flat), batch.images, batch.dropout);
    const { labelLoss, minimised, kl } = measure(stage, logits, batch, terms);
    kept = [tf.keep(tf.stack([labelLoss, minimised, kl]) as tf.Tensor2D), tf.keep(tf.clone(logits))]; // else freed with the tape
    return tf.sum(minimised);
  };
  const { grads } = tf.valueAndGrads(total)(layers.flatMap(({ weights, biases }) => [weights, biases]));
  const [losses, logits] = kept!;
  const measured = tf.concat2d([losses, gradientLengths(stage, logits, batch, terms)], 0);
  tf.dispose([losses, logits]);
  return { measured, gradient: joinLayers(pairUp(grads)) };
}

/**
 * For the hard and the soft term: the sum over the rows of a batch of `|d(weight * term) / d(logits of the row)|`. Terms are
 * averages over rows, so this is the mean length of a row's own gradient. @returns `[2, S]`
 */
function gradientLengths(stage: Stage, logits: tf.Tensor3D, batch: Batch, terms: Terms): tf.Tensor2D {
  const lengths = (['crossEntropy', 'softTargets'] as const).map((kind) => {
    const objective = stage.objectives.find((one) => one.kind === kind);
    if (!objective) return tf.zeros<tf.Rank.R1>([stage.members.length]);
    const weighted = (z: tf.Tensor): tf.Scalar => {
      const { minimised } = evaluateTerm(terms, objective, z as tf.Tensor3D, batch);
      return tf.sum(tf.mul(minimised, tf.tensor1d([...objective.weight])));
    };
    return tf.sum<tf.Tensor1D>(tf.norm(tf.grad(weighted)(logits), 'euclidean', -1), -1);
  });
  return tf.stack(lengths) as tf.Tensor2D;
}

function measure(stage: Stage, logits: tf.Tensor3D, batch: Batch, terms: Terms) {
  const parts = stage.objectives.map((objective) => ({
    objective,
    ...evaluateTerm(terms, objective, logits, batch),
  }));
  const valueOf = (kind: ObjectiveKind) => parts.find(({ objective }) => objective.kind === kind)?.value;
  // Where the hard term learns the labels, its value is the one that the charts show.
  const labelLoss = batch.hardTargets === batch.labels ? valueOf('crossEntropy') : undefined;
  return {
    minimised: tf.addN(
      parts.map(({ objective, minimised }) => tf.mul(minimised, tf.tensor1d([...objective.weight]))),
    ),
    labelLoss: labelLoss ?? crossEntropy(logits, batch.labels),
    kl: valueOf('softTargets') ?? tf.zeros([stage.members.length]),
  };
}

function evaluateTerm(terms: Terms, objective: Objective, logits: tf.Tensor3D, batch: Batch) {
  // The table pairs each kind with its own options, which the compiler cannot follow through a union.
  const term = terms[objective.kind] as Term<ObjectiveKind>;
  return term(logits, batch, objective);
}

/** `[W0, b0, W1, b1, ...]` as layers. */
function pairUp(flat: readonly tf.Tensor[]): readonly Layer[] {
  return Array.from({ length: flat.length / 2 }, (_, l) => ({
    weights: flat[2 * l] as tf.Tensor3D,
    biases: flat[2 * l + 1] as tf.Tensor3D,
  }));
}
