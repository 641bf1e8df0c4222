/**
 * The seam between what to train and how: a trainer opens a session on a stage, a session advances, answers and can
 * be put away. Nothing above it knows which trainer runs, nothing below it knows of pages, workers or buttons.
 */
import type { Evaluation } from '../core/metrics.ts';
import type { Stage } from '../core/stages.ts';
import type { Dataset, LabelledImages } from '../data/dataset.ts';

export interface Trainer {
  /** True, or one sentence that says what this trainer cannot do of the stage. */
  supports(stage: Stage): true | string;
  open(stage: Stage, deps: SessionDeps): Promise<Session>;
}

export interface SessionDeps {
  readonly dataset: Dataset;
  /** Logits of the stage's source for the population's rows, `[images, classes]`; present where the stage has a teacher. */
  readonly teacherLogits?: Float32Array;
  /** Lets the host handle its messages; awaited after every step, so that a stop can arrive. */
  readonly breathe: () => Promise<void>;
}

/** Sums over the steps of one `advance`, one number a member. */
export interface Metrics {
  readonly steps: number;
  /** Mean cross-entropy with labels at T = 1 of each batch, summed over the steps that had labels. */
  readonly labelLoss: readonly number[]; // [S]
  readonly labelledSteps: readonly number[]; // [S]
  /** What was minimised, summed over steps. */
  readonly objective: readonly number[]; // [S]
  /** Mean unscaled KL(teacher || student) at the member's T, summed over steps; absent without soft targets. */
  readonly kl?: readonly number[]; // [S]
}

/** Everything a session needs to go on as if it had never stopped. */
export interface Snapshot {
  readonly step: number;
  readonly parameters: Float32Array; // [S, P]
  /** The optimiser's state, `[S, P]` each. */
  readonly moments: readonly Float32Array[];
}

export interface Session {
  /** Optimiser steps done so far. */
  readonly step: number;
  /**
   * Takes `steps` optimiser steps and waits until they are done.
   * @throws LabError `stopped` within one step after `signal` is aborted
   */
  advance(steps: number, signal: AbortSignal): Promise<Metrics>;
  /** Errors and cross-entropy at T = 1, one a member. */
  evaluate(set: LabelledImages, signal: AbortSignal): Promise<readonly Evaluation[]>;
  /** @param images `[N, PIXELS]` grey levels @returns logits `[N, classes]`, one array a member */
  forward(images: Uint8Array, signal: AbortSignal): Promise<readonly Float32Array[]>;
  snapshot(): Promise<Snapshot>;
  restore(snapshot: Snapshot): void;
  close(): void;
}
