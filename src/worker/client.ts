/**
 * The page's side of the wire: what the page asks of the worker, and the one run that goes on. A worker that does not answer
 * a stop is ended and replaced.
 */
import type { Remote } from 'comlink';
import { LabError, stoppedError, type ErrorCode } from '../core/errors.ts';
import type { ExperimentConfig } from '../core/experiment.ts';
import type { ModelFile, NetworkRequest } from '../core/model-file.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Pace } from '../core/slow-motion.ts';
import type { Action } from '../core/state.ts';
import { text } from '../core/text.ts';
import type { LabApi, RunRequest } from './api.ts';
import type { Crew } from './crew.ts';
import { unpackError } from './errors.ts';
import { carryThrough, type HeldCheckpoint, type LastingRun } from './lasting-run.ts';
import { createLeaving } from './leaving.ts';
import { createStation, type StationOptions } from './station.ts';
import { takeTurn, type Turn } from './turn.ts';

export interface Lab {
  /** Chooses the backend and loads the digits; everything is told through actions. */
  open(): Promise<void>;
  /** Tries the backend again that was asked for, where it was given up. */
  tryGpu(): Promise<void>;
  /** Loads image and label files of the user's own. */
  openOwn(files: readonly File[]): Promise<void>;
  /** Reads a model of the user's that takes the teacher's place. @throws LabError when it is refused */
  openTeacher(...given: Parameters<LabApi['openTeacher']>): Promise<void>;
  /** Teachers are trained again. */
  closeTeacher(): void;
  /** Trains; resolves to nothing when the run was stopped or has failed, which an action has told by then. */
  run(config: ExperimentConfig, options: RunOptions): Promise<RunRecord | undefined>;
  /** Forgets the run that was interrupted. */
  discardUnfinished(): void;
  /** @throws LabError `config` when the network is no longer there */
  exportModel(request: NetworkRequest): Promise<ModelFile>;
  /** What networks answer, see the worker's API. @throws LabError */
  readonly answers: LabApi['answers'];
  readonly testAnswers: LabApi['testAnswers'];
  readonly testImages: LabApi['testImages'];
  watch(watching: boolean): void;
  pause(): void;
  resume(): void;
  step(): void;
  /** From now on at most so many optimiser steps a second. */
  limit(pace: Pace): void;
  stop(): void;
  /** Stops what runs and clears what it showed. */
  reset(): void;
}

export type RunOptions = Omit<RunRequest, 'runId' | 'generation' | 'config'> & {
  /** Another tab that trains is asked to stop. */
  readonly takeOver?: boolean;
};

/** A worker that has not stopped by then is in a step that does not end. */
const STOP_PATIENCE_MS = 2000;

/** After these, a run does not go on from what was kept of it. */
const FINAL: ReadonlySet<ErrorCode> = new Set(['diverged', 'config', 'data']);

interface CurrentRun extends LastingRun {
  /** Resolves when the worker has been asked to run it. */
  posted: Promise<void>;
  /** Resolves when it is over, however it ended. */
  done: Promise<unknown>;
}

