/** What steps of the guided tour read of the run on the page. */
import type { Result, Verdict } from '../../core/run-record.ts';
import type { RunState } from '../../core/run-state.ts';
import { armKey, type Arm } from '../../core/stages.ts';
import { meanOf } from '../../core/summary.ts';
import { counted, msg, str } from '../../core/text.ts';
import { verdictWords } from '../../core/verdict-words.ts';
import { formatCount } from '../format.ts';
import { shownConfig, type Seen } from './step.ts';

/** Results of one arm, one a seed. */
export function resultsOf({ results }: RunState, arm: Arm): readonly Result[] {
  return results.filter((result) => armKey(result) === armKey(arm));
}

export function meanErrors(run: RunState, arm: Arm): number {
  return meanOf(resultsOf(run, arm).map(({ testErrors }) => testErrors));
}

/** The first verdict on two roles: the experiment’s own settings come first. */
export function verdictOn(
  { verdicts }: RunState,
  candidate: Pick<Arm, 'role'> & Partial<Pick<Arm, 'method'>>,
  baseline: Pick<Arm, 'role'>,
): Verdict | undefined {
  return verdicts.find(
    (one) =>
      one.candidate.role === candidate.role &&
      (candidate.method === undefined || one.candidate.method === candidate.method) &&
      one.baseline.role === baseline.role,
  );
}

/** The verdict's answer and how far to trust it. */
export function verdictText({ state }: Seen, verdict: Verdict): string {
  const images = state.run.results[0]?.testImages ?? 0;
  const { sentence, caution } = verdictWords(verdict, images, !shownConfig(state).teacher.perSeed);
  return `${sentence} ${caution}`;
}

/** Whose numbers they are: "In your run", "In the recorded run, on average over 5 seeds". A sentence begins with it. */
export function inTheRun({ origin, config }: RunState): string {
  const count = config?.seeds ?? 1;
  const seeds = formatCount(count);
  const words = {
    here: {
      one: msg('In your run'),
      other: msg(str`In your run, on average over ${seeds} seeds`),
    },
    recorded: {
      one: msg('In the recorded run'),
      other: msg(str`In the recorded run, on average over ${seeds} seeds`),
    },
    kept: {
      one: msg('In this kept run'),
      other: msg(str`In this kept run, on average over ${seeds} seeds`),
    },
    imported: {
      one: msg('In this imported run'),
      other: msg(str`In this imported run, on average over ${seeds} seeds`),
    },
  };
  return counted(count, words[origin?.from ?? 'here']);
}

/** `632`, a mean over seeds to the nearest error. */
export function errorsText(errors: number): string {
  return formatCount(Math.round(errors));
}

/** "338 fewer", "12 more", "as many". */
export function comparedText(errors: number, baseline: number): string {
  const difference = Math.round(errors) - Math.round(baseline);
  const size = formatCount(Math.abs(difference));
  if (difference === 0) return msg('as many');
  return difference < 0 ? msg(str`${size} fewer`) : msg(str`${size} more`);
}
