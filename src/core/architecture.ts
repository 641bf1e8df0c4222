/** What a network is made of, as data, and the arithmetic of its size. Its function lives in the engine. */
import type { ImportedArchitecture } from './imported.ts';

export type Architecture = MlpArchitecture | ImportedArchitecture;

/** A multilayer perceptron: what the lab trains. */
export interface MlpArchitecture {
  readonly kind: 'mlp';
  readonly inputs: number;
  /** Units of each hidden layer, each followed by a ReLU. */
  readonly hidden: readonly number[];
  readonly classes: number;
}

/** One weight layer of a network and where its numbers stand in the flat parameter vector. */
export interface LayerShape {
  readonly inputs: number;
  readonly outputs: number;
  /** Index of W[0, 0]; W is `[inputs, outputs]`, row-major. */
  readonly weights: number;
  /** Index of b[0]; b is `[outputs]` and follows W. */
  readonly biases: number;
}

/**
 * The weight layers from input to logits; layer l's W and b stand side by side in the parameter vector.
 * @throws RangeError for an imported model, whose layers only tfjs knows
 */
export function layerShapes(architecture: Architecture): readonly LayerShape[] {
  const { inputs, hidden, classes } = mlpOf(architecture);
  const widths = [inputs, ...hidden, classes];
  let next = 0;
  return widths.slice(1).map((outputs, l) => {
    const width = widths[l]!;
    const shape = { inputs: width, outputs, weights: next, biases: next + width * outputs };
    next = shape.biases + outputs;
    return shape;
  });
}

/** All numbers that training has found, biases included. */
export function parameterCount(architecture: Architecture): number {
  if (architecture.kind === 'imported')
    return architecture.weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return layerShapes(architecture).reduce((sum, { inputs, outputs }) => sum + (inputs + 1) * outputs, 0);
}

/** Multiply-accumulates of one forward pass of one image; biases are not counted. Absent where nobody has counted them. */
export function macCount(architecture: MlpArchitecture): number;
export function macCount(architecture: Architecture): number | undefined;
export function macCount(architecture: Architecture): number | undefined {
  if (architecture.kind === 'imported') return undefined;
  return layerShapes(architecture).reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
}

/** `784-128-128-10`, the way papers write it, or `imported: model.json`. */
export function architectureName(architecture: Architecture): string {
  if (architecture.kind === 'imported') return `imported: ${architecture.title}`;
  const { inputs, hidden, classes } = architecture;
  return [inputs, ...hidden, classes].join('-');
}

/** @throws RangeError for what cannot be trained here: a mistake in the code, since no trainer supports it */
export function mlpOf(architecture: Architecture): MlpArchitecture {
  if (architecture.kind === 'mlp') return architecture;
  throw new RangeError(`"${architecture.title}" is imported and cannot be trained.`);
}

/** Widths of the layers from input to output, from an architecture's name; undefined where it does not tell them. */
export function widthsOf(name: string): readonly number[] | undefined {
  return /^\d+(-\d+)+$/.test(name) ? name.split('-').map(Number) : undefined;
}

/** Numbers in a tensor of this shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
