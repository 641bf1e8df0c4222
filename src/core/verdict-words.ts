/** A verdict as sentences, the same on the page and in the terminal. */
import { armWords } from './arm-words.ts';
import type { Verdict } from './run-record.ts';
import { counted, decimal, formatNumber, msg, signed, str } from './text.ts';

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
  const { interval, precision } = verdict;
  const words = interval ? overSeeds(verdict, interval, testImages) : ofOneSeed(verdict, testImages);
  const caveat =
    interval && sharesTeacher ? ` ${msg('All seeds share one teacher: this holds for that teacher.')}` : '';
  return {
    ...words,
    sentence: precision ? `${msg('In 8-bit integers.')} ${words.sentence}` : words.sentence,
    evidence: words.evidence + caveat,
  };
}

function ofOneSeed(verdict: Verdict, testImages: number): VerdictWords {
  const { candidate, baseline, meanDifference, p, conclusion } = verdict;
  const compared = comparison(meanDifference, armWords(baseline), testImages);
  return {
    sentence: msg(str`The ${armWords(candidate)} made ${compared}.`),
    caution:
      conclusion !== 'NO DIFFERENCE SHOWN'
        ? msg('One seed shows little: run it with five before you believe it.')
        : p < 0.05
          ? msg(
              'The choice of test images and the number of comparisons can explain that, and one seed shows little: run it with five.',
            )
          : msg(
              'The choice of test images alone can explain that, and one seed shows little: run it with five.',
            ),
    evidence: msg(
      str`McNemar’s exact test on the images that only one of the two gets right: p ${pText(p)}${correctedText(verdict)}. It knows nothing of other seeds.`,
    ),
  };
}

function correctedText({ holmP }: Verdict): string {
  return holmP === undefined
    ? ''
    : msg(str`, corrected for all comparisons of the run (Holm) ${pText(holmP)}`);
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
  const range = msg(str`95 % interval: ${signed(low)} to ${signed(high)}`);
  const flip = signFlipP !== undefined && smallestP !== undefined && flipText(signFlipP, seeds, smallestP);
  const compared = comparison(
    ...([meanDifference, other] as const),
    conclusion === 'NO DIFFERENCE SHOWN' ? undefined : testImages,
  );
  const sentence = {
    BETTER: () => msg(str`Better: over ${seeds} seeds the ${who} made ${compared} on average (${range}).`),
    WORSE: () => msg(str`Worse: over ${seeds} seeds the ${who} made ${compared} on average (${range}).`),
    'NO DIFFERENCE SHOWN': () =>
      msg(str`No difference shown: over ${seeds} seeds the ${who} made ${compared} on average (${range}).`),
  };
  return {
    sentence: sentence[conclusion](),
    caution: cautionOf(verdict, [low, high], percentagePoints(halfWidth, testImages), isWide),
    evidence:
      msg(str`Paired t over seeds: p ${pText(p)}${correctedText(verdict)}.`) + (flip ? ` ${flip}` : ''),
  };
}

function flipText(p: number, seeds: number, smallest: number): string {
  const least = decimal(smallest.toPrecision(3).replace(/\.?0+$/, ''));
  return msg(str`Exact sign-flip p ${pText(p)}; ${seeds} seeds can give no less than ${least}.`);
}

function cautionOf(
  { conclusion, holmP }: Verdict,
  [low, high]: readonly [number, number],
  halfWidth: string,
  isWide: boolean,
): string {
  if (low === high)
    return msg('All seeds differ by the same, so no interval can be estimated: use more of them.');
  if (conclusion === 'NO DIFFERENCE SHOWN' && holmP !== undefined && (low > 0 || high < 0))
    return msg(
      'The interval alone leaves zero out, but this is one of several comparisons: corrected for their number it shows nothing.',
    );
  return isWide
    ? msg(str`The interval is wide, ±${halfWidth}: more seeds would narrow it.`)
    : msg(str`The interval is ±${halfWidth}.`);
}

/** What somebody made: "12 fewer errors of 10,000 than the teacher". @param among where it is to be said of how many */
const TENTHS = new Intl.NumberFormat('en', { maximumFractionDigits: 1, useGrouping: false });

function comparison(errors: number, other: string, among?: number): string {
  // To a tenth, once and for all: as the text rounds it, so that "1" is one and "0" is as many.
  const size = Number(TENTHS.format(Math.abs(errors)));
  const all = among === undefined ? '' : msg(str` of ${formatNumber(among)}`);
  if (size === 0) return msg(str`as many errors as the ${other}`);
  const text = formatNumber(size, { maximumFractionDigits: 1 });
  return errors < 0
    ? counted(size, {
        one: msg(str`1 fewer error${all} than the ${other}`),
        other: msg(str`${text} fewer errors${all} than the ${other}`),
      })
    : counted(size, {
        one: msg(str`1 more error${all} than the ${other}`),
        other: msg(str`${text} more errors${all} than the ${other}`),
      });
}

function percentagePoints(errors: number, testImages: number): string {
  return msg(str`${decimal(((100 * errors) / testImages).toFixed(2))} percentage points`);
}

function pText(p: number): string {
  return p < 0.0001 ? `< ${decimal('0.0001')}` : `= ${decimal(Number(p.toPrecision(3)))}`;
}
