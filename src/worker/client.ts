/**
 * The page's side of the wire: starts the worker, watches over it and turns what it says into actions. A worker that
 * does not answer a stop is ended and replaced; every call races with the worker's death, because comlink's promises
 * never settle after it.
 */
import { proxy, releaseProxy, wrap, type Remote } from 'comlink';
import type { BackendName, TrainerName } from '../core/device.ts';
import { LabError, stoppedError, type ErrorReport } from '../core/errors.ts';
import type { RunEvent } from '../core/events.ts';
import type { ModelFile, NetworkRequest } from '../core/model-file.ts';
import type { ExperimentConfig } from '../core/experiment.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Pace } from '../core/slow-motion.ts';
import type { Action } from '../core/state.ts';
import { str, text } from '../core/text.ts';
import type { LabApi, RunRequest } from './api.ts';
import { asLabError, unpackError } from './errors.ts';

export interface Lab {
  /** Chooses the backend and loads the digits; everything is told through actions. */
  open(): Promise<void>;
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

export type RunOptions = Omit<RunRequest, 'runId' | 'config'>;

/** A worker that has not stopped by then is in a step that does not end. */
const STOP_PATIENCE_MS = 2000;

interface CurrentRun {
  readonly runId: string;
  readonly stopping: AbortController;
  /** Resolves when the worker has been asked to run it. */
  readonly posted: Promise<void>;
  /** Resolves when it is over, however it ended. */
  readonly done: Promise<unknown>;
}

interface Crew {
  readonly api: Remote<LabApi>;
  readonly isAlive: () => boolean;
  /** Rejects when the worker dies. */
  readonly died: Promise<never>;
  end(why: LabError): void;
}

export function createLab(
  dispatch: (action: Action) => void,
  options: {
    readonly backend?: BackendName;
    readonly trainer?: TrainerName;
    /** Whether anything may be kept in this browser; it may unless told otherwise. */
    readonly keeps?: boolean;
    readonly spawn?: () => Worker;
  } = {},
): Lab {
  const spawn = options.spawn ?? spawnWorker;
  let crew = hire(spawn);
  let ownFiles: readonly File[] | undefined;
  let teacherFiles: Parameters<LabApi['openTeacher']> | undefined;
  let current: CurrentRun | undefined;
  let ready: Promise<void> = Promise.resolve();
  let runs = 0;
  let watching = false;
  let pace: Pace;

  const fail = (error: ErrorReport) => dispatch({ kind: 'failure', error });

  function open(): Promise<void> {
    if (!crew.isAlive()) crew = hire(spawn);
    ready = prepareCrew();
    return ready;
  }

  async function prepareCrew(): Promise<void> {
    const { api, died } = crew;
    const onProgress = proxy((loadedBytes: number, totalBytes: number) =>
      dispatch({ kind: 'download', loadedBytes, totalBytes }),
    );
    const { backend, trainer, keeps } = options;
    const prepared = Promise.race([api.prepare(backend, trainer, keeps), died]).then((device) =>
      dispatch({ kind: 'device', device }),
    );
    if (pace !== undefined) void api.limit(pace).catch(() => undefined);
    const loaded = Promise.race([api.openMnist(onProgress), died]).then((dataset) =>
      dispatch({ kind: 'dataset', dataset }),
    );
    const outcomes = await Promise.allSettled([prepared, loaded]);
    for (const outcome of outcomes) if (outcome.status === 'rejected') fail(unpackError(outcome.reason));
    await tellUnfinished(crew);
    if (watching) void api.watch(true).catch(() => undefined);
    // A new worker gets the user's files too; the page has them already, so no action tells of them again.
    if (ownFiles)
      await Promise.race([api.openOwn(ownFiles), died]).catch((error: unknown) => fail(unpackError(error)));
    if (teacherFiles)
      await Promise.race([api.openTeacher(...teacherFiles), died]).catch((error: unknown) =>
        fail(unpackError(error)),
      );
  }

  /** A run that cannot go on is no reason to fail: it is not offered then. */
  async function tellUnfinished({ api, died }: Crew): Promise<void> {
    const unfinished = await Promise.race([api.unfinished(), died]).catch(() => undefined);
    if (!current) dispatch({ kind: 'unfinished', unfinished });
  }

  async function openOwn(files: readonly File[]): Promise<void> {
    try {
      const dataset = await Promise.race([crew.api.openOwn(files), crew.died]);
      ownFiles = files;
      dispatch({ kind: 'dataset', dataset });
    } catch (error) {
      fail(unpackError(error));
    }
  }

  /** What the worker answers, or its failure as an error of the page. */
  async function asked<T>(answer: Promise<T>): Promise<T> {
    try {
      return await Promise.race([answer, crew.died]);
    } catch (error) {
      throw asLabError(error);
    }
  }

  async function openTeacher(...given: Parameters<LabApi['openTeacher']>): Promise<void> {
    const teacher = await asked(crew.api.openTeacher(...given));
    teacherFiles = given;
    dispatch({ kind: 'teacherFile', teacher });
  }

  function closeTeacher(): void {
    teacherFiles = undefined;
    dispatch({ kind: 'teacherFile' });
    void crew.api.closeTeacher().catch(() => undefined);
  }

  function run(config: ExperimentConfig, options: RunOptions) {
    const { paused } = options;
    const before = current?.done; // a run that is stopping gives up the worker first
    const runId = `run-${++runs}`;
    const stopping = new AbortController();
    let post!: () => void;
    const posted = new Promise<void>((resolve) => (post = resolve));
    dispatch({ kind: 'run', runId, config });
    if (paused) dispatch({ kind: 'status', runId, status: 'paused' });

    const carryOut = async (): Promise<RunRecord | undefined> => {
      try {
        await before;
        await (crew.isAlive() ? Promise.race([crew.died, ready]) : open());
        if (stopping.signal.aborted) throw stoppedError();
        const onEvents = proxy((events: readonly RunEvent[]) =>
          events.forEach((event) => dispatch({ kind: 'event', event })),
        );
        const finished = crew.api.run({ runId, config, ...options }, onEvents);
        post();
        const record = await Promise.race([finished, crew.died]);
        dispatch({ kind: 'finished', runId, record });
        return record;
      } catch (error) {
        dispatch({ kind: 'failed', runId, error: unpackError(error) });
        return undefined;
      } finally {
        if (current?.runId === runId) current = undefined;
        if (crew.isAlive()) void tellUnfinished(crew);
      }
    };
    const done = carryOut(); // which waits before it can end, so `current` is there to be cleared
    current = { runId, stopping, posted, done };
    return done;
  }

  /** Commands follow the run they are for: one that is given at once waits until the worker has been asked to run. */
  function command(
    status: 'running' | 'paused' | 'stopping',
    send: (api: Remote<LabApi>) => Promise<void>,
  ): void {
    if (!current) return;
    dispatch({ kind: 'status', runId: current.runId, status });
    // A dead worker is reported by the run itself.
    void current.posted.then(() => send(crew.api)).catch(() => undefined);
  }

  /** Ends a worker that does not stop by itself and prepares another one. */
  function stop(): void {
    if (!current) return;
    const { runId, stopping, done } = current;
    stopping.abort();
    command('stopping', (api) => api.stop());
    const late = setTimeout(() => {
      if (current?.runId !== runId) return;
      crew.end(stoppedError());
      void open();
    }, STOP_PATIENCE_MS);
    void done.then(() => clearTimeout(late));
  }

  return {
    open,
    openOwn,
    openTeacher,
    closeTeacher,
    run,
    exportModel: (request) => asked(crew.api.exportModel(request)),
    answers: (...wanted) => asked(crew.api.answers(...wanted)),
    testAnswers: (...wanted) => asked(crew.api.testAnswers(...wanted)),
    testImages: (...wanted) => asked(crew.api.testImages(...wanted)),
    watch(on) {
      watching = on;
      void crew.api.watch(on).catch(() => undefined);
    },
    pause: () => command('paused', (api) => api.pause()),
    resume: () => command('running', (api) => api.resume()),
    step: () => command('paused', (api) => api.step()),
    limit(changed) {
      pace = changed;
      dispatch({ kind: 'pace', pace });
      void crew.api.limit(pace).catch(() => undefined); // a dead worker is reported by the run itself
    },
    stop,
    discardUnfinished() {
      dispatch({ kind: 'unfinished' });
      void crew.api.discardUnfinished().catch(() => undefined);
    },
    reset() {
      stop();
      dispatch({ kind: 'reset' });
    },
  };
}

function spawnWorker(): Worker {
  return new Worker(new URL('./entry.ts', import.meta.url), { type: 'module', name: 'lab' });
}

function hire(spawn: () => Worker): Crew {
  const worker = spawn();
  const api = wrap<LabApi>(worker);
  let alive = true;
  let end!: (why: LabError) => void;
  const died = new Promise<never>((_, reject) => {
    end = (why) => {
      alive = false;
      worker.terminate();
      api[releaseProxy]();
      reject(why);
    };
    worker.addEventListener('error', (event) => {
      const what = event.message
        ? text(str`The part of the lab that trains has stopped working: ${event.message}.`)
        : text('The part of the lab that trains has stopped working.');
      end(new LabError('internal', what, text('Reload the page.')));
    });
  });
  died.catch(() => undefined); // it is only ever looked at in a race
  return { api, isAlive: () => alive, died, end };
}
