/** The table of objectives: what a kind of the experiment's data means in arithmetic. One file a kind. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Objective, ObjectiveKind } from '../../core/stages.ts';
import type { Batch } from '../batch.ts';

/**
 * One term of the loss, before its weight.
 * @param logits `[S, B, classes]`
 * @returns `value`, what charts show, and `minimised`, the same in the scale that is trained on; `[S]` each, in nats
 */
export type Term<K extends ObjectiveKind> = (
  logits: tf.Tensor3D,
  batch: Batch,
  objective: Extract<Objective, { kind: K }>,
) => { readonly value: tf.Tensor1D; readonly minimised: tf.Tensor1D };
