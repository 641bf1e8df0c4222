/** What an objective is in arithmetic: what it sees of a batch and what it returns. One file a kind of objective. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Objective, ObjectiveKind } from '../../core/stages.ts';

/** What a batch says about the teacher, computed once for the whole transfer set. */
export interface SoftBatch {
  /** `softmax(v / T)` times `1 / valid rows`, zero for padding. */
  readonly probabilities: tf.Tensor3D; // [S, B, classes]
  /** `log softmax(v / T)`. */
  readonly logProbabilities: tf.Tensor3D; // [S, B, classes]
}

/** What the students of a batch should answer. */
export interface Targets {
  /** The labels a network is told, one-hot over labelled rows times `1 / labelled rows`: what the loss curve is measured with. */
  readonly labels: tf.Tensor3D; // [S, B, classes]
  /** The same for what the hard term learns: labels, or the teacher's top answer. */
  readonly hardTargets: tf.Tensor3D; // [S, B, classes]
  /** Present where the population has soft targets. */
  readonly soft?: SoftBatch;
}

/**
 * One term of the loss, before its weight.
 * @param logits `[S, B, classes]`
 * @returns `value`, what charts show, and `minimised`, the same in the scale that is trained on; `[S]` each, in nats
 */
export type Term<K extends ObjectiveKind> = (
  logits: tf.Tensor3D,
  targets: Targets,
  objective: Extract<Objective, { kind: K }>,
) => { readonly value: tf.Tensor1D; readonly minimised: tf.Tensor1D };
