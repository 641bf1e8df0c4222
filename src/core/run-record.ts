/**
 * What is kept of a run: the content of `run.json`. A number that was not computed is absent, never 0.
 * Field names are a format that others read; they may grow and do not change.
 */
import { architectureName, macCount, parameterCount } from './architecture.ts';
import type { BiasedAnswers } from './class-prior.ts';
import type { BackendName } from './device.ts';
import { makesDifference } from './effects.ts';
import type { Environment, Reuse } from './environment.ts';
import type { ExperimentConfig, Shard } from './experiment.ts';
import { answerBytes, type Discordant, type InheritedErrors, type ReliabilityBin } from './measures.ts';
import type { Evaluation } from './metrics.ts';
import { isTaught } from './methods/method.ts';
import { partsOf } from './population.ts';
import { armOf, type Arm, type Member, type Stage, type StageId } from './stages.ts';
import type { TermName } from './terms.ts';

/** One point of one member's curve. */
export interface HistoryPoint extends Arm {
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
  /** Means of the terms of the member's loss since the last point, without their weights and T^2; absent where nobody adds them up. */
  readonly terms?: Readonly<Partial<Record<TermName, number>>>;
  /** Mean length of each term's gradient in a row's logits since the last point, weights and T^2 included; see `StepSums`. */
  readonly hardGradient?: number;
  readonly softGradient?: number;
  readonly validationLoss?: number;
  readonly validationAccuracy?: number;
  /** Instead of validation, where the experiment trains on every training image. */
  readonly testSubsetLoss?: number;
  readonly testSubsetAccuracy?: number;
}

/** A network in fewer bits. */
export interface Quantised {
  /** Of weights alone, as an export has them; or `int8`: weights and what is between layers, summed exactly in integers. */
  readonly precision: 'float16' | 'uint8' | 'int8';
  /** Of its weights, with scales. */
  readonly bytes: number;
  readonly testErrors: number;
  /** Test images that it takes for another class than the network in float32 does. */
  readonly changed: number;
  /** Of `int8`, image by image beside the member of the main comparison, in integers too. */
  readonly against?: readonly ({ readonly member: number } & Discordant)[];
}

/** What one member is worth, measured once, on all test images. */
export interface Result extends Arm {
  readonly member: number;
  readonly seed: number;
  /** Of a student that learns from more than labels: those that make a difference to its method. */
  readonly settings?: {
    readonly temperature?: number;
    readonly softWeight?: number;
    readonly tSquared?: boolean;
  };
  readonly architecture: string;
  readonly parameters: number;
  /** Absent where nobody has counted them, as in an imported model. */
  readonly macs?: number;
  /** Teacher's parameters over this network's. */
  readonly compression: number;
  /** In float32. */
  readonly bytes: number;
  readonly testImages: number;
  readonly testErrors: number;
  readonly testAccuracy: number;
  readonly testLoss: number;
  readonly perClassAccuracy: readonly (number | null)[];
  /** Classes it was not shown in training; absent where it was shown all. */
  readonly omittedClasses?: readonly number[];
  /** Images of each true class (row) by answer (column). */
  readonly confusion: readonly (readonly number[])[];
  readonly ece: number;
  readonly reliability: readonly ReliabilityBin[];
  /** How often it gives the teacher's top answer. */
  readonly agreement?: number;
  readonly gapClosed?: number;
  readonly inheritedErrors?: InheritedErrors;
  /** Mean unscaled KL(teacher || this) at this member's T; of the hard-label student at the T of the others. */
  readonly kl?: number;
  /** Image by image beside the members it is compared with. */
  readonly against?: readonly ({ readonly member: number } & Discordant)[];
  /** Where the experiment quantises. */
  readonly quantised?: readonly Quantised[];
  /** On all validation images, where something is chosen by them: a cell of a sweep, or a bias. */
  readonly validation?: { readonly images: number; readonly errors: number; readonly loss: number };
  /** Only of students that were not shown some classes: their bias matched to the class prior of the validation images. */
  readonly biasMatched?: {
    readonly bias: number;
    readonly testErrors: number;
    readonly perClassAccuracy: readonly (number | null)[];
  };
  /** What such a bias does on the validation images, for the page's slider. */
  readonly biasSweep?: readonly BiasedAnswers[];
  /** Bytes in float32 while answering one image: weights, and the largest layer's input and output. */
  readonly answerBytes?: number;
  /** Of a network like this one, trained: at 1,024 images a call, and of one image alone, warm. */
  readonly imagesPerSecond?: number;
  readonly latencyMs?: Latency;
  /** The same on every backend it was measured on, the run's own first. */
  readonly speed?: readonly Speed[];
  /** Time in training of the whole population, pauses left out; absent where it was trained elsewhere. */
  readonly trainSeconds?: number;
}

