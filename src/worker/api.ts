/**
 * The wire between page and worker: what the page may ask, as types. The worker owns everything that holds a tensor;
 * the page never loads tfjs. Failures cross as packed reports, see errors.ts.
 */
import type { AnswerSheet, NetworkId, NetworksOf, TestImages } from '../core/answers.ts';
import type { UnfinishedRun } from '../core/checkpoint.ts';
import type { BackendName, DeviceReport, TrainerName } from '../core/device.ts';
import type { TeacherReport } from '../core/checkpoint.ts';
import type { InputScale } from '../core/imported.ts';
import type { RunEvent } from '../core/events.ts';
import type { ModelFile, NetworkRequest } from '../core/model-file.ts';
import type { ExperimentConfig, Shard } from '../core/experiment.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Pace } from '../core/slow-motion.ts';
import type { DatasetId, DatasetReport } from '../data/dataset.ts';

export interface RunRequest {
  readonly runId: string;
  /** Counts workers: what one of an older generation says is dropped. */
  readonly generation: number;
  readonly config: ExperimentConfig;
  /** Begin paused: nothing is trained until `resume` or `step`. */
  readonly paused: boolean;
  /** Go on with the interrupted run, whose experiment this is. */
  readonly resume?: boolean;
  /** Train only this share of the students. */
  readonly shard?: Shard;
  /** Train the teacher even where there is one that was trained just so before. */
  readonly freshTeacher?: boolean;
}

export type OnProgress = (loadedBytes: number, totalBytes: number) => void;
export type OnEvents = (events: readonly RunEvent[], generation: number) => void | Promise<void>;
/** @param checkpoint a run so far, for `adopt` @param isSafe whether it is also kept when the page is closed */
export type OnCheckpoint = (
  checkpoint: Uint8Array<ArrayBuffer>,
  isSafe: boolean,
  generation: number,
) => void | Promise<void>;

export interface LabApi {
  /**
   * Chooses a backend and a trainer, the asked ones or the best that work, and says which and why.
   * @param keeps whether runs and teachers may be kept in this browser; the first call decides it
   * @param passedOver why no better backend was asked for, one English sentence each
   */
  readonly prepare: (
    backend?: BackendName,
    trainer?: TrainerName,
    keeps?: boolean,
    passedOver?: readonly string[],
  ) => Promise<DeviceReport>;
  /** Rejects with `lost` when the GPU is lost, and never settles otherwise. */
  readonly lost: () => Promise<void>;
  /** Loads what comes with the lab; resolves when the first part is here, and goes on in the background. */
  readonly openMnist: (onProgress: OnProgress) => Promise<DatasetReport>;
  /** Reads image and label files (IDX, raw or gzip) in any order; the data set in use stays when they are refused. */
  readonly openOwn: (files: readonly File[]) => Promise<DatasetReport>;
  /**
   * Reads a teacher from the files of a tfjs model; it takes the place of the trained one until it is put away. The one
   * in use stays when they are refused.
   * @param dataset whose images it is to know
   */
  readonly openTeacher: (
    files: readonly File[],
    scale: InputScale,
    dataset: DatasetId,
  ) => Promise<TeacherReport>;
  /** Teachers are trained again. */
  readonly closeTeacher: () => Promise<void>;
  /**
   * Trains; events come in batches, one batch in flight at a time. Rejects with code `stopped` after `stop`, and with
   * `lost` when the GPU is lost: then a new worker can go on.
   */
  readonly run: (request: RunRequest, onEvents: OnEvents, onCheckpoint?: OnCheckpoint) => Promise<RunRecord>;
  /** Takes over what another worker has told of an interrupted run. @returns whether this one can go on with it */
  readonly adopt: (checkpoint: Uint8Array<ArrayBuffer>) => Promise<boolean>;
  /** The run that was interrupted, if any: by a stop, or because the page was closed. */
  readonly unfinished: () => Promise<UnfinishedRun | undefined>;
  /** Forgets it. */
  readonly discardUnfinished: () => Promise<void>;
  /**
   * A network of the last run that ended here, as a tfjs model.
   * @throws LabError `config` when there is no such network any more
   */
  readonly exportModel: (request: NetworkRequest) => Promise<ModelFile>;
  /** Whether somebody looks at the networks: their weights are read while they train, a few times a second. */
  readonly watch: (watching: boolean) => Promise<void>;
  /**
   * What all networks answer that have begun to be trained; none where they are not here any more.
   * @param images grey levels, `[N, PIXELS]`
   * @throws LabError `network` when those that come with the lab do not arrive
   */
  readonly answers: (of: NetworksOf, images: Uint8Array) => Promise<AnswerSheet>;
  /** One network's logits on all test images, `[N, classes]`; nothing where it is not measured or not here. */
  readonly testAnswers: (of: NetworksOf, network: NetworkId) => Promise<Float32Array | undefined>;
  /** The test images of a data set, once they are here. */
  readonly testImages: (dataset: DatasetId) => Promise<TestImages>;
  readonly pause: () => Promise<void>;
  readonly resume: () => Promise<void>;
  /** Does one optimiser step and pauses. */
  readonly step: () => Promise<void>;
  /** From now on, in this run and later ones, at most so many optimiser steps a second. It changes no number. */
  readonly limit: (pace: Pace) => Promise<void>;
  /** Takes effect after the step in flight. */
  readonly stop: () => Promise<void>;
}
