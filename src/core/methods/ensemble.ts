/**
 * An ensemble teaches: the mean of the probabilities of several teachers that differ in their seed only.
 * Source: Hinton, Vinyals, Dean 2015 (arXiv 1503.02531), section 3.
 */
import { text } from '../text.ts';
import { hardAndSoft, type Method } from './method.ts';

export const method: Method = {
  title: text('Several teachers'),
  taughtBy: 'ensemble',
  parts: hardAndSoft,
};
