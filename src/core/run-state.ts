/** A run as the page shows it, and what its events, its end and its replay make of it. */
import { summariseResults, type NetworkSummary, type Progress, type RunEvent } from './events.ts';
import type { OpenedStage } from './environment.ts';
import type { ErrorReport } from './errors.ts';
import type { ExperimentConfig } from './experiment.ts';
import type { Moment } from './timeline.ts';
import type { HistoryPoint, Result, RunRecord, Verdict } from './run-record.ts';

export type RunStatus =
  | 'idle'
  /** A recording is played; nothing trains. */
  | 'replaying'
  | 'starting'
  | 'running'
  | 'paused'
  /** What computes has failed, and another one takes up the run. */
  | 'recovering'
  | 'stopping'
  | 'stopped'
  | 'finished'
  | 'failed';

/** Where a run comes from that was not trained on this page just now. */
export interface RunOrigin {
  readonly from: 'kept' | 'imported' | 'recorded';
  readonly name: string;
}

/** How a recording is played. */
export interface Playback {
  /** Seconds of the recorded training. */
  readonly at: number;
  readonly seconds: number;
  /** Of them in a second. */
  readonly speed: number;
  readonly playing: boolean;
}

export interface RunState {
  readonly status: RunStatus;
  readonly origin?: RunOrigin;
  readonly playback?: Playback;
  readonly runId?: string;
  /** Frozen when the run began: later edits apply to the next run. */
  readonly config?: ExperimentConfig;
  readonly progress?: Progress;
  readonly networks: readonly NetworkSummary[];
  /** The stages that have begun, in order. */
  readonly opened: readonly OpenedStage[];
  readonly history: readonly HistoryPoint[];
  readonly results: readonly Result[];
  readonly verdicts: readonly Verdict[];
  readonly record?: RunRecord;
  readonly error?: ErrorReport;
}

export const IDLE: RunState = {
  status: 'idle',
  networks: [],
  opened: [],
  history: [],
  results: [],
  verdicts: [],
};

const ACTIVE: ReadonlySet<RunStatus> = new Set(['starting', 'running', 'paused', 'recovering', 'stopping']);

/** Whether a run holds the worker now. */
export function isActive({ status }: RunState): boolean {
  return ACTIVE.has(status);
}

/** Whether there is more to come of what the page shows. */
export function isUnderWay(run: RunState): boolean {
  return isActive(run) || run.status === 'replaying';
}

/** A finished run of elsewhere. */
export function shownRun(record: RunRecord, origin: RunOrigin): RunState {
  const { config, history, results, verdicts } = record;
  const networks = summariseResults(results);
  return { ...IDLE, status: 'finished', origin, config, networks, history, results, verdicts, record };
}

export interface Replayed {
  readonly record: RunRecord;
  readonly name: string;
  readonly playback: Playback;
  /** What was there to see then. */
  readonly moment: Moment;
}

/** A recording at one moment. */
export function replayedRun({ record, name, playback, moment }: Replayed): RunState {
  const run: RunState = { ...shownRun(record, { from: 'recorded', name }), ...moment, playback };
  return playback.at < playback.seconds ? { ...run, status: 'replaying' } : withoutProgress(run);
}

export function withoutProgress({ progress: _, ...run }: RunState): RunState {
  return run;
}

const isBeginning = ({ status }: RunState): boolean => status === 'starting' || status === 'recovering';

export function withEvent(run: RunState, event: Exclude<RunEvent, { readonly kind: 'notice' }>): RunState {
  switch (event.kind) {
    case 'started':
      // Also when it is taken up again: what was not kept is computed anew.
      return { ...run, networks: event.networks, opened: [], history: [], results: [], verdicts: [] };
    case 'opened': {
      const { kind: _, runId: __, ...stage } = event;
      // Told again at its end where measuring took more memory than training.
      return { ...run, opened: [...run.opened.filter((known) => known.stage !== stage.stage), stage] };
    }
    case 'progress': {
      const { kind: _, runId: __, ...progress } = event;
      return { ...run, progress, status: isBeginning(run) ? 'running' : run.status };
    }
    case 'points':
      return { ...run, history: [...run.history, ...event.points] };
    case 'results':
      return { ...run, results: [...run.results, ...event.results], verdicts: event.verdicts };
  }
  return event satisfies never;
}
