/**
 * Born-again networks: a network of the student's own size learns from the teacher, the next generation from that one, and so on.
 * Source: Furlanello et al. 2018 (arXiv 1805.04770), section 3.
 */
import { text } from '../text.ts';
import { hardAndSoft, type Method } from './method.ts';

export const method: Method = {
  title: text('Born again'),
  taughtBy: 'generations',
  parts: hardAndSoft,
};
