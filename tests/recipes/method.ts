/**
 * Reverse KL: `KL(softmax(z / T) || softmax(v / T))` of student logits z and teacher logits v, averaged over rows, and times T^2
 * where the experiment says so.
 * Source: Gu et al. 2024 (arXiv 2306.08543), section 2.2, where it replaces the forward KL.
 */
import type { MethodWords } from '../../src/core/method-words.ts';
import type { Method } from '../../src/core/methods/method.ts';
import { meanOverRows, teacherOf, type Term } from '../../src/core/methods/term.ts';
import { text } from '../../src/core/text.ts';

export const method: Method = {
  title: text('Reverse KL'),
  parts: ({ softWeight, strength }) => [
    { term: 'crossEntropy', weight: 1 - softWeight },
    // @ts-expect-error: until terms.ts has it
    { term: 'reverseKl', weight: softWeight * strength },
  ],
};

export const words: MethodWords = {
  formula: '(1 − α) CE(y, q) + α s T² KL(q_T ‖ p_T)',
  source: 'Gu et al. 2024, arXiv 2306.08543',
  explains: text(
    'The student need not have all that the teacher says, but says nothing that the teacher does not.',
  ),
};

export const term: Term = (tf, seen) => {
  const teacher = tf.logSoftmax(tf.div(teacherOf(seen), seen.temperature)); // [S, B, classes]
  const student = tf.logSoftmax(tf.div(seen.logits, seen.temperature));
  const value = meanOverRows(tf, tf.mul(tf.exp(student), tf.sub(student, teacher)), seen); // [S]
  return { value, minimised: tf.mul(value, seen.softScale) };
};
