/** The answer to the page's question in words, from counted errors and nothing else. */
import type { Result } from '../core/run-record.ts';
import { formatCount, plural } from './format.ts';

/** Undefined until both students are measured on the test images. */
export function verdictOf(results: readonly Result[]): string | undefined {
  const distilled = results.find(({ role }) => role === 'distilled');
  const hard = results.find(({ role }) => role === 'hardLabel');
  if (!distilled || !hard) return undefined;
  return `${comparison(distilled, hard)} ${caution(distilled, hard)}`;
}

function comparison(distilled: Result, hard: Result): string {
  const fewer = hard.testErrors - distilled.testErrors;
  const images = formatCount(distilled.testImages);
  if (fewer === 0) return `Both students made ${plural(hard.testErrors, 'error')} of ${images}.`;
  const difference = `${formatCount(Math.abs(fewer))} ${fewer > 0 ? 'fewer' : 'more'} ${Math.abs(fewer) === 1 ? 'error' : 'errors'}`;
  const counts = `${formatCount(distilled.testErrors)} against ${formatCount(hard.testErrors)}`;
  return `The distilled student made ${difference} of ${images} than the hard-label one (${counts}).`;
}

/**
 * McNemar's z is |difference| / sqrt(discordant images), and at most e1 + e2 images are discordant: from twice the
 * square root of that sum on, the choice of test images cannot explain the difference. The choice of seed still can.
 */
function caution(distilled: Result, hard: Result): string {
  const difference = Math.abs(hard.testErrors - distilled.testErrors);
  const noise = 2 * Math.sqrt(hard.testErrors + distilled.testErrors);
  return difference < noise
    ? 'A difference this small can be luck: run it again with other seeds.'
    : 'One seed shows little: run it again with other seeds before you believe it.';
}