export function createLab(dispatch: (action: Action) => void, options: StationOptions = {}): Lab {
  let current: CurrentRun | undefined;
  /** The last checkpoint of the run that goes on or was interrupted. */
  let held: Uint8Array<ArrayBuffer> | undefined;
  let runs = 0;
  const station = createStation(dispatch, () => current !== undefined, options);
  const { briefing } = station;
  const leaving = createLeaving();
  const checkpoint: HeldCheckpoint = {
    get: () => held,
    set(bytes, isSafe) {
      held = bytes;
      if (isSafe) leaving.kept();
    },
  };

  async function openOwn(files: readonly File[]): Promise<void> {
    try {
      const dataset = await station.asked((api) => api.openOwn(files));
      briefing.ownFiles = files;
      dispatch({ kind: 'dataset', dataset });
    } catch (error) {
      dispatch({ kind: 'failure', error: unpackError(error) });
    }
  }

  async function openTeacher(...given: Parameters<LabApi['openTeacher']>): Promise<void> {
    const teacher = await station.asked((api) => api.openTeacher(...given));
    briefing.teacher = given;
    dispatch({ kind: 'teacherFile', teacher });
  }

  function closeTeacher(): void {
    briefing.teacher = undefined;
    dispatch({ kind: 'teacherFile' });
    station.tell((api) => api.closeTeacher());
  }

  function run(config: ExperimentConfig, { takeOver = false, ...options }: RunOptions) {
    const before = current?.done; // a run that is stopping gives up the worker first
    const runId = `run-${++runs}`;
    const one: CurrentRun = {
      ...{ runId, stopping: new AbortController(), paused: options.paused },
      ...{ posted: Promise.resolve(), done: Promise.resolve() },
    };
    dispatch({ kind: 'run', runId, config });
    if (options.paused) dispatch({ kind: 'status', runId, status: 'paused' });
    one.done = carryOut(one, config, options, takeOver, before);
    current = one;
    return one.done as Promise<RunRecord | undefined>;
  }

  async function carryOut(
    one: CurrentRun,
    config: ExperimentConfig,
    options: Omit<RunOptions, 'takeOver'>,
    takeOver: boolean,
    before: Promise<unknown> | undefined,
  ): Promise<RunRecord | undefined> {
    const { runId } = one;
    let post!: () => void;
    one.posted = new Promise((resolve) => (post = resolve));
    const { crew } = station;
    let turn: Turn | undefined;
    try {
      await before;
      turn = await myTurn(takeOver);
      held = undefined;
      leaving.begin();
      const record = await carryThrough(
        one,
        { ...options, runId, config },
        { station, dispatch, checkpoint, post },
      );
      held = undefined;
      dispatch({ kind: 'finished', runId, record });
      return record;
    } catch (error) {
      const report = unpackError(error);
      if (FINAL.has(report.code)) held = undefined;
      dispatch({ kind: 'failed', runId, error: report });
      return undefined;
    } finally {
      await turn?.over();
      leaving.end();
      if (current === one) current = undefined;
      void tellLeft(crew);
    }
  }

  async function myTurn(takeOver: boolean): Promise<Turn | undefined> {
    if (options.keeps === false) return undefined; // there is nothing to fight about
    const turn = await takeTurn(takeOver, () => {
      dispatch({
        kind: 'notice',
        message: text('Another tab trains now, so the run in this one was stopped.'),
      });
      stop();
    });
    if (turn) return turn;
    throw new LabError(
      'busy',
      text('Another tab of this browser trains now.'),
      text('If you train here, its run is stopped there and kept.'),
    );
  }

  /** What was kept of a run whose worker is gone is with the next one. */
  async function tellLeft(hired: Crew): Promise<void> {
    const { crew } = station;
    const bytes = held;
    if (bytes && crew !== hired) await crew.ask((api) => api.adopt(bytes)).catch(() => undefined);
    await station.tellUnfinished();
  }

  /** Commands follow the run they are for: one that is given at once waits until the worker has been asked to run. */
  function command(
    status: 'running' | 'paused' | 'stopping',
    send: (api: Remote<LabApi>) => Promise<void>,
  ): void {
    if (!current) return;
    if (status !== 'stopping') {
      current.paused = status === 'paused';
      leaving.paused(current.paused);
    }
    dispatch({ kind: 'status', runId: current.runId, status });
    void current.posted.then(() => station.tell(send)); // a dead worker is reported by the run itself
  }

  /** Ends a worker that does not stop by itself and prepares another one. */
  function stop(): void {
    if (!current) return;
    const { runId, stopping, done } = current;
    stopping.abort(stoppedError());
    command('stopping', (api) => api.stop());
    const late = setTimeout(() => {
      if (current?.runId === runId) void station.renew(stoppedError());
    }, STOP_PATIENCE_MS);
    void done.then(() => clearTimeout(late));
  }

  return {
    open: station.open,
    tryGpu: () => station.tryGpu(stoppedError()),
    openOwn,
    openTeacher,
    closeTeacher,
    run,
    exportModel: (request) => station.asked((api) => api.exportModel(request)),
    answers: (...wanted) => station.asked((api) => api.answers(...wanted)),
    testAnswers: (...wanted) => station.asked((api) => api.testAnswers(...wanted)),
    testImages: (...wanted) => station.asked((api) => api.testImages(...wanted)),
    watch(on) {
      briefing.watching = on;
      station.tell((api) => api.watch(on));
    },
    pause: () => command('paused', (api) => api.pause()),
    resume: () => command('running', (api) => api.resume()),
    step: () => command('paused', (api) => api.step()),
    limit(pace) {
      briefing.pace = pace;
      dispatch({ kind: 'pace', pace });
      station.tell((api) => api.limit(pace));
    },
    stop,
    discardUnfinished() {
      held = undefined;
      dispatch({ kind: 'unfinished' });
      station.tell((api) => api.discardUnfinished());
    },
    reset() {
      stop();
      dispatch({ kind: 'reset' });
    },
  };
}
