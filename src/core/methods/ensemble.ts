/**
 * An ensemble teaches: the mean of the probabilities of several teachers that differ in their seed only.
 * Source: Hinton, Vinyals, Dean 2015 (arXiv 1503.02531), section 3.
 */
import { text } from '../text.ts';
import { hardAndSoft, type Method } from './method.ts';

export const method: Method = {
  title: text('Several teachers'),
  formula: '(1 − α) CE(y, q) + α s T² KL(p̄_T ‖ q_T), p̄ = (p₁ + … + pₖ) / k',
  source: 'Hinton, Vinyals and Dean 2015, arXiv 1503.02531',
  explains: text(
    'Several teachers that differ in their first weights answer together: their mean p̄ is better than each and less sure where they disagree.',
  ),
  taughtBy: 'ensemble',
  parts: hardAndSoft,
};
