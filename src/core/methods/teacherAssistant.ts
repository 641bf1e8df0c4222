/**
 * Teacher assistant: a network of a size in between learns from the teacher and teaches the student.
 * Source: Mirzadeh et al. 2020 (arXiv 1902.03393), section 3.
 */
import { text } from '../text.ts';
import { hardAndSoft, type Method } from './method.ts';

export const method: Method = {
  title: text('Teacher assistant'),
  taughtBy: 'assistant',
  parts: hardAndSoft,
};
