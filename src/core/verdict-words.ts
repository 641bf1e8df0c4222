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

/**
 * @param testImages that errors are counted on
 * @param sharesTeacher whether students of all seeds learnt from one teacher
 */
export function verdictWords(verdict: Verdict, testImages: number, sharesTeacher = true): VerdictWords {
  if (!verdict.interval) return ofOneSeed(verdict, testImages);
  const words = overSeeds(verdict, verdict.interval, testImages);
  if (!sharesTeacher) return words;
  return {
    ...words,
    evidence: `${words.evidence} All seeds share one teacher: this holds for that teacher.`,
  };
}

function ofOneSeed(verdict: Verdict, testImages: number): VerdictWords {
  const { candidate, baseline, meanDifference, p, conclusion } = verdict;
  return {
    sentence: `The ${armWords(candidate)} made ${difference(meanDifference, `of ${count(testImages)}`)} the ${armWords(baseline)}.`,
    caution:
      conclusion === 'NO DIFFERENCE SHOWN'
        ? `The choice of test images${p < 0.05 ? ' and the number of comparisons' : ' alone'} can explain that, and one seed shows little: run it with five.`
        : 'One seed shows little: run it with five before you believe it.',
    evidence: `McNemar’s exact test on the images that only one of the two gets right: p ${pText(p)}${correctedText(verdict)}. It knows nothing of other seeds.`,
  };
}

function correctedText({ holmP }: Verdict): string {
  return holmP === undefined ? '' : `, corrected for all comparisons of the run (Holm) ${pText(holmP)}`;
}

function overSeeds(
  verdict: Verdict,
  [low, high]: readonly [number, number],
  testImages: number,
): VerdictWords {
  const { candidate, baseline, meanDifference, seeds, conclusion, p, signFlipP, smallestP } = verdict;
  const [who, other] = [armWords(candidate), armWords(baseline)];
  const halfWidth = (high - low) / 2;
  const isWide = (10_000 * halfWidth) / testImages > WIDE;
  const range = `95 % interval: ${signed(low)} to ${signed(high)}`;
  const flip =
    signFlipP === undefined || smallestP === undefined
      ? ''
      : ` Exact sign-flip p ${pText(signFlipP)}; ${seeds} seeds can give no less than ${smallestP.toPrecision(3).replace(/\.?0+$/, '')}.`;
  return {
    sentence:
      conclusion === 'NO DIFFERENCE SHOWN'
        ? `No difference shown: over ${seeds} seeds the ${who} made ${difference(meanDifference)} the ${other} on average (${range}).`
        : `${conclusion === 'BETTER' ? 'Better' : 'Worse'}: over ${seeds} seeds the ${who} made ${difference(meanDifference, `of ${count(testImages)}`)} the ${other} on average (${range}).`,
    caution: cautionOf(verdict, [low, high], percentagePoints(halfWidth, testImages), isWide),
    evidence: `Paired t over seeds: p ${pText(p)}${correctedText(verdict)}.${flip}`,
  };
}

function cautionOf(
  { conclusion, holmP }: Verdict,
  [low, high]: readonly [number, number],
  halfWidth: string,
  isWide: boolean,
): string {
  if (low === high) return 'All seeds differ by the same, so no interval can be estimated: use more of them.';
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
  const text = size.toLocaleString('en', { maximumFractionDigits: 1 });
  return `${text} ${errors < 0 ? 'fewer' : 'more'} ${text === '1' ? 'error' : 'errors'}${among && ` ${among}`} than`;
}

export function signed(errors: number): string {
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
