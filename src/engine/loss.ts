/**
 * The loss of a population and its gradient: the weighted sum of the stage's terms, each a function in a file of its own
 * (core/methods/). `L = (1 - a) CE + a T^2 KL` is nowhere written out: core/group.ts made it two rows of data.
 */
import * as tf from '@tensorflow/tfjs-core';
import { TERMS, type TermName } from '../core/methods.ts';
import { crossEntropyOf } from '../core/methods/crossEntropy.ts';
import type { Seen, Term } from '../core/methods/term.ts';
import type { Objective, Stage } from '../core/stages.ts';
import type { Batch } from './batch.ts';
import { apply, joinLayers, type Layer } from './mlp.ts';

export type Terms = Readonly<Record<TermName, Term>>;

/** What a step measures before the value of each of the stage's terms, in order. */
export const MEASURED = ['labelLoss', 'objective', 'hardGradient', 'softGradient'] as const;

/**
 * One pass for all members: they share no parameter, so the gradient of the sum of their objectives is the gradient
 * of each. Call inside `tf.tidy`.
 * @returns measured `[MEASURED + terms, S]`: cross-entropy with labels, what was minimised, the lengths of the hard and the
 *   soft term's gradients in the logits (0 where there is no such term), the value of every term; gradient `[S, P]`
 */
export function lossAndGradient(
  stage: Stage,
  layers: readonly Layer[],
  batch: Batch,
  terms: Terms = TERMS,
): { readonly measured: tf.Tensor2D; readonly gradient: tf.Tensor2D } {
  let kept: Readonly<Record<'labelLoss' | 'minimised' | 'values' | 'logits', tf.Tensor>> | undefined;
  const total = (...flat: tf.Tensor[]): tf.Scalar => {
    const logits = apply(pairUp(flat), batch.images, batch.dropout);
    const parts = evaluate(stage, { ...batch, logits }, terms);
    const minimised = tf.addN(parts.map((part) => part.weighted));
    const values = tf.stack(parts.map(({ value }) => value));
    const labelLoss = crossEntropyOf(tf, logits, batch.labels);
    const all = { labelLoss, minimised, values, logits: tf.clone(logits) };
    for (const tensor of Object.values(all)) tf.keep(tensor); // else freed with the tape
    kept = all;
    return tf.sum(minimised);
  };
  const { grads } = tf.valueAndGrads(total)(layers.flatMap(({ weights, biases }) => [weights, biases]));
  const { labelLoss, minimised, values, logits } = kept!;
  const lengths = gradientLengths(stage, { ...batch, logits: logits as tf.Tensor3D }, terms);
  const measured = tf.concat2d(
    [tf.stack([labelLoss, minimised, ...lengths]) as tf.Tensor2D, values as tf.Tensor2D],
    0,
  );
  tf.dispose([labelLoss, minimised, values, logits]);
  return { measured, gradient: joinLayers(pairUp(grads)) };
}

/**
 * For the hard and the soft term: the sum over the rows of a batch of `|d(weight * term) / d(logits of the row)|`. Terms are
 * averages over rows, so this is the mean length of a row's own gradient. @returns `[S]` each
 */
function gradientLengths(stage: Stage, seen: Seen, terms: Terms): readonly tf.Tensor1D[] {
  return (['crossEntropy', 'softTargets'] as const).map((name) => {
    const objectives = stage.objectives.filter(({ term }) => term === name);
    if (objectives.length === 0) return tf.zeros<tf.Rank.R1>([stage.members.length]);
    const weighted = (z: tf.Tensor): tf.Scalar => {
      const [part] = evaluate({ objectives }, { ...seen, logits: z as tf.Tensor3D }, terms);
      return tf.sum(part!.weighted);
    };
    return tf.sum<tf.Tensor1D>(tf.norm(tf.grad(weighted)(seen.logits), 'euclidean', -1), -1);
  });
}

/** Every term's value, and what it adds to what is minimised; `[S]` each. */
function evaluate({ objectives }: Pick<Stage, 'objectives'>, seen: Seen, terms: Terms) {
  return objectives.map(({ term, weight }: Objective) => {
    const { value, minimised = value } = terms[term](tf, seen);
    return { value, weighted: tf.mul<tf.Tensor1D>(minimised, tf.tensor1d([...weight])) };
  });
}

/** `[W0, b0, W1, b1, ...]` as layers. */
function pairUp(flat: readonly tf.Tensor[]): readonly Layer[] {
  return Array.from({ length: flat.length / 2 }, (_, l) => ({
    weights: flat[2 * l] as tf.Tensor3D,
    biases: flat[2 * l + 1] as tf.Tensor3D,
  }));
}
