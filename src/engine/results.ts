/** The results of a population: from the logits of all its members on images they never saw to what there is to say of them. */
import { parameterCount } from '../core/architecture.ts';
import { answersWithBias, biasMatchingPrior, biasSteps } from '../core/class-prior.ts';
import {
  calibrationError,
  confusionMatrix,
  discordant,
  inheritedErrors,
  meanKl,
  perClassAccuracy,
  reliability,
} from '../core/measures.ts';
import { agreement, combineTeachers, evaluate, gapClosed, type Evaluation } from '../core/metrics.ts';
import { resultOf, type Measured, type Quantised, type Result } from '../core/run-record.ts';
import { ensembleArm, type Member, type Source, type Stage } from '../core/stages.ts';

/** Images with labels and the logits of every member on them. */
export interface Answered {
  readonly labels: Uint8Array;
  readonly logits: readonly Float32Array[]; // [S] of [N, classes]
}

/** What a population's sources answer on the test images. */
export interface AnsweredSource {
  readonly testLogits: Float32Array; // [N, classes]
  readonly accuracy: number;
  /** Of all its networks together. */
  readonly parameters: number;
}

export interface MeasureDeps {
  readonly stage: Stage;
  readonly test: Answered;
  /** All validation images; absent where nothing is held out or nothing is chosen by them. */
  readonly validation?: Answered;
  readonly sources: readonly AnsweredSource[];
  /** What is known of each member in fewer bits; absent where nothing is. */
  readonly quantised?: (s: number) => readonly Quantised[];
  /** What a network of an earlier stage of this kind answers on the test images, by its number. */
  readonly earlier: (number: number) => Float32Array;
  /** Absent where it was trained elsewhere. */
  readonly trainSeconds: number | undefined;
}

/** One result a member, in order. */
export function measure(deps: MeasureDeps): readonly Result[] {
  const { stage, sources, test } = deps;
  const answers = test.logits.map((logits) =>
    measureAnswers(logits, test.labels, stage.architecture.classes),
  );
  return stage.members.map((member, s) => {
    const { reference } = member;
    const parameters =
      reference === undefined ? parameterCount(stage.architecture) : sources[reference]!.parameters;
    return resultOf(stage, s, parameters, measureMember(deps, answers, s));
  });
}

/**
 * The mean of several networks of a stage as one more network: what its students really learn from.
 * @param number told apart from the stage's members by: the first free one and up
 */
export function measureEnsemble(
  { stage, test, trainSeconds }: Pick<MeasureDeps, 'stage' | 'test' | 'trainSeconds'>,
  ensemble: Source,
  number: number,
): Result {
  const { classes } = stage.architecture;
  const members = ensemble.networks.map(({ member }) => member);
  const logits = combineTeachers(
    members.map((member) => test.logits[member]!),
    classes,
    ensemble.combine,
  );
  const one = resultOf(stage, members[0]!, 0, {
    ...measureAnswers(logits, test.labels, classes),
    ...(trainSeconds !== undefined && { trainSeconds }),
  });
  const times = members.length;
  return {
    ...one,
    ...ensembleArm(ensemble),
    member: number,
    parameters: times * one.parameters,
    ...(one.macs !== undefined && { macs: times * one.macs }),
    bytes: times * one.bytes,
    // One network after the other.
    ...(one.answerBytes !== undefined && { answerBytes: one.answerBytes + (times - 1) * one.bytes }),
    compression: 1,
  };
}

/** What logits alone say. */
function measureAnswers(logits: Float32Array, labels: Uint8Array, classes: number) {
  const confusion = confusionMatrix(logits, labels, classes);
  const bins = reliability(logits, labels, classes);
  return {
    evaluation: evaluate(logits, labels, classes),
    confusion,
    perClassAccuracy: perClassAccuracy(confusion),
    reliability: bins,
    ece: calibrationError(bins),
  };
}

type Answers = ReturnType<typeof measureAnswers>;

function measureMember(
  { stage, test, validation, sources, quantised, earlier, trainSeconds }: MeasureDeps,
  answers: readonly Answers[], // [S]
  s: number,
): Measured {
  const member = stage.members[s]!;
  const { classes } = stage.architecture;
  const { labels } = test;
  const logits = test.logits[s]!;
  const logitsOf = (number: number) => test.logits[stage.numbers.indexOf(number)] ?? earlier(number);
  const against = stage.comparisons
    .filter(({ candidate }) => candidate === stage.numbers[s])
    .map(({ baseline }) => ({
      member: baseline,
      ...discordant(logits, logitsOf(baseline), labels, classes),
    }));
  const { reference, baseline } = member;
  const accuracyOf = (number: number) => {
    const own = answers[stage.numbers.indexOf(number)];
    return (own?.evaluation ?? evaluate(earlier(number), labels, classes)).accuracy;
  };
  const gap =
    reference === undefined || baseline === undefined
      ? undefined
      : gapClosed(answers[s]!.evaluation.accuracy, accuracyOf(baseline), sources[reference]!.accuracy);
  return {
    ...answers[s]!,
    ...(reference !== undefined &&
      besideTeacher(member, logits, labels, sources[reference]!.testLogits, classes)),
    ...(gap !== undefined && { gapClosed: gap }),
    ...(against.length > 0 && { against }),
    ...(quantised && { quantised: quantised(s) }),
    ...(validation && {
      validation: validationOf(evaluate(validation.logits[s]!, validation.labels, classes)),
      ...biased(member, logits, labels, validation.logits[s]!, validation.labels, classes),
    }),
    ...(trainSeconds !== undefined && { trainSeconds }),
  };
}

function besideTeacher(
  { temperature }: Member,
  logits: Float32Array,
  labels: Uint8Array,
  teacher: Float32Array,
  classes: number,
): Partial<Measured> {
  return {
    agreement: agreement(logits, teacher, classes),
    inheritedErrors: inheritedErrors(teacher, logits, labels, classes),
    kl: meanKl(teacher, logits, classes, temperature),
  };
}

function validationOf({ images, errors, loss }: Evaluation) {
  return { images, errors, loss };
}

/** Chosen on validation images, told on test images. */
function biased(
  { rows: { omittedClasses } }: Member,
  logits: Float32Array,
  labels: Uint8Array,
  validationLogits: Float32Array,
  validationLabels: Uint8Array,
  classes: number,
): Partial<Measured> {
  if (omittedClasses.length === 0) return {};
  const bias = biasMatchingPrior(validationLogits, validationLabels, classes, omittedClasses);
  const matched = answersWithBias(logits, labels, classes, omittedClasses, bias);
  return {
    biasMatched: { bias, testErrors: matched.errors, perClassAccuracy: matched.perClassAccuracy },
    biasSweep: biasSteps(bias).map((step) =>
      answersWithBias(validationLogits, validationLabels, classes, omittedClasses, step),
    ),
  };
}
