/**
 * The soft term: `KL(softmax(v / T) || softmax(z / T))` of teacher logits v and student logits z, summed over classes,
 * averaged over the rows of the batch, and times T^2 where the experiment says so.
 * Source: Hinton, Vinyals, Dean 2015 (arXiv 1503.02531), section 2; the gradient of the KL in z is
 * `(softmax(z/T) - softmax(v/T)) / T`, which is why T^2 keeps it in step with the hard term.
 */
import { text } from '../text.ts';
import { hardAndSoft, type Method } from './method.ts';
import { meanOverRows, teacherOf, type Term } from './term.ts';

export const method: Method = {
  title: text('Soft targets'),
  parts: hardAndSoft,
};

export const term: Term = (tf, seen) => {
  const teacher = tf.logSoftmax(tf.div(teacherOf(seen), seen.temperature));
  const student = tf.logSoftmax(tf.div(seen.logits, seen.temperature));
  const value = meanOverRows(tf, tf.mul(tf.exp(teacher), tf.sub(teacher, student)), seen);
  return { value, minimised: tf.mul(value, seen.softScale) };
};
