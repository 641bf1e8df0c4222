/**
 * Measures of a network from its logits and the labels, in double precision. Logits are `[N, classes]`, row-major.
 * Always at T = 1: temperature belongs to the loss, not to the evaluation.
 */

export interface Evaluation {
  readonly images: number;
  /** Images whose top answer is not their label. */
  readonly errors: number;
  /** Share of images whose top answer is their label. */
  readonly accuracy: number;
  /** Mean cross-entropy with the labels, in nats. */
  readonly loss: number;
}

/** Index of the largest logit of row `row`; the first of equals. NaN never wins. */
export function topAnswer(logits: Float32Array, row: number, classes: number): number {
  let best = 0;
  let most = -Infinity;
  for (let c = 0; c < classes; c++) {
    const value = logits[row * classes + c]!;
    if (value > most) [best, most] = [c, value];
  }
  return best;
}

/** `log(sum(exp(z / T)))` of one row, shifted by its maximum so that it cannot overflow. */
export function logSumExp(logits: ArrayLike<number>, row: number, classes: number, temperature = 1): number {
  let max = -Infinity;
  for (let c = 0; c < classes; c++) max = Math.max(max, logits[row * classes + c]! / temperature);
  let sum = 0;
  for (let c = 0; c < classes; c++) sum += Math.exp(logits[row * classes + c]! / temperature - max);
  return max + Math.log(sum);
}

/**
 * `log softmax(z / T)` of every row.
 * @returns `[N, classes]`, in nats
 */
export function logSoftTargets(logits: Float32Array, classes: number, temperature: number): Float32Array {
  const result = new Float32Array(logits.length);
  for (let row = 0; row < logits.length / classes; row++) {
    const normaliser = logSumExp(logits, row, classes, temperature);
    for (let c = 0; c < classes; c++) {
      result[row * classes + c] = logits[row * classes + c]! / temperature - normaliser;
    }
  }
  return result;
}

/** Errors, accuracy and cross-entropy of logits against labels. */
export function evaluate(logits: Float32Array, labels: Uint8Array, classes: number): Evaluation {
  const images = labels.length;
  let errors = 0;
  let loss = 0;
  for (let row = 0; row < images; row++) {
    const label = labels[row]!;
    if (topAnswer(logits, row, classes) !== label) errors++;
    loss += logSumExp(logits, row, classes) - logits[row * classes + label]!;
  }
  return { images, errors, accuracy: (images - errors) / images, loss: loss / images };
}

/** Share of rows on which two networks give the same top answer. */
export function agreement(a: Float32Array, b: Float32Array, classes: number): number {
  const rows = a.length / classes;
  let same = 0;
  for (let row = 0; row < rows; row++) if (topAnswer(a, row, classes) === topAnswer(b, row, classes)) same++;
  return same / rows;
}

/**
 * `(candidate - hard) / (teacher - hard)` in accuracy: how much of the way from the hard-label student to its
 * teacher was made up. Absent when the teacher is not better than the hard-label student.
 */
export function gapClosed(candidate: number, hard: number, teacher: number): number | undefined {
  return teacher > hard ? (candidate - hard) / (teacher - hard) : undefined;
}

/**
 * One set of logits from several teachers'. Averaged probabilities come back as their logarithm, which are logits
 * of the same distribution.
 */
export function combineTeachers(
  teachers: readonly Float32Array[],
  classes: number,
  combine: 'meanProbabilities' | 'meanLogits',
): Float32Array {
  const [first, ...rest] = teachers;
  if (!first) throw new RangeError('A population with soft targets needs at least one teacher.');
  if (rest.length === 0) return first;
  if (combine === 'meanLogits') return first.map((_, i) => mean(teachers, i));
  // Averaged as logarithms: a teacher that is sure has probabilities below what a float32 can hold.
  const combined = new Float32Array(first.length);
  for (let row = 0; row < first.length / classes; row++) {
    const normalisers = teachers.map((logits) => logSumExp(logits, row, classes));
    for (let i = row * classes; i < (row + 1) * classes; i++) {
      const logs = teachers.map((logits, t) => logits[i]! - normalisers[t]!);
      combined[i] = logSumExp(logs, 0, logs.length) - Math.log(logs.length);
    }
  }
  return combined;
}

function mean(arrays: readonly Float32Array[], i: number): number {
  return arrays.reduce((sum, array) => sum + array[i]!, 0) / arrays.length;
}
