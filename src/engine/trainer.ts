/**
 * The seam between what to train and how: a trainer opens a session on a stage, a session advances, answers and can
 * be put away. Nothing above it knows which trainer runs, nothing below it knows of pages, workers or buttons.
 */
import type { Snapshot } from '../core/checkpoint.ts';
import type { TrainerName } from '../core/device.ts';
import type { Variants } from '../core/environment.ts';
import type { TermName } from '../core/terms.ts';
import type { Evaluation } from '../core/metrics.ts';
import type { Stage } from '../core/stages.ts';
import type { Dataset, LabelledImages } from '../data/dataset.ts';
import type { SourceNetwork } from './teacher-view.ts';

export interface Trainer {
  readonly name: TrainerName;
  /** What a step costs beside its arithmetic, in multiply-accumulates: for estimates of time left only. */
  readonly overheadMacs: number;
  /** True, or one sentence that says what this trainer cannot do of the stage. */
  supports(stage: Stage): true | string;
  /**
   * Compiles what a supported stage will need; called while the data still loads. Its failure is told when the stage
   * opens, and not before.
   */
  prepare?(stage: Stage, dataset: { readonly classes: number }): Promise<void>;
  open(stage: Stage, deps: SessionDeps): Promise<Session>;
}

export interface SessionDeps {
  readonly dataset: Dataset;
  /** Logits of each of the stage's sources for the population's rows, `[images, classes]` each. */
  readonly sourceLogits: readonly Float32Array[];
  /** Each of the sources where it is one network of the lab; for terms that look into the teacher. */
  readonly sourceNetworks?: readonly (SourceNetwork | undefined)[];
  /** Kernel variants to run with: those of a run that is taken up again. Without them the trainer chooses. */
  readonly variants?: Variants;
  /** Lets the host handle its messages; awaited after every submit, so that a stop can arrive. */
  readonly breathe: () => Promise<void>;
}

/** Sums over steps, one number a member. */
export interface StepSums {
  readonly steps: number;
  /** Mean cross-entropy with labels at T = 1 of each batch, summed over the steps that had labels. */
  readonly labelLoss: readonly number[]; // [S]
  readonly labelledSteps: readonly number[]; // [S]
  /** What was minimised, summed over steps. */
  readonly objective: readonly number[]; // [S]
  /** Of every term of the loss, before its weight, summed over steps; absent where nobody adds them up. */
  readonly terms: Readonly<Partial<Record<TermName, readonly number[]>>>; // [S] each
  /** Mean unscaled KL(teacher || student) at the member's T, summed over steps; absent without soft targets. */
  readonly kl?: readonly number[]; // [S]
  /**
   * How hard each term pulls at the logits, weights and T^2 included: the length of the term's gradient in a row's logits,
   * averaged over the rows of the batch that the term is about, summed over steps. The soft one is absent without soft targets.
   */
  readonly hardGradient: readonly number[]; // [S]
  readonly softGradient?: readonly number[]; // [S]
}

export interface Session {
  /** Optimiser steps done so far. */
  readonly step: number;
  /** The most bytes of GPU buffers it has held so far; absent where nobody counts them. */
  readonly gpuBytes?: number;
  /** The kernels it has chosen between; absent where there is no choice. */
  readonly variants?: Variants;
  /**
   * Takes `steps` optimiser steps and waits until they are done.
   * @param adding to the sums so far instead of beginning new ones. They are the same to the bit however the steps are
   * divided into calls; an evaluation ends them.
   * @throws LabError `stopped` within one submit after `signal` is aborted
   */
  advance(steps: number, signal: AbortSignal, adding?: boolean): Promise<StepSums>;
  /** Errors and cross-entropy at T = 1, one a member. */
  evaluate(set: LabelledImages, signal: AbortSignal): Promise<readonly Evaluation[]>;
  /** @param images `[N, PIXELS]` grey levels @returns logits `[N, classes]`, one array a member */
  forward(images: Uint8Array, signal: AbortSignal): Promise<readonly Float32Array[]>;
  snapshot(): Promise<Snapshot>;
  restore(snapshot: Snapshot): void;
  close(): void;
}
