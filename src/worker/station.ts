/**
 * Keeps a worker ready: hires one, tells it what the last one knew, and replaces it when it or its GPU is gone. Knows nothing
 * of what a run is.
 */
import { proxy, type Remote } from 'comlink';
import { BACKEND_NAMES, type BackendName, type TrainerName } from '../core/device.ts';
import type { LabError } from '../core/errors.ts';
import { together, whatOf, type ErrorReport } from '../core/errors.ts';
import type { Pace } from '../core/slow-motion.ts';
import type { Action } from '../core/state.ts';
import { text } from '../core/text.ts';
import type { LabApi } from './api.ts';
import { faultOf, hire, type Crew } from './crew.ts';
import { asLabError, unpackError } from './errors.ts';
import { createRecovery, type Remedy } from './recovery.ts';
import type { watchSilence } from './silence.ts';
import { startWorker, watched, type StartedWorker } from './start.ts';
import { isTaken } from './turn.ts';
import { unless } from './unless.ts';

export interface StationOptions {
  readonly backend?: BackendName;
  readonly trainer?: TrainerName;
  /** Whether anything may be kept in this browser; it may unless told otherwise. */
  readonly keeps?: boolean;
  /** The first worker, where it has been started already. */
  readonly first?: StartedWorker;
  readonly spawn?: () => Worker;
  readonly watchSilence?: typeof watchSilence;
}

/** What a new worker is told, because the page has it already. */
interface Briefing {
  pace?: Pace;
  watching?: boolean;
  ownFiles?: readonly File[] | undefined;
  teacher?: Parameters<LabApi['openTeacher']> | undefined;
}

type Api = Remote<LabApi>;

/** English, like all of a device's reasons; the page says it in its language. */
const LOST_TWICE = `${BACKEND_NAMES.webgpu}: ${text('it was lost twice within two minutes.')}`;

export type Station = ReturnType<typeof createStation>;

/** @param isBusy whether a run goes on, which tells of its worker's end itself */
export function createStation(
  dispatch: (action: Action) => void,
  isBusy: () => boolean,
  options: StationOptions,
) {
  const { trainer, keeps, spawn } = options;
  const recovery = createRecovery();
  const briefing: Briefing = {};
  let generation = 0;
  /** The GPU went while nobody used it: the worker still answers, and is replaced when it is to train. */
  let lost: LabError | undefined;
  let crew = hireNext(options.first);
  let ready: Promise<void> = Promise.resolve();
  let asked = options.backend;
  let passedOver: readonly string[] = [];
  /** What the last worker computed with. */
  let computing: BackendName = asked ?? 'webgpu';

  const fail = (error: ErrorReport) => dispatch({ kind: 'failure', error });

  function hireNext(started: StartedWorker = spawn ? watched(spawn()) : startWorker()): Crew {
    generation += 1;
    lost = undefined;
    return hire(started, generation, options.watchSilence);
  }

  function open(): Promise<void> {
    if (!crew.isAlive()) crew = hireNext();
    ready = prepare(crew);
    return ready;
  }

  async function prepare(hired: Crew): Promise<void> {
    const onProgress = proxy((loadedBytes: number, totalBytes: number) =>
      dispatch({ kind: 'download', loadedBytes, totalBytes }),
    );
    const prepared = hired
      .ask((api) => api.prepare(asked, trainer, keeps, passedOver))
      .then((device) => {
        computing = device.backend;
        hired.computesWith(device.backend);
        dispatch({ kind: 'device', device });
        watchOver(hired);
      });
    const { pace } = briefing;
    if (pace !== undefined) whisper(hired, (api) => api.limit(pace));
    const loaded = hired
      .ask((api) => api.openMnist(onProgress))
      .then((dataset) => dispatch({ kind: 'dataset', dataset }));
    const outcomes = await Promise.allSettled([prepared, loaded]);
    const failures = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [unpackError(outcome.reason)] : [],
    );
    if (!hired.isAlive() && isBusy()) return; // the run tells what has become of its worker
    for (const error of hired.isAlive() ? failures : failures.slice(0, 1)) fail(error);
    await tellUnfinished();
    const { watching, ownFiles, teacher } = briefing;
    if (watching) whisper(hired, (api) => api.watch(true));
    const again = (say: (api: Api) => Promise<unknown>) =>
      hired.ask(say).catch((error: unknown) => fail(unpackError(error)));
    // The page has these already, so no action tells of them again.
    if (ownFiles) await again((api) => api.openOwn(ownFiles));
    if (teacher) await again((api) => api.openTeacher(...teacher));
  }

  /** From when it is ready: what fails before then is told by the opening. */
  function watchOver(hired: Crew): void {
    hired
      .ask((api) => api.lost())
      .catch((reason: unknown) => {
        if (hired !== crew || isBusy()) return;
        lost = asLabError(reason);
        const next = text('The next run takes a fresh one.');
        dispatch({ kind: 'notice', message: together([whatOf(lost), next]) });
      });
    hired.gone.addEventListener('abort', () => {
      const error = asLabError(hired.gone.reason);
      if (hired !== crew || isBusy() || !faultOf(error)) return;
      if (replace(error) === 'offer') return fail(error);
      const renewed = text('There is a new one; it does not have the networks of the last run.');
      dispatch({ kind: 'notice', message: together([whatOf(error), renewed]) });
    });
  }

  /** Ends the worker, and opens another one where that can help by itself. */
  function replace(error: LabError): Remedy {
    const remedy = recovery.after(faultOf(error)!, computing, performance.now());
    crew.end(error);
    if (remedy === 'withoutGpu') [asked, passedOver] = ['wasm', [LOST_TWICE]];
    if (remedy !== 'offer' || isBusy()) void open();
    return remedy;
  }

  /** A run that cannot go on, or that goes on in another tab, is no reason to fail: it is not offered then. */
  async function tellUnfinished(): Promise<void> {
    const unfinished = await crew.ask((api) => api.unfinished()).catch(() => undefined);
    const isElsewhere = keeps !== false && unfinished !== undefined && (await isTaken());
    if (!isBusy()) dispatch({ kind: 'unfinished', unfinished: isElsewhere ? undefined : unfinished });
  }

  return {
    briefing,
    get crew() {
      return crew;
    },
    get computing() {
      return computing;
    },
    open,
    replace,
    tellUnfinished,

    /** Ends the worker whatever it does, and opens another one. */
    renew(why: LabError): Promise<void> {
      crew.end(why);
      return open();
    },

    /** With the backend that was asked for in the beginning. */
    tryGpu(why: LabError): Promise<void> {
      [asked, passedOver] = [options.backend, []];
      return this.renew(why);
    },

    /** A worker that is ready to train. @throws LabError when there is none */
    async fit(): Promise<Crew> {
      if (lost) replace(lost);
      await (crew.isAlive() ? unless(ready, crew.gone) : open());
      return crew;
    },

    /** What the worker answers, or its failure as an error of the page. */
    async asked<T>(say: (api: Api) => Promise<T>): Promise<T> {
      try {
        return await crew.ask(say);
      } catch (error) {
        throw asLabError(error);
      }
    },

    /** Something that nobody waits for: a dead worker is reported elsewhere. */
    tell(say: (api: Api) => Promise<unknown>): void {
      whisper(crew, say);
    },
  };
}

/** Something that nobody waits for. */
function whisper(crew: Crew, say: (api: Api) => Promise<unknown>): void {
  crew.ask(say).catch(() => undefined);
}
