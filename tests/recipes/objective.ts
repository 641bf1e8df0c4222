/**
 * Reverse KL: `KL(softmax(z / T) || softmax(v / T))` of student logits z and teacher logits v, averaged over rows.
 * Source: Gu et al. 2024 (arXiv 2306.08543), section 2.2, where it replaces the forward KL.
 */
import { meanOverRows, teacherOf, type Term } from '../../src/core/methods/term.ts';

export const reverseKl: Term = (tf, seen) => {
  const teacher = tf.logSoftmax(tf.div(teacherOf(seen), seen.temperature)); // [S, B, classes]
  const student = tf.logSoftmax(tf.div(seen.logits, seen.temperature));
  const value = meanOverRows(tf, tf.mul(tf.exp(student), tf.sub(student, teacher)), seen); // [S]
  return { value, minimised: tf.mul(value, seen.softScale) };
};
