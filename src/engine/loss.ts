/**
 * The loss of a population and its gradient: the weighted sum of the stage's terms, each a function in a file of its own
 * (core/methods/). `L = (1 - a) CE + a T^2 KL` is nowhere written out: core/group.ts made it two rows of data.
 */
import * as tf from '@tensorflow/tfjs-core';
import { trainableOf } from '../core/architecture.ts';
import { TERMS, type TermName } from '../core/terms.ts';
import { crossEntropyOf } from '../core/methods/crossEntropy.ts';
import type { Seen, Term } from '../core/methods/term.ts';
import { weightsAt, type Stage } from '../core/stages.ts';
import type { Batch } from './batch.ts';
import { joinLayers, linear, type Layer } from './layers.ts';
import { inputGradientOfMlp } from './mlp.ts';
import { answer } from './network.ts';

export type Terms = Readonly<Record<TermName, Term>>;

/** What a step measures before the value of each of the stage's terms, in order. */
export const MEASURED = ['labelLoss', 'objective', 'hardGradient', 'softGradient'] as const;

/** What is trained: the networks, and beside them the maps of hidden layers onto the teacher's. */
export interface Trained {
  readonly layers: readonly Layer[];
  readonly maps?: readonly Layer[];
}

/**
 * One pass for all members: they share no parameter, so the gradient of the sum of their objectives is the gradient
 * of each. Call inside `tf.tidy`.
 * @returns measured `[MEASURED + terms, S]`: cross-entropy with labels, what was minimised, the lengths of the hard and the
 *   soft term's gradients in the logits (0 where there is no such term), the value of every term; gradient `[S, P + E]`
 */
export function lossAndGradient(
  stage: Stage,
  { layers, maps = [] }: Trained,
  batch: Batch,
  terms: Terms = TERMS,
): { readonly measured: tf.Tensor2D; readonly gradient: tf.Tensor2D } {
  const withPeers = { ...batch, ...peerAnswers(stage, layers, batch) };
  let kept: Readonly<Record<'labelLoss' | 'minimised' | 'values' | 'logits', tf.Tensor>> | undefined;
  const total = (...flat: tf.Tensor[]): tf.Scalar => {
    const all = pairUp(flat);
    const seen = look(stage, all.slice(0, layers.length), all.slice(layers.length), withPeers);
    const parts = evaluate(stage, seen, terms);
    const minimised = tf.addN(parts.map((part) => part.weighted));
    const values = tf.stack(parts.map(({ value }) => value));
    // Where the hard term learns the labels, its value is the one that the charts show.
    const hard = stage.objectives.findIndex(({ term }) => term === 'crossEntropy');
    const isLabels = hard >= 0 && batch.hardTargets === batch.labels;
    const labelLoss = isLabels ? tf.clone(parts[hard]!.value) : crossEntropyOf(tf, seen.logits, batch.labels);
    kept = { labelLoss, minimised, values, logits: tf.clone(seen.logits) };
    for (const tensor of Object.values(kept)) tf.keep(tensor); // else freed with the tape
    return tf.sum(minimised);
  };
  const flat = [...layers, ...maps].flatMap(({ weights, biases }) => [weights, biases]);
  const { grads } = tf.valueAndGrads(total)(flat);
  const { labelLoss, minimised, values, logits } = kept!;
  const lengths = gradientLengths(stage, { ...withPeers, pairs: [], logits: logits as tf.Tensor3D }, terms);
  const measured = tf.concat2d(
    [tf.stack([labelLoss, minimised, ...lengths]) as tf.Tensor2D, values as tf.Tensor2D],
    0,
  );
  tf.dispose([labelLoss, minimised, values, logits]);
  return { measured, gradient: joinLayers(pairUp(grads)) };
}

/** Members that learn from each other have each other's answers for a teacher's, as they are before the step. */
function peerAnswers(
  { members, architecture }: Stage,
  layers: readonly Layer[],
  batch: Batch,
): Pick<Batch, 'teacher'> {
  if (members.every(({ peer }) => peer === undefined)) return {};
  const { logits } = answer(trainableOf(architecture), layers, batch.images, batch.dropout);
  const from = members.map(({ peer = 0 }, s) => s + peer);
  return { teacher: tf.gather(logits, from) };
}

/** What the stage's terms see of the networks in a step. */
function look(stage: Stage, layers: readonly Layer[], maps: readonly Layer[], batch: Batch): Seen {
  const architecture = trainableOf(stage.architecture);
  const own = answer(architecture, layers, batch.images, batch.dropout);
  const theirs = batch.teacherInside;
  let next = 0;
  const pairs = (stage.pairs ?? []).map(({ student, teacher, isMapped, places }) => {
    const hidden = own.hidden[student]!;
    const [scores, theirScores] = [own.attention?.[student], theirs?.attention?.[teacher]];
    return {
      student: isMapped ? throughMap(hidden, maps[next++]!, places) : hidden,
      teacher: theirs!.hidden[teacher]!,
      ...(scores && theirScores && { attention: { student: scores, teacher: theirScores } }),
    };
  });
  return {
    ...batch,
    logits: own.logits,
    pairs,
    ...(own.convolved && theirs?.convolved && { convolved: zip(own.convolved, theirs.convolved) }),
    ...(theirs && {
      inputGradients: () => ({
        student: inputGradientOfMlp(layers, own, batch.labels),
        teacher: theirs.gradient(),
      }),
    }),
  };
}

/** A hidden layer `[S, B, places * inputs]` through the same map at each of its places. */
function throughMap(hidden: tf.Tensor3D, map: Layer, places = 1): tf.Tensor3D {
  const [S, B, width] = hidden.shape;
  const mapped = linear(tf.reshape(hidden, [S, B * places, width / places]), map);
  return tf.reshape(mapped, [S, B, places * map.weights.shape[2]]);
}

/** As many as the shorter one has. */
function zip<T>(student: readonly T[], teacher: readonly T[]) {
  return student.slice(0, teacher.length).map((own, l) => ({ student: own, teacher: teacher[l]! }));
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
      const [part] = evaluate({ ...stage, objectives }, { ...seen, logits: z as tf.Tensor3D }, terms);
      return tf.sum(part!.weighted);
    };
    return tf.sum<tf.Tensor1D>(tf.norm(tf.grad(weighted)(seen.logits), 'euclidean', -1), -1);
  });
}

/** Every term's value, and what it adds to what is minimised; `[S]` each. */
function evaluate({ objectives, members }: Pick<Stage, 'objectives' | 'members'>, seen: Seen, terms: Terms) {
  return objectives.map((objective) => {
    const { value, minimised = value } = terms[objective.term](tf, seen);
    const weight = tf.tensor1d([...weightsAt(objective, members, seen.share)]);
    return { value, weighted: tf.mul<tf.Tensor1D>(minimised, weight) };
  });
}

/** `[W0, b0, W1, b1, ...]` as layers. */
function pairUp(flat: readonly tf.Tensor[]): readonly Layer[] {
  return Array.from({ length: flat.length / 2 }, (_, l) => ({
    weights: flat[2 * l] as tf.Tensor3D,
    biases: flat[2 * l + 1] as tf.Tensor3D,
  }));
}
