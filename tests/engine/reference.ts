/**
 * The loss of one member in float64, written from the formulas and from nothing in src/engine: the oracle of the
 * gradient tests. Loops over scalars, no tensor library.
 */
export interface ReferenceRow {
  readonly image: readonly number[];
  /** Absent for an unlabelled row. */
  readonly label?: number;
  readonly teacher?: readonly number[];
}

export interface ReferenceLoss {
  readonly softWeight: number;
  readonly temperature: number;
  readonly tSquared: boolean;
}

/** Logits of an MLP whose parameters are `W0 (row-major), b0, W1, b1, ...`. */
export function logitsOf(
  parameters: ArrayLike<number>,
  widths: readonly number[],
  image: readonly number[],
): number[] {
  let x = [...image];
  let at = 0;
  for (let l = 1; l < widths.length; l++) {
    const [inputs, outputs] = [widths[l - 1]!, widths[l]!];
    const z = Array.from({ length: outputs }, (_, o) => {
      let sum = parameters[at + inputs * outputs + o]!;
      for (let i = 0; i < inputs; i++) sum += x[i]! * parameters[at + i * outputs + o]!;
      return sum;
    });
    at += (inputs + 1) * outputs;
    x = l < widths.length - 1 ? z.map((value) => Math.max(0, value)) : z;
  }
  return x;
}

export function logSoftmax(logits: readonly number[], temperature = 1): number[] {
  const scaled = logits.map((z) => z / temperature);
  const max = Math.max(...scaled);
  const normaliser = max + Math.log(scaled.reduce((sum, z) => sum + Math.exp(z - max), 0));
  return scaled.map((z) => z - normaliser);
}

/** `KL(softmax(v/T) || softmax(z/T))`, summed over classes. */
export function kl(teacher: readonly number[], student: readonly number[], temperature: number): number {
  const [p, q] = [logSoftmax(teacher, temperature), logSoftmax(student, temperature)];
  return p.reduce((sum, log, c) => sum + Math.exp(log) * (log - q[c]!), 0);
}

/** `(1 - a) CE over labelled rows + a T^2 KL over all rows`. */
export function lossOf(
  parameters: ArrayLike<number>,
  widths: readonly number[],
  batch: readonly ReferenceRow[],
  { softWeight, temperature, tSquared }: ReferenceLoss,
): number {
  const logits = batch.map(({ image }) => logitsOf(parameters, widths, image));
  const labelled = batch.flatMap(({ label }, b) =>
    label === undefined ? [] : [-logSoftmax(logits[b]!)[label]!],
  );
  const hard = labelled.length === 0 ? 0 : mean(labelled);
  const soft =
    softWeight === 0 ? 0 : mean(batch.map(({ teacher }, b) => kl(teacher!, logits[b]!, temperature)));
  return (1 - softWeight) * hard + softWeight * (tSquared ? temperature ** 2 : 1) * soft;
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** Central difference of `f` in coordinate `i`. */
export function derivative(f: (x: Float64Array) => number, at: Float64Array, i: number, h = 1e-5): number {
  const x = at.slice();
  x[i] = at[i]! + h;
  const up = f(x);
  x[i] = at[i]! - h;
  return (up - f(x)) / (2 * h);
}
