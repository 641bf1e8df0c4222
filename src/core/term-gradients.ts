/**
 * How each term of the loss pulls at a student's logits on one image, at any T and weight: the arithmetic of training, for
 * somebody who plays with it. Logits are rows of `[N, classes]`, gradients `[classes]`, in double precision.
 */
import { softened } from './answers.ts';

/** `d CE(y, q) / dz = q - y` (Hinton, Vinyals and Dean 2015, arXiv 1503.02531, section 2), unweighted. */
export function labelGradient(
  student: ArrayLike<number>,
  row: number,
  classes: number,
  label: number,
): readonly number[] {
  return softened(student, row, classes, 1).map((q, c) => q - (c === label ? 1 : 0));
}

/**
 * `d KL(p_T || q_T) / dz = (q_T - p_T) / T` (their equation 2), with T² in front where the loss has it; unweighted.
 * At T = 1 it is the gradient of cross-entropy with the teacher's own answers.
 */
export function softGradient(
  student: ArrayLike<number>,
  teacher: ArrayLike<number>,
  row: number,
  classes: number,
  temperature: number,
  tSquared: boolean,
): readonly number[] {
  const factor = tSquared ? temperature : 1 / temperature;
  const p = softened(teacher, row, classes, temperature);
  return softened(student, row, classes, temperature).map((q, c) => factor * (q - p[c]!));
}

/**
 * What `softGradient` with T² comes to as T grows without end: `((z - mean z) - (v - mean v)) / classes`, the gradient of
 * matching logits (their equations 3 and 4; logits there have mean zero).
 */
export function logitMatchingGradient(
  student: ArrayLike<number>,
  teacher: ArrayLike<number>,
  row: number,
  classes: number,
): readonly number[] {
  const differences = Array.from(
    { length: classes },
    (_, c) => student[row * classes + c]! - teacher[row * classes + c]!,
  );
  const mean = differences.reduce((sum, difference) => sum + difference, 0) / classes;
  return differences.map((difference) => (difference - mean) / classes);
}

/** Euclidean. */
export function lengthOf(gradient: readonly number[]): number {
  return Math.hypot(...gradient);
}
