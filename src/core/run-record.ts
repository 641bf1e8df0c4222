/**
 * What is kept of a run: the content of `run.json`. A number that was not computed is absent, never 0.
 * Field names are a format that others read; they may grow and do not change.
 */
import { architectureName, macCount, parameterCount } from './architecture.ts';
import type { Environment } from './environment.ts';
import type { ExperimentConfig } from './experiment.ts';
import type { Evaluation } from './metrics.ts';
import type { Role, Stage } from './stages.ts';

/** One point of one member's curve. */
export interface HistoryPoint {
  readonly role: Role;
  readonly member: number;
  readonly seed: number;
  readonly epoch: number;
  readonly step: number;
  /** Mean cross-entropy with labels at T = 1 over the labelled training rows since the last point; absent without labels. */
  readonly trainLoss?: number;
  /** Mean of what was minimised since the last point. */
  readonly objective: number;
  /** Mean unscaled KL(teacher || student) at the member's T since the last point; absent without soft targets. */
  readonly kl?: number;
  readonly validationLoss?: number;
  readonly validationAccuracy?: number;
  /** Instead of validation, where the experiment trains on every training image. */
  readonly testSubsetLoss?: number;
  readonly testSubsetAccuracy?: number;
}

export type Method = 'labels' | 'softTargets' | 'pseudoLabels';

/** One member's row of the results table, measured once, on all test images. */
export interface Result {
  readonly role: Role;
  readonly method: Method;
  readonly member: number;
  readonly seed: number;
  /** Only of members that have soft targets in their loss. */
  readonly settings?: {
    readonly temperature: number;
    readonly softWeight: number;
    readonly tSquared: boolean;
  };
  readonly architecture: string;
  readonly parameters: number;
  readonly macs: number;
  /** Teacher's parameters over this network's. */
  readonly compression: number;
  /** In float32. */
  readonly bytes: number;
  readonly testImages: number;
  readonly testErrors: number;
  readonly testAccuracy: number;
  readonly testLoss: number;
  readonly agreement?: number;
  readonly gapClosed?: number;
  /** Time in training of the whole population, pauses left out. */
  readonly trainSeconds: number;
}

export interface RunRecord {
  readonly format: 'dark-knowledge-lab/run';
  readonly version: 1;
  readonly config: ExperimentConfig;
  readonly environment: Environment;
  readonly dataset: { readonly id: string; readonly title: string };
  readonly history: readonly HistoryPoint[];
  readonly results: readonly Result[];
}

const METHODS: Record<Role, Method> = {
  teacher: 'labels',
  assistant: 'softTargets',
  hardLabel: 'labels',
  distilled: 'softTargets',
  pseudoLabel: 'pseudoLabels',
};

export interface Measured {
  readonly evaluation: Evaluation;
  readonly agreement?: number;
  readonly gapClosed?: number;
  readonly trainSeconds: number;
}

/** The row of `stage`'s member number `member`. */
export function resultOf(
  stage: Stage,
  member: number,
  teacherParameters: number,
  measured: Measured,
): Result {
  const { role, seed, temperature, softWeight } = stage.members[member]!;
  const soft = stage.objectives.find((objective) => objective.kind === 'softTargets');
  const parameters = parameterCount(stage.architecture);
  const { evaluation, ...rest } = measured;
  return {
    role,
    method: METHODS[role],
    member,
    seed,
    ...(soft &&
      softWeight > 0 && { settings: { temperature, softWeight, tSquared: soft.tSquared[member]! } }),
    architecture: architectureName(stage.architecture),
    parameters,
    macs: macCount(stage.architecture),
    compression: teacherParameters / parameters,
    bytes: 4 * parameters,
    testImages: evaluation.images,
    testErrors: evaluation.errors,
    testAccuracy: evaluation.accuracy,
    testLoss: evaluation.loss,
    ...rest,
  };
}