export type Conclusion = 'BETTER' | 'WORSE' | 'NO DIFFERENCE SHOWN';

export interface Verdict {
  readonly candidate: Arm;
  readonly baseline: Arm;
  readonly metric: 'testErrors';
  /** Of both networks; absent in float32. */
  readonly precision?: 'int8';
  readonly seeds: number;
  /** Candidate less baseline, one a seed. */
  readonly differences: readonly number[];
  readonly meanDifference: number;
  /** 95 %, of the mean difference; absent with one seed. */
  readonly interval?: readonly [low: number, high: number];
  readonly test: 'paired t 95 %' | 'McNemar exact';
  /** Two-sided, of the test. */
  readonly p: number;
  /** Corrected for the comparisons of the run (Holm); absent where there is one. */
  readonly holmP?: number;
  /** The exact sign-flip test, and the least it can give with so many seeds; absent with one seed. */
  readonly signFlipP?: number;
  readonly smallestP?: number;
  readonly conclusion: Conclusion;
}

export interface RunRecord {
  readonly format: 'dark-knowledge-lab/run';
  readonly version: 1;
  readonly config: ExperimentConfig;
  readonly environment: Environment;
  readonly dataset: { readonly id: string; readonly title: string };
  /** Which share of the experiment this is, where it is shared out over machines. */
  readonly shard?: Shard;
  /** Stages whose networks this run has not trained itself; absent where it has trained all. */
  readonly reused?: readonly ({ readonly stage: StageId } & Reuse)[];
  readonly history: readonly HistoryPoint[];
  readonly results: readonly Result[];
  /** The main comparison first: distilled against hard labels. */
  readonly verdicts: readonly Verdict[];
}

export interface Latency {
  readonly median: number;
  readonly p95: number;
  readonly backend: BackendName;
}

export interface Speed {
  readonly backend: BackendName;
  readonly imagesPerSecond: number;
  readonly latencyMs: { readonly median: number; readonly p95: number };
}

/** What is measured of a member, beside what its stage says of it. */
export type Measured = { readonly evaluation: Evaluation } & Pick<
  Result,
  | 'trainSeconds'
  | 'perClassAccuracy'
  | 'confusion'
  | 'ece'
  | 'reliability'
  | 'agreement'
  | 'gapClosed'
  | 'inheritedErrors'
  | 'kl'
  | 'against'
  | 'quantised'
  | 'validation'
  | 'biasMatched'
  | 'biasSweep'
>;

/** The row of `stage`'s member at `member`. */
export function resultOf(
  stage: Stage,
  member: number,
  teacherParameters: number,
  measured: Measured,
): Result {
  const one = stage.members[member]!;
  const { seed, rows } = one;
  const settings = settingsOf(one);
  const parameters = parameterCount(stage.architecture);
  const { evaluation, ...rest } = measured;
  const [macs, memory] = [macCount(stage.architecture), answerBytes(stage.architecture)];
  return {
    ...armOf(one),
    member: stage.numbers[member]!,
    seed,
    ...(settings && { settings }),
    ...(rows.omittedClasses.length > 0 && { omittedClasses: rows.omittedClasses }),
    architecture: architectureName(stage.architecture),
    parameters,
    ...(macs !== undefined && { macs }),
    compression: teacherParameters / parameters,
    bytes: 4 * parameters,
    ...(memory !== undefined && { answerBytes: memory }),
    testImages: evaluation.images,
    testErrors: evaluation.errors,
    testAccuracy: evaluation.accuracy,
    testLoss: evaluation.loss,
    ...rest,
  };
}

function settingsOf(member: Member): Result['settings'] {
  const { method, temperature, softWeight, tSquared } = member;
  if (method === 'labels' || !isTaught(partsOf(member))) return undefined;
  const matters = (path: string) => makesDifference(path, method);
  const settings = {
    ...(matters('distillation.temperature') && { temperature }),
    ...(matters('distillation.softWeight') && { softWeight }),
    ...(matters('distillation.tSquared') && { tSquared }),
  };
  return Object.keys(settings).length > 0 ? settings : undefined;
}
