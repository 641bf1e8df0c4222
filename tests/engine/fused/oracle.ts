/**
 * What kernels should compute, in float64, from the formulas and from nothing in src/engine. Every result comes with
 * the sum of the sizes of its terms, because that is what rounding errors grow with.
 */
import { kl, logSoftmax } from '../reference.ts';
import { hash } from '../../../src/core/random.ts';

/** A sum and the sum of its terms' sizes. */
export interface Sum {
  readonly value: number;
  readonly size: number;
}

export function sumOf(count: number, term: (i: number) => number): Sum {
  let value = 0;
  let size = 0;
  for (let i = 0; i < count; i++) {
    const t = term(i);
    value += t;
    size += Math.abs(t);
  }
  return { value, size };
}

/** A result that is one number of the size of its terms. */
export const plain = (value: number): Sum => ({ value, size: Math.abs(value) });

export const times = ({ value, size }: Sum, factor: number): Sum => ({
  value: value * factor,
  size: size * Math.abs(factor),
});

/**
 * The largest error of some elements in units of what is allowed, `1e-5 * size + 1e-7`: good up to 1. NaN is never
 * good.
 */
export function worst(
  elements: Iterable<number>,
  actual: (i: number) => number,
  expected: (i: number) => Sum,
): number {
  let most = 0;
  for (const i of elements) {
    const { value, size } = expected(i);
    most = Math.max(most, Math.abs(actual(i) - value) / (1e-5 * size + 1e-7));
  }
  return most;
}

/** All of `count` indices, or `most` of them where that would take long; always the first and the last. */
export function sample(count: number, most = 600): readonly number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return [0, count - 1, ...Array.from({ length: most - 2 }, (_, i) => hash(count, i) % count)];
}

/** The length of `scale * (a - b)`. */
function distance(a: readonly number[], b: readonly number[], scale: number): Sum {
  return {
    value: scale * Math.hypot(...a.map((value, c) => value - b[c]!)),
    size: scale * sumOf(a.length, (c) => Math.abs(a[c]!) + Math.abs(b[c]!)).value,
  };
}

export interface LossRow {
  readonly logits: readonly number[];
  readonly teacher: readonly number[];
  /** Absent for an unlabelled row. */
  readonly label?: number;
  /** The hard target is the teacher's top answer. */
  readonly learnsAnswers: boolean;
  readonly labelSmoothing: number;
  readonly hardWeight: number;
  readonly softWeight: number;
  readonly temperature: number;
  readonly tSquared: boolean;
  /** Rows of the batch, and those of them with a label. */
  readonly valid: number;
  readonly labelled: number;
}

/** A row's share in the loss of its batch, and the loss's gradient in its logits. */
export interface RowLoss {
  readonly slopes: readonly Sum[]; // [classes]
  readonly labelLoss: Sum;
  readonly objective: Sum;
  readonly kl: Sum;
  /** Lengths of each term's gradient in the logits. */
  readonly hardGradient: Sum;
  readonly softGradient: Sum;
}

/**
 * `(1 - a) CE + a T^2 KL` of Hinton, Vinyals, Dean 2015 (arXiv 1503.02531), section 2: CE over the rows that have a
 * hard target, KL over all, and the gradients that follow from the two.
 */
export function lossOfRow(row: LossRow): RowLoss {
  const { logits, teacher, label, learnsAnswers, labelSmoothing, hardWeight } = row;
  const { temperature: T, valid, labelled } = row;
  const softWeight = row.softWeight * (row.tSquared ? T ** 2 : 1);
  const top = teacher.indexOf(Math.max(...teacher));
  const target = learnsAnswers ? top : label;
  const hardShare = target === undefined ? 0 : 1 / (learnsAnswers ? valid : labelled);
  const log = logSoftmax(logits);
  const [logP, logQ] = [logSoftmax(teacher, T), logSoftmax(logits, T)];
  const normaliser = (c: number) => Math.abs(logits[c]!) + Math.abs(logits[c]! - log[c]!);
  const crossEntropy = (c: number): Sum => ({ value: -log[c]!, size: normaliser(c) });
  const divergence: Sum = {
    value: kl(teacher, logits, T),
    size: sumOf(
      logP.length,
      (c) => Math.exp(logP[c]!) * (Math.abs(logP[c]!) + Math.abs(logQ[c]!) + normaliser(c) / T),
    ).size,
  };
  const wanted = logits.map(
    (_, c) => (c === target ? 1 - labelSmoothing : 0) + labelSmoothing / logits.length,
  );
  const mixed = sumOf(logits.length, (c) => wanted[c]! * -log[c]!).value;
  const hard =
    target === undefined
      ? plain(0)
      : times(
          { value: mixed, size: sumOf(logits.length, (c) => wanted[c]! * normaliser(c)).size },
          hardWeight * hardShare,
        );
  const soft = times(divergence, softWeight / valid);
  return {
    slopes: logits.map((_, c) =>
      sumOf(
        4,
        (term) =>
          [
            hardWeight * hardShare * Math.exp(log[c]!),
            -hardWeight * hardShare * wanted[c]!,
            (softWeight / (T * valid)) * Math.exp(logQ[c]!),
            (-softWeight / (T * valid)) * Math.exp(logP[c]!),
          ][term]!,
      ),
    ),
    labelLoss: label === undefined ? plain(0) : times(crossEntropy(label), 1 / labelled),
    objective: { value: hard.value + soft.value, size: hard.size + soft.size },
    kl: times(divergence, 1 / valid),
    hardGradient: distance(log.map(Math.exp), wanted, hardWeight * hardShare),
    softGradient: distance(logQ.map(Math.exp), logP.map(Math.exp), softWeight / (T * valid)),
  };
}
