/**
 * The loss of a population and its gradient: the weighted sum of the stage's objectives, each a function in a file of
 * its own. `L = (1 - a) CE + a T^2 KL` is nowhere written out: `compile` in core/stages.ts made it two rows of data.
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
 * @returns loss `[3, S]`: cross-entropy with labels, what was minimised, unscaled KL (0 where there is none);
 *   gradient `[S, P]`
 */
export function lossAndGradient(
  stage: Stage,
  layers: readonly Layer[],
  batch: Batch,
  terms: Terms = TERMS,
): { readonly loss: tf.Tensor2D; readonly gradient: tf.Tensor2D } {
  let measured: tf.Tensor2D | undefined;
  const total = (...flat: tf.Tensor[]): tf.Scalar => {
    const logits = apply(pairUp(flat), batch.images, batch.dropout);
    const { labelLoss, minimised, kl } = measure(stage, logits, batch, terms);
    measured = tf.keep(tf.stack([labelLoss, minimised, kl]) as tf.Tensor2D); // else freed with the tape
    return tf.sum(minimised);
  };
  const { grads } = tf.valueAndGrads(total)(layers.flatMap(({ weights, biases }) => [weights, biases]));
  const loss = tf.clone(measured!);
  measured!.dispose();
  return { loss, gradient: joinLayers(pairUp(grads)) };
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
