/**
 * Everything the page shows, as one immutable value, and the one pure function that changes it. The root element
 * holds it; the supervising client and the components only send actions.
 */
import type { TeacherReport, UnfinishedRun } from './checkpoint.ts';
import type { DeviceReport } from './device.ts';
import type { ErrorReport } from './errors.ts';
import type { RunEvent } from './events.ts';
import type { ExperimentConfig } from './experiment.ts';
import type { Preset } from './preset.ts';
import { DEFAULT_EXPERIMENT, PRESETS } from './presets.ts';
import type { RunRecord } from './run-record.ts';
import {
  checkSizes,
  fitToSizes,
  parseExperiment,
  parseSettingText,
  type DatasetSizes,
  type Problem,
} from './schema.ts';
import {
  IDLE,
  isActive,
  replayedRun,
  shownRun,
  withEvent,
  withoutProgress,
  type Replayed,
  type RunOrigin,
  type RunState,
} from './run-state.ts';
import type { ShippedTeacher } from './shipped.ts';
import type { Pace } from './slow-motion.ts';
import { differingSettings } from './setting-value.ts';
import { writeSetting } from './settings.ts';
import { msg, type Text } from './text.ts';

export interface DatasetState extends DatasetSizes {
  readonly id: ExperimentConfig['data']['dataset'];
  readonly title: string;
  /** Trained on it beforehand. */
  readonly teachers?: readonly ShippedTeacher[];
}

/** Where the reader looks; it changes nothing of the experiment. */
export interface Look {
  /** The open tab under the results; absent until one is opened: the experiment's usual one. */
  readonly tab?: string | undefined;
  /** The test image under Dark knowledge; absent: the first 4. */
  readonly row?: number | undefined;
  /** At which T answers are shown there; absent: the recipe's. */
  readonly temperature?: number | undefined;
  /** The open step of the guided tour, from 1. */
  readonly guide?: number | undefined;
}

export interface LabState {
  /** The last experiment that was valid as a whole. */
  readonly config: ExperimentConfig;
  /** What stands in a field without being valid, by the setting's path; Run waits until this is empty. */
  readonly invalid: Readonly<Record<string, { readonly text: string; readonly message: string }>>;
  readonly notices: readonly Text[];
  readonly device?: DeviceReport;
  /** The data sets that are loaded; `datasetOf` gives the one the experiment uses. */
  readonly datasets: { readonly mnist?: DatasetState; readonly own?: DatasetState };
  /** Of the shipped images still on their way; absent when all are here. */
  readonly download?: { readonly loadedBytes: number; readonly totalBytes: number };
  /** A failure outside a run: no backend, no data. */
  readonly failure?: ErrorReport;
  /** A model of the user's that takes the teacher's place. */
  readonly teacherFile?: TeacherReport;
  /** A run that was interrupted and can go on. */
  readonly unfinished?: UnfinishedRun;
  /** Slow motion: a run takes at most so many steps a second; absent at full speed. */
  readonly pace?: Pace;
  readonly run: RunState;
  readonly look: Look;
}

export type Action =
  | { readonly kind: 'edit'; readonly path: string; readonly text: string }
  | { readonly kind: 'load'; readonly config: ExperimentConfig; readonly notices?: readonly Text[] }
  | { readonly kind: 'notice'; readonly message: Text }
  | { readonly kind: 'dismiss' }
  | { readonly kind: 'device'; readonly device: DeviceReport }
  | { readonly kind: 'dataset'; readonly dataset: DatasetState }
  | { readonly kind: 'download'; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly kind: 'failure'; readonly error: ErrorReport }
  | { readonly kind: 'teacherFile'; readonly teacher?: TeacherReport | undefined }
  | { readonly kind: 'unfinished'; readonly unfinished?: UnfinishedRun | undefined }
  | { readonly kind: 'pace'; readonly pace: Pace }
  | { readonly kind: 'run'; readonly runId: string; readonly config: ExperimentConfig }
  | { readonly kind: 'status'; readonly runId: string; readonly status: 'running' | 'paused' | 'stopping' }
  /** What computed it is gone; it goes on. */
  | { readonly kind: 'recovering'; readonly runId: string; readonly why: Text }
  | { readonly kind: 'event'; readonly event: RunEvent }
  | { readonly kind: 'finished'; readonly runId: string; readonly record: RunRecord }
  | { readonly kind: 'failed'; readonly runId: string; readonly error: ErrorReport }
  | { readonly kind: 'look'; readonly change: Look }
  /** A finished run takes the place of the one on the page. */
  | { readonly kind: 'show'; readonly record: RunRecord; readonly origin: RunOrigin }
  /** A recording is at another moment. */
  | ({ readonly kind: 'replay' } & Replayed)
  | { readonly kind: 'reset' };

export const INITIAL_STATE: LabState = {
  config: DEFAULT_EXPERIMENT,
  invalid: {},
  notices: [],
  datasets: {},
  run: IDLE,
  look: {},
};

/** The loaded data set that the experiment as it stands would use. */
export function datasetOf({ config, datasets }: LabState): DatasetState | undefined {
  return datasets[config.data.dataset];
}

/** The preset whose experiment this is exactly, if any. */
export function presetOf(config: ExperimentConfig): Preset | undefined {
  return PRESETS.find((preset) => differingSettings(preset.config, config).length === 0);
}

