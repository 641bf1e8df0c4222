/**
 * What a run ran on: the backend as it was reported before, and what each stage's trainer told when it opened.
 * The page shows it while the run goes on, and `run.json` keeps it.
 */
import {
  BACKEND_NAMES,
  type BackendName,
  type BackendReport,
  type DeviceReport,
  type TrainerName,
} from './device.ts';
import { str, text, within, type Text } from './text.ts';
import type { StageId } from './stages.ts';

/** The form in which each of a trainer's kernels runs, by the kernel's name. */
export type Variants = Readonly<Record<string, string>>;

/** Where a population comes from that a run has not trained itself. */
export interface Reuse {
  /** Kept in this browser by an earlier run, a file of the user's, or trained beforehand and shipped with the lab. */
  readonly from: 'browser' | 'file' | 'lab';
  /** What it is called, such as a file's name; what this browser has kept has no name. */
  readonly title?: string;
  /** Milliseconds since 1970; absent where it is not known. */
  readonly trainedAt?: number;
  /** The device, where it was another one. */
  readonly trainedOn?: string;
}

/** How a stage is trained. */
export interface OpenedStage {
  readonly stage: StageId;
  readonly trainer: TrainerName;
  /** Why no better trainer: one sentence for each that was passed over. */
  readonly reasons: readonly string[];
  /** Bytes of the GPU buffers that its session holds; absent where the trainer does not count them. */
  readonly gpuBytes?: number;
  readonly variants?: Variants;
  /** Where its networks come from, if this run has not trained them. */
  readonly reuse?: Reuse;
}

/** Until then the run was computed with another backend: its GPU was lost, or it was taken up again elsewhere. */
export interface BackendChange {
  readonly backend: BackendName;
  readonly adapter?: string;
  readonly stage: StageId;
  /** Steps of that stage that were taken before. */
  readonly step: number;
}

export interface Environment extends BackendReport {
  /** `fused` only where it trained every stage. */
  readonly trainer: TrainerName;
  /** Why not the fused one everywhere, in sentences; absent where it was. */
  readonly trainerReasons?: readonly string[];
  /** Of the stages whose trainer chooses between kernels. */
  readonly variants: Readonly<Partial<Record<StageId, Variants>>>;
  /** The most that one stage held: each gives its buffers back before the next one opens. */
  readonly gpuBytes?: number;
  /** In order; absent where one backend computed all of it. Times are not comparable otherwise. */
  readonly changes?: readonly BackendChange[];
}

/** What is said of a run that more than one backend computed; nothing of others. */
export function changesText({ backend, changes = [] }: Environment): Text | undefined {
  const last = changes.at(-1);
  if (!last) return undefined;
  const [from, to] = [within(BACKEND_NAMES[last.backend]), within(BACKEND_NAMES[backend])];
  return backend === last.backend
    ? text('The device changed during this run: its times are not comparable.')
    : text(str`The backend changed from ${from} to ${to} during this run: its times are not comparable.`);
}

/** @param opened the stages that have begun so far; before the first one, the trainer is the one that will be tried */
export function environmentOf(
  { trainer: first, trainerReason, ...backend }: DeviceReport,
  opened: readonly OpenedStage[],
  changes: readonly BackendChange[] = [],
): Environment {
  const told = [
    ...(trainerReason === undefined ? [] : [trainerReason]),
    ...opened.flatMap((stage) => stage.reasons),
  ];
  const held = opened.flatMap(({ gpuBytes }) => gpuBytes ?? []);
  return {
    ...backend,
    trainer: opened.find(({ trainer }) => trainer !== 'fused')?.trainer ?? first,
    ...(told.length > 0 && { trainerReasons: [...new Set(told)] }),
    variants: Object.fromEntries(
      opened.flatMap(({ stage, variants }) => (variants ? [[stage, variants]] : [])),
    ),
    ...(held.length > 0 && { gpuBytes: Math.max(...held) }),
    ...(changes.length > 0 && { changes }),
  };
}
