/**
 * What there is to say about a finished network beyond its errors, from logits `[N, classes]` and labels, at T = 1 unless
 * said otherwise. What "the teacher" answers is the network or ensemble that the population is compared with.
 */
import { parameterCount, type Architecture } from './architecture.ts';
import { layerShapes } from './layer-shapes.ts';
import { logSoftTargets, logSumExp, topAnswer } from './metrics.ts';

/** @returns images of each true class (row) by answer (column), `[classes, classes]` */
export function confusionMatrix(
  logits: Float32Array,
  labels: Uint8Array,
  classes: number,
): readonly (readonly number[])[] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  labels.forEach((label, row) => counts[label]![topAnswer(logits, row, classes)]!++);
  return counts;
}

/** Share of each class that is answered right; null for a class without images. */
export function perClassAccuracy(confusion: readonly (readonly number[])[]): readonly (number | null)[] {
  return confusion.map((answers, label) => {
    const images = answers.reduce((sum, count) => sum + count, 0);
    return images === 0 ? null : answers[label]! / images;
  });
}

/** Answers of about equal confidence. */
export interface ReliabilityBin {
  readonly images: number;
  /** Mean probability of the top answer. */
  readonly confidence: number;
  readonly accuracy: number;
}

/** Bins of equal width over confidence, as in Guo et al. 2017 (arXiv 1706.04599), section 2; their 15. */
export const RELIABILITY_BINS = 15;

/** The bins with images in them, by rising confidence; bin b is confidence in (b / 15, (b + 1) / 15]. */
export function reliability(
  logits: Float32Array,
  labels: Uint8Array,
  classes: number,
): readonly ReliabilityBin[] {
  const bins = Array.from({ length: RELIABILITY_BINS }, () => ({ images: 0, confidence: 0, right: 0 }));
  labels.forEach((label, row) => {
    const top = topAnswer(logits, row, classes);
    const confidence = Math.exp(logits[row * classes + top]! - logSumExp(logits, row, classes));
    const bin = bins[Math.max(0, Math.ceil(confidence * RELIABILITY_BINS) - 1)]!;
    bin.images++;
    bin.confidence += confidence;
    if (top === label) bin.right++;
  });
  return bins
    .filter(({ images }) => images > 0)
    .map(({ images, confidence, right }) => ({
      images,
      confidence: confidence / images,
      accuracy: right / images,
    }));
}

/** Expected calibration error: `sum over bins of n_b / N |accuracy_b - confidence_b|` (Guo et al. 2017, equation 3). */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  const all = bins.reduce((sum, { images }) => sum + images, 0);
  return bins.reduce((sum, bin) => sum + (bin.images / all) * Math.abs(bin.accuracy - bin.confidence), 0);
}

/** Mean over images of `KL(softmax(teacher / T) || softmax(student / T))`, in nats, without T^2. */
export function meanKl(
  teacher: Float32Array,
  student: Float32Array,
  classes: number,
  temperature: number,
): number {
  const wanted = logSoftTargets(teacher, classes, temperature);
  const given = logSoftTargets(student, classes, temperature);
  const sum = wanted.reduce((total, log, i) => total + Math.exp(log) * (log - given[i]!), 0);
  return Math.max(0, sum / (teacher.length / classes)); // rounding can fall below the least there is
}

export interface InheritedErrors {
  /** Images that the teacher gets wrong. */
  readonly teacherErrors: number;
  /** Those of them on which the student gives the same wrong answer. */
  readonly same: number;
}

export function inheritedErrors(
  teacher: Float32Array,
  student: Float32Array,
  labels: Uint8Array,
  classes: number,
): InheritedErrors {
  let [teacherErrors, same] = [0, 0];
  labels.forEach((label, row) => {
    const answer = topAnswer(teacher, row, classes);
    if (answer === label) return;
    teacherErrors++;
    if (topAnswer(student, row, classes) === answer) same++;
  });
  return { teacherErrors, same };
}

/** Images that only one of two networks gets right: all that McNemar's test looks at. */
export interface Discordant {
  readonly onlyThisRight: number;
  readonly onlyOtherRight: number;
}

export function discordant(
  logits: Float32Array,
  other: Float32Array,
  labels: Uint8Array,
  classes: number,
): Discordant {
  let [onlyThisRight, onlyOtherRight] = [0, 0];
  labels.forEach((label, row) => {
    const isRight = topAnswer(logits, row, classes) === label;
    const isOtherRight = topAnswer(other, row, classes) === label;
    if (isRight && !isOtherRight) onlyThisRight++;
    if (!isRight && isOtherRight) onlyOtherRight++;
  });
  return { onlyThisRight, onlyOtherRight };
}

/**
 * Bytes that answering one image takes in float32: all weights, and the largest layer's input and output; absent
 * where nobody knows the layers.
 */
export function answerBytes(architecture: Architecture): number | undefined {
  if (architecture.kind === 'imported') return undefined;
  const activations = layerShapes(architecture).map((layer) => layer.activations);
  return 4 * (parameterCount(architecture) + Math.max(...activations));
}
