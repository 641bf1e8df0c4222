/** A verdict as sentences, the same on the page and in the terminal. */
import { armWords } from './arm-words.ts';
import type { Verdict } from './run-record.ts';

export interface VerdictWords {
  /** The answer. */
  readonly sentence: string;
  /** How far to trust it. */
  readonly caution: string;
  /** For those who check: the test and its numbers. */
  readonly evidence: string;
}

/** From this half-width on, in errors of 10,000, an interval is called wide: one percentage point. */
const WIDE = 100;

/** @param testImages that errors are counted on */
export function verdictWords(verdict: Verdict, testImages: number): VerdictWords {
  return verdict.interval ? overSeeds(verdict, verdict.interval, testImages) : ofOneSeed(verdict, testImages);
}

function ofOneSeed({ candidate, baseline, meanDifference, p }: Verdict, testImages: number): VerdictWords {
  return {
    sentence: `The ${armWords(candidate)} made ${difference(meanDifference, `of ${count(testImages)}`)} the ${armWords(baseline)}.`,
    caution:
      p < 0.05
        ? 'One seed shows little: run it with five before you believe it.'
        : 'The choice of test images alone can explain that, and one seed shows little: run it with five.',
    evidence: `McNemar’s exact test on the images that only one of the two gets right: p ${pText(p)}. It knows nothing of other seeds.`,
  };
}

function overSeeds(
  verdict: Verdict,
  [low, high]: readonly [number, number],
  testImages: number,
): VerdictWords {
  const { candidate, baseline, meanDifference, seeds, conclusion, p, holmP, signFlipP, smallestP } = verdict;
  const [who, other] = [armWords(candidate), armWords(baseline)];
  const halfWidth = (high - low) / 2;
  const isWide = (10_000 * halfWidth) / testImages > WIDE;
  const range = `95 % interval: ${signed(low)} to ${signed(high)}`;
  const corrected =
    holmP === undefined ? '' : `, corrected for all comparisons of the run (Holm) ${pText(holmP)}`;
  const flip =
    signFlipP === undefined || smallestP === undefined
      ? ''
      : ` Exact sign-flip p ${pText(signFlipP)}; ${seeds} seeds can give no less than ${pText(smallestP).replace('= ', '')}.`;
  return {
    sentence:
      conclusion === 'NO DIFFERENCE SHOWN'
        ? `No difference shown: over ${seeds} seeds the ${who} made ${difference(meanDifference)} the ${other} on average (${range}).`
        : `${conclusion === 'BETTER' ? 'Better' : 'Worse'}: over ${seeds} seeds the ${who} made ${difference(meanDifference, `of ${count(testImages)}`)} the ${other} on average (${range}).`,
    caution: cautionOf(verdict, [low, high], percentagePoints(halfWidth, testImages), isWide),
    evidence: `Paired t over seeds: p ${pText(p)}${corrected}.${flip}`,
  };
}

function cautionOf(
  { conclusion, holmP }: Verdict,
  [low, high]: readonly [number, number],
  halfWidth: string,
  isWide: boolean,
): string {
  if (conclusion === 'NO DIFFERENCE SHOWN' && holmP !== undefined && (low > 0 || high < 0))
    return `The interval alone leaves zero out, but this is one of several comparisons: corrected for their number it shows nothing.`;
  return isWide
    ? `The interval is wide, ±${halfWidth}: more seeds would narrow it.`
    : `The interval is ±${halfWidth}.`;
}

/** Up to "than". */
function difference(errors: number, among = ''): string {
  const size = Math.abs(errors);
  if (size === 0) return 'as many errors as';
  const text = Number.isInteger(size) ? count(size) : size.toFixed(1);
  return `${text} ${errors < 0 ? 'fewer' : 'more'} ${text === '1' ? 'error' : 'errors'}${among && ` ${among}`} than`;
}

function signed(errors: number): string {
  const text = Math.abs(errors).toFixed(1);
  return `${errors < 0 ? '−' : '+'}${text}`;
}

function percentagePoints(errors: number, testImages: number): string {
  return `${((100 * errors) / testImages).toFixed(2)} percentage points`;
}

function pText(p: number): string {
  return p < 0.0001 ? '< 0.0001' : `= ${Number(p.toPrecision(3))}`;
}

function count(n: number): string {
  return n.toLocaleString('en');
}
