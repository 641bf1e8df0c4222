/**
 * Every term of the loss in float64 for one member, written from its paper and from nothing in src: the oracle of the gradient
 * tests. Loops over scalars, no tensor library.
 */
import { kl, logSoftmax } from './reference.ts';

export interface Row {
  readonly image: readonly number[];
  /** Absent for an unlabelled row. */
  readonly label?: number;
}

export interface Network {
  /** From input to output. */
  readonly widths: readonly number[];
  /** `W0 (row-major), b0, W1, b1, ...` */
  readonly parameters: ArrayLike<number>;
}

interface Answer {
  readonly logits: readonly number[];
  readonly hidden: readonly (readonly number[])[];
  readonly gradient: () => readonly number[];
}

type Vector = readonly number[];

const sum = (values: Vector) => values.reduce((a, b) => a + b, 0);
const mean = (values: Vector) => sum(values) / values.length;
const dot = (a: Vector, b: Vector) => sum(a.map((x, i) => x * b[i]!));
const minus = (a: Vector, b: Vector) => a.map((x, i) => x - b[i]!);
const length = (a: Vector) => Math.sqrt(dot(a, a));
const squaredDistance = (a: Vector, b: Vector) => dot(minus(a, b), minus(a, b));
const unit = (a: Vector) => a.map((x) => x / Math.max(length(a), 1e-6));

/** One network's answer to a row, and `d(-log softmax(z)_label) / d(image)` by the chain rule, zero without a label. */
export function answerOf({ widths, parameters }: Network, { image, label }: Row): Answer {
  const layers = widths.slice(1).map((outputs, l) => {
    const at = sum(widths.slice(0, l).map((inputs, k) => (inputs + 1) * widths[k + 1]!));
    const inputs = widths[l]!;
    return {
      weight: (i: number, o: number) => parameters[at + i * outputs + o]!,
      bias: (o: number) => parameters[at + inputs * outputs + o]!,
      ...{ inputs, outputs },
    };
  });
  const hidden: Vector[] = [];
  let x: Vector = image;
  layers.forEach(({ weight, bias, outputs }, l) => {
    const z = Array.from(
      { length: outputs },
      (_, o) => bias(o) + sum(x.map((value, i) => value * weight(i, o))),
    );
    x = l < layers.length - 1 ? z.map((value) => Math.max(0, value)) : z;
    if (l < layers.length - 1) hidden.push(x);
  });
  const logits = x;
  const gradient = () => {
    if (label === undefined) return image.map(() => 0);
    let back: Vector = logSoftmax(logits).map((log, c) => Math.exp(log) - (c === label ? 1 : 0));
    for (let l = layers.length - 1; l >= 0; l--) {
      const { weight, inputs } = layers[l]!;
      const through = Array.from({ length: inputs }, (_, i) => sum(back.map((g, o) => g * weight(i, o))));
      back = l === 0 ? through : through.map((g, i) => (hidden[l - 1]![i]! > 0 ? g : 0));
    }
    return back;
  };
  return { logits, hidden, gradient };
}

/** A linear map, `W (row-major), b`. */
export function mapped(x: Vector, parameters: ArrayLike<number>, outputs: number): Vector {
  return Array.from(
    { length: outputs },
    (_, o) =>
      parameters[x.length * outputs + o]! + sum(x.map((value, i) => value * parameters[i * outputs + o]!)),
  );
}

/** A row as both networks see it; `pairs` are student's and teacher's layers, brought to one width. */
export interface Both {
  readonly student: Answer;
  readonly teacher: Answer;
  readonly pairs: readonly (readonly [Vector, Vector])[];
  readonly label?: number;
}

const huber = (x: number) => (Math.abs(x) < 1 ? (x * x) / 2 : Math.abs(x) - 0.5);

function relations(points: readonly Vector[]) {
  const others = (i: number) => points.flatMap((_, j) => (j === i ? [] : [j]));
  const all = points.flatMap((_, i) => others(i).map((j) => [i, j] as const));
  const distances = all.map(([i, j]) => length(minus(points[i]!, points[j]!)));
  const angles = all.flatMap(([j, i]) =>
    points.flatMap((point, k) =>
      k === i || k === j ? [] : [dot(unit(minus(points[i]!, points[j]!)), unit(minus(point, points[j]!)))],
    ),
  );
  return { distances: distances.map((one) => one / mean(distances)), angles };
}

/** The KL of two distributions that are given by their probabilities. */
const divergence = (p: Vector, q: Vector) =>
  sum(p.map((one, c) => (one > 0 ? one * Math.log(one / q[c]!) : 0)));

type Reference = (rows: readonly Both[], T: number) => number;

/** What a term minimises, T^2 included where it has one. */
export const REFERENCE = {
  softTargets: (rows, T) =>
    T * T * mean(rows.map(({ student, teacher }) => kl(teacher.logits, student.logits, T))),
  logitMse: (rows) =>
    mean(rows.map(({ student, teacher }) => squaredDistance(student.logits, teacher.logits) / 2)),
  jensenShannon: (rows, T) =>
    T *
    T *
    mean(
      rows.map(({ student, teacher }) => {
        const of = ({ logits }: Answer) => logSoftmax(logits, T).map(Math.exp);
        const [p, q] = [of(teacher), of(student)] as const;
        const m = p.map((one, c) => (one + q[c]!) / 2);
        return (divergence(p, m) + divergence(q, m)) / 2;
      }),
    ),
  decoupled: (rows, T) =>
    T *
    T *
    mean(
      rows.map(({ student, teacher, label }) => {
        const target = label ?? teacher.logits.indexOf(Math.max(...teacher.logits));
        const [p, q] = [teacher, student].map(({ logits }) => {
          const all = logSoftmax(logits, T).map(Math.exp);
          const others = logSoftmax(
            logits.filter((_, c) => c !== target),
            T,
          ).map(Math.exp);
          return { two: [all[target]!, 1 - all[target]!], others };
        });
        return divergence(p!.two, q!.two) + 8 * divergence(p!.others, q!.others);
      }),
    ),
  fitnets: (rows) => mean(rows.map(({ pairs }) => sum(pairs.map(([u, v]) => squaredDistance(u, v) / 2)))),
  patient: (rows) =>
    mean(rows.map(({ pairs }) => sum(pairs.map(([u, v]) => squaredDistance(unit(u), unit(v)))))),
  cosine: (rows) => mean(rows.map(({ pairs }) => 1 - dot(unit(pairs.at(-1)![0]), unit(pairs.at(-1)![1])))),
  attentionTransfer: (rows) =>
    mean(rows.map(({ student, teacher }) => squaredDistance(student.gradient(), teacher.gradient()) / 2)),
  relational: (rows) => {
    const [own, wanted] = [0, 1].map((side) => relations(rows.map(({ pairs }) => pairs.at(-1)![side]!)));
    const apart = (a: Vector, b: Vector) => mean(a.map((one, i) => huber(one - b[i]!)));
    return apart(own!.distances, wanted!.distances) + 2 * apart(own!.angles, wanted!.angles);
  },
} as const satisfies Readonly<Record<string, Reference>>;