/** Everything that stands between this experiment and Run: fields that are not valid, sizes the data does not have. */
export function problemsOf(state: LabState): readonly Problem[] {
  const typed = Object.entries(state.invalid).map(([path, { message }]) => ({ path, message }));
  const dataset = datasetOf(state);
  if (dataset) return [...typed, ...checkSizes(state.config, dataset)];
  if (state.config.data.dataset === 'mnist') return typed; // still on its way
  return [
    ...typed,
    { path: 'data.dataset', message: msg('Choose your image and label files, or go back to MNIST.') },
  ];
}

export function reduce(state: LabState, action: Action): LabState {
  switch (action.kind) {
    case 'edit':
      return edit(state, action.path, action.text);
    case 'load':
      return { ...state, config: action.config, invalid: {}, notices: action.notices ?? [] };
    case 'notice':
      return withNotice(state, action.message);
    case 'dismiss':
      return { ...state, notices: [] };
    case 'look':
      return { ...state, look: { ...state.look, ...action.change } };
    case 'device':
      return { ...state, device: action.device };
    case 'dataset':
      return withDataset(state, action.dataset);
    case 'download': {
      const { download: _, ...rest } = state;
      const { loadedBytes, totalBytes } = action;
      return loadedBytes < totalBytes ? { ...rest, download: { loadedBytes, totalBytes } } : rest;
    }
    case 'failure':
      return { ...state, failure: action.error };
    case 'teacherFile': {
      const { teacherFile: _, ...rest } = state;
      return action.teacher ? { ...rest, teacherFile: action.teacher } : rest;
    }
    case 'unfinished':
      return withUnfinished(state, action.unfinished);
    case 'pace':
      return { ...state, pace: action.pace };
    case 'run':
      return {
        ...withUnfinished(state, undefined),
        run: { ...IDLE, status: 'starting', runId: action.runId, config: action.config },
      };
    case 'show':
      return isActive(state.run) ? state : { ...state, run: shownRun(action.record, action.origin) };
    case 'replay':
      return isActive(state.run) ? state : { ...state, run: replayedRun(action) };
    case 'reset':
      return { ...state, run: IDLE };
    case 'status':
      return ifCurrent(state, action.runId, (run) =>
        run.status === 'stopping' ? run : { ...run, status: action.status },
      );
    case 'recovering':
      return withNotice(
        ifCurrent(state, action.runId, (run) => ({ ...withoutProgress(run), status: 'recovering' })),
        action.why,
      );
    case 'event': {
      const { event } = action;
      if (event.kind !== 'notice') return ifCurrent(state, event.runId, (run) => withEvent(run, event));
      return isOf(state, event.runId) ? withNotice(state, event.message) : state;
    }
    case 'finished':
      return ifCurrent(state, action.runId, (run) => ({
        ...withoutProgress(run),
        status: 'finished',
        record: action.record,
        results: action.record.results,
        verdicts: action.record.verdicts,
        history: action.record.history,
      }));
    case 'failed':
      return ifCurrent(state, action.runId, (run) =>
        action.error.code === 'stopped'
          ? { ...withoutProgress(run), status: 'stopped' }
          : { ...withoutProgress(run), status: 'failed', error: action.error },
      );
  }
  return action satisfies never;
}

/** Files of the user's own are used at once, and the experiment's sizes are made to fit them. */
function withDataset({ failure: _, ...state }: LabState, dataset: DatasetState): LabState {
  const datasets = { ...state.datasets, [dataset.id]: dataset };
  if (dataset.id === 'mnist') return { ...state, datasets };
  const { config } = state;
  const used = { ...config, data: { ...config.data, dataset: dataset.id } };
  return { ...state, datasets, config: fitToSizes(used, dataset) };
}

function withNotice(state: LabState, message: Text): LabState {
  return { ...state, notices: [...state.notices, message] };
}

function withUnfinished({ unfinished: _, ...state }: LabState, now: UnfinishedRun | undefined): LabState {
  return now ? { ...state, unfinished: now } : state;
}

/** What a late message of another run says is dropped. */
function isOf({ run }: LabState, runId: string): boolean {
  return run.runId === runId && isActive(run);
}

function ifCurrent(state: LabState, runId: string, change: (run: RunState) => RunState): LabState {
  return isOf(state, runId) ? { ...state, run: change(state.run) } : state;
}

/** The last valid value stays in force while a field holds something else. What was refused may be allowed by what is valid now. */
function edit(state: LabState, path: string, text: string): LabState {
  const { [path]: _, ...others } = state.invalid;
  const edited = tryEdit({ ...state, invalid: {} }, path, text);
  if (edited.invalid[path]) return { ...edited, invalid: { ...others, ...edited.invalid } };
  return Object.entries(others).reduce((now, [other, typed]) => tryEdit(now, other, typed.text), edited);
}

function tryEdit(state: LabState, path: string, text: string): LabState {
  const parsed = parseSettingText(path, text);
  const whole = parsed.ok ? parseExperiment(writeSetting(state.config, path, parsed.value)) : parsed;
  if (whole.ok) return { ...state, config: whole.value };
  return { ...state, invalid: { ...state.invalid, [path]: { text, message: whole.problems[0]!.message } } };
}
