/** A finished run as it stood at any second of its training: what a recording shows while it is played again. */
import { compile } from './compile.ts';
import { summarise, type NetworkSummary, type Progress } from './events.ts';
import type { HistoryPoint, Result, RunRecord, Verdict } from './run-record.ts';
import { isEnsemble, kindOfRole, type Stage } from './stages.ts';

export interface Timeline {
  /** Of training; what was measured between and after has no time of its own. */
  readonly seconds: number;
  readonly parts: readonly Part[];
  readonly networks: readonly NetworkSummary[];
  readonly verdicts: readonly Verdict[];
}

/** A population's turn. */
interface Part {
  readonly stage: Stage;
  /** Seconds at its first and last step. */
  readonly from: number;
  readonly to: number;
  readonly history: readonly HistoryPoint[];
  readonly results: readonly Result[];
}

/** What was there to see at a moment of a run. */
export interface Moment {
  readonly networks: readonly NetworkSummary[];
  readonly progress: Progress;
  readonly history: readonly HistoryPoint[];
  readonly results: readonly Result[];
  readonly verdicts: readonly Verdict[];
}

/** Populations take their turns for as long as they were trained; one that was not trained in this run takes none. */
export function timelineOf(record: RunRecord): Timeline {
  const stages = compile(record.config, record.results[0]?.confusion.length ?? 10);
  let seconds = 0;
  const parts = stages.map((stage, i): Part => {
    const isOf = ({ role, member }: HistoryPoint | Result): boolean =>
      kindOfRole(role) === stage.kind && stage.numbers.includes(member);
    const isLast = stages[i + 1]?.kind !== stage.kind;
    const trained = record.results.filter((result) => !isEnsemble(result) && isOf(result));
    // Ensembles are numbered behind the networks of their kind, so they are shown with the last of these.
    const ensembles = record.results.filter(
      (result) => isLast && isEnsemble(result) && kindOfRole(result.role) === stage.kind,
    );
    const isReused = record.reused?.some((one) => one.stage === stage.id) ?? false;
    const from = seconds;
    seconds += isReused ? 0 : (trained[0]?.trainSeconds ?? 0);
    const history = record.history.filter(isOf);
    return { stage, from, to: seconds, history, results: [...trained, ...ensembles] };
  });
  return { seconds, parts, networks: summarise(stages), verdicts: record.verdicts };
}

/** @param at seconds from the beginning; steps are spread evenly over a population's turn */
export function momentOf({ parts, seconds, networks, verdicts }: Timeline, at: number): Moment {
  const part = parts.find(({ to }) => at < to) ?? parts.at(-1)!;
  const { stage, from, to } = part;
  const share = to > from ? Math.min(1, Math.max(0, at - from) / (to - from)) : 1;
  const step = Math.floor(share * stage.steps);
  const before = parts.slice(0, parts.indexOf(part));
  const isOver = at >= seconds;
  return {
    networks,
    progress: {
      phase: stage.kind,
      step,
      steps: stage.steps,
      epoch: Math.min(stage.epochs, Math.floor(step / stage.stepsPerEpoch) + 1),
      epochs: stage.epochs,
      share: seconds > 0 ? Math.min(1, at / seconds) : 1,
    },
    history: [
      ...before.flatMap(({ history }) => history),
      ...part.history.filter((point) => point.step <= step),
    ],
    results: [...before, ...(isOver ? [part] : [])].flatMap(({ results }) => results),
    verdicts: isOver ? verdicts : [],
  };
}
