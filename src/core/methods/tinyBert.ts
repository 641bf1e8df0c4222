/**
 * TinyBERT's transformer distillation on top of soft targets: the mean squared difference of attention before its softmax (over heads
 * and pairs of tokens) and of the tokens behind a block (over tokens and width), summed over the student's blocks, averaged over
 * rows. Where widths differ, the student's tokens come through a learned linear map.
 * Source: Jiao et al. 2020 (arXiv 1909.10351), equations 7, 8 and 10; the loss of the embeddings is left out, because a patch is no
 * word that is looked up.
 */
import { hiddenText } from '../hidden-layers.ts';
import { str, text } from '../text.ts';
import type * as tf from '@tensorflow/tfjs-core';
import { hardAndSoft, spreadPairs, type Method } from './method.ts';
import { meanOverRows, type Term } from './term.ts';

export const method: Method = {
  title: text('TinyBERT'),
  parts: (weights) => [
    ...hardAndSoft({ ...weights, strength: 1 }),
    { term: 'tinyBert', weight: weights.strength },
  ],
  pairs: spreadPairs,
  refuses(student, teacher) {
    if (student.kind === 'vit' && teacher.kind === 'vit' && student.heads === teacher.heads) return undefined;
    return text(
      str`TinyBERT compares the attention of two transformers, head by head: the student is ${hiddenText(student)} and the teacher ${hiddenText(teacher)}.`,
    );
  },
};

export const term: Term = (tf, seen) => {
  const meanSquare = (student: tf.Tensor3D, teacher: tf.Tensor3D) =>
    meanOverRows(tf, tf.mean(tf.squaredDifference(student, teacher), -1, true), seen);
  return {
    value: tf.addN(
      seen.pairs.flatMap(({ student, teacher, attention }) => [
        meanSquare(student, teacher),
        meanSquare(attention!.student, attention!.teacher),
      ]),
    ),
  };
};
