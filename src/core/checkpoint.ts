/**
 * How far a run has come: enough to go on as if it had never stopped, to the bit on one adapter with the same kernel
 * variants. A stage at its last step is a trained population that others can use again, such as a kept teacher.
 */
import type { Architecture } from './architecture.ts';
import type { DeviceReport, TrainerName } from './device.ts';
import type { BackendChange, Reuse, Variants } from './environment.ts';
import type { ExperimentConfig, Shard } from './experiment.ts';
import type { HistoryPoint } from './run-record.ts';
import type { Stage, StageId } from './stages.ts';

/** A population between two steps. The step is the state of its random numbers too: they are drawn by it. */
export interface Snapshot {
  readonly step: number;
  readonly parameters: Float32Array; // [S, P]
  /** What is learned beside the networks and is no part of them, `[S, E]`: maps onto the teacher's layers. */
  readonly maps?: Float32Array;
  /** The optimiser's state, `[S, P + E]` each; empty where training is over. */
  readonly moments: readonly Float32Array[];
  /**
   * What the steps since the sums were begun have added up, in the trainer's own layout: another one begins anew. Absent
   * where training is over.
   */
  readonly sums?: {
    readonly steps: number;
    readonly labelledSteps: readonly number[]; // [S]
    readonly values: Float32Array;
  };
}

export interface StageCheckpoint {
  readonly stage: StageId;
  readonly trainer: TrainerName;
  readonly variants?: Variants;
  readonly architecture: Architecture;
  readonly snapshot: Snapshot;
  /** The points of its curves so far. */
  readonly history: readonly HistoryPoint[];
  /** Time in training so far, as in results; absent where it was trained elsewhere. */
  readonly trainSeconds?: number;
  readonly reuse?: Reuse;
}

export interface Checkpoint {
  readonly config: ExperimentConfig;
  /** What tells the images that it is trained on from others. */
  readonly dataset: string;
  readonly device: DeviceReport;
  /** What computed before that device. */
  readonly changes?: readonly BackendChange[];
  /** Where only a share of the students is trained. */
  readonly shard?: Shard;
  /** In order; the last one may be in the middle of its steps. */
  readonly stages: readonly StageCheckpoint[];
}

/** A teacher from a file, as the page speaks of it. */
export interface TeacherReport {
  readonly title: string;
  /** Such as `784-256-256-10`; absent where only tfjs knows its layers. */
  readonly architecture?: string;
  readonly parameters: number;
  /** Training images that it was tried on when it was read, and how many of them it got wrong. */
  readonly triedImages: number;
  readonly triedErrors: number;
}

/** What there is to say of a run that was interrupted. */
export interface UnfinishedRun {
  readonly config: ExperimentConfig;
  readonly stage: StageId;
  readonly step: number;
  readonly steps: number;
  readonly epoch: number;
  readonly epochs: number;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  /** On another device the rest is rounded differently. */
  readonly isSameDevice: boolean;
}

/** One image, because no buffer may be empty. */
const NO_IMAGES = { images: 1, labelled: 1 };

/** What has computed a run so far, as the one that goes on with it tells it; nothing where that is the same device. */
export function changesSince(
  { device, changes = [], stages }: Checkpoint,
  now: DeviceReport,
): readonly BackendChange[] {
  const { stage, snapshot } = stages.at(-1)!;
  const { backend, adapter } = device;
  if (backend === now.backend && adapter === now.adapter) return changes;
  return [...changes, { backend, ...(adapter !== undefined && { adapter }), stage, step: snapshot.step }];
}

/** A stage at its last step without what only further steps would need. */
export function trained(checkpoint: StageCheckpoint): StageCheckpoint {
  const { step, parameters } = checkpoint.snapshot;
  return { ...checkpoint, snapshot: { step, parameters, moments: [] } };
}

/**
 * The stages of a run, of which some are taken over as they are: a teacher from a file may have layers of its own, and who
 * is not trained needs no images.
 */
export function withReused(
  stages: readonly Stage[],
  from: readonly StageCheckpoint[] = [],
): readonly Stage[] {
  return stages.map((stage) => {
    const reused = from.find((checkpoint) => checkpoint.stage === stage.id && checkpoint.reuse);
    if (!reused) return stage;
    const members = stage.members.map((member) => ({ ...member, rows: { ...member.rows, ...NO_IMAGES } }));
    return { ...stage, architecture: reused.architecture, members };
  });
}
