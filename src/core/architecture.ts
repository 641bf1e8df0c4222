/** What a network is made of, as data, and the arithmetic of its size. Its function lives in the engine. */
import type { NetworkConfig } from './experiment.ts';
import type { ImportedArchitecture } from './imported.ts';
import { layerShapes, SIDE, TOKENS } from './layer-shapes.ts';

export type Architecture = TrainableArchitecture | ImportedArchitecture;
/** What the lab trains. */
export type TrainableArchitecture = MlpArchitecture | CnnArchitecture | VitArchitecture;
export type ArchitectureKind = TrainableArchitecture['kind'];

/** A multilayer perceptron. */
export interface MlpArchitecture {
  readonly kind: 'mlp';
  readonly inputs: number;
  /** Units of each hidden layer, each followed by a ReLU. */
  readonly hidden: readonly number[];
  readonly classes: number;
}

/** Convolutions of stride 2, and dense layers behind them. */
export interface CnnArchitecture {
  readonly kind: 'cnn';
  readonly inputs: number;
  /** Of each convolution, each followed by a ReLU. */
  readonly channels: readonly number[];
  /** Units of each hidden dense layer, each followed by a ReLU. */
  readonly hidden: readonly number[];
  readonly classes: number;
}

/**
 * A vision transformer (Dosovitskiy et al. 2021, arXiv 2010.11929) with norms before each part of a block (Xiong et al. 2020, arXiv
 * 2002.04745), ReLU, and the mean over tokens in place of a class token.
 */
export interface VitArchitecture {
  readonly kind: 'vit';
  readonly inputs: number;
  /** Numbers of a token. */
  readonly width: number;
  readonly blocks: number;
  /** Of attention in each block; they share out the width. */
  readonly heads: number;
  readonly classes: number;
}

/** The network that settings describe, of those numbers that its kind has. */
export function architectureOf(network: NetworkConfig, classes: number): TrainableArchitecture {
  const inputs = SIDE ** 2;
  const { architecture: kind, hidden, channels, width, blocks, heads } = network;
  switch (kind) {
    case 'mlp':
      return { kind, inputs, hidden, classes }; // in this order, by which kept teachers are found
    case 'cnn':
      return { kind, inputs, channels, hidden, classes };
    case 'vit':
      return { kind, inputs, width, blocks, heads, classes };
  }
  return kind satisfies never;
}

/** All numbers that training has found, biases included. */
export function parameterCount(architecture: Architecture): number {
  if (architecture.kind === 'imported')
    return architecture.weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return layerShapes(architecture).reduce(
    (sum, { inputs, outputs, places }) => sum + (inputs + places) * outputs,
    0,
  );
}

/**
 * Multiply-accumulates of one forward pass of one image; biases, norms and softmax are not counted. Absent where nobody has counted
 * them.
 */
export function macCount(architecture: TrainableArchitecture): number;
export function macCount(architecture: Architecture): number | undefined;
export function macCount(architecture: Architecture): number | undefined {
  if (architecture.kind === 'imported') return undefined;
  const ofLayers = layerShapes(architecture).reduce(
    (sum, { inputs, outputs, uses }) => sum + inputs * outputs * uses,
    0,
  );
  // Every token's query with every token's key, and their weights with every token's value.
  return architecture.kind === 'vit'
    ? ofLayers + 2 * architecture.blocks * TOKENS ** 2 * architecture.width
    : ofLayers;
}

/**
 * `784-128-128-10`, the way papers write it; `cnn 16-32, 64-10` with the channels of its convolutions before the widths; `vit 4x48, 4
 * heads` with blocks and width; or `imported: model.json`.
 */
export function architectureName(architecture: Architecture): string {
  switch (architecture.kind) {
    case 'imported':
      return `imported: ${architecture.title}`;
    case 'mlp':
      return [architecture.inputs, ...architecture.hidden, architecture.classes].join('-');
    case 'cnn':
      return `cnn ${architecture.channels.join('-')}, ${[...architecture.hidden, architecture.classes].join('-')}`;
    case 'vit':
      return `vit ${architecture.blocks}x${architecture.width}, ${architecture.heads} heads`;
  }
  return architecture satisfies never;
}

const CLASSES = 10;

/** The network that a name tells of (a transformer's does not tell its classes: ten); undefined for an imported one, and for no name. */
export function architectureNamed(name: string): TrainableArchitecture | undefined {
  const numbers = (list: string) => list.split('-').map(Number);
  const inputs = SIDE ** 2;
  const cnn = /^cnn (\d+(?:-\d+)*), (\d+(?:-\d+)*)$/.exec(name);
  if (cnn) {
    const widths = numbers(cnn[2]!);
    const dense = { hidden: widths.slice(0, -1), classes: widths.at(-1)! };
    return { kind: 'cnn', inputs, channels: numbers(cnn[1]!), ...dense };
  }
  const vit = /^vit (\d{1,2})x(\d{1,4}), (\d{1,4}) heads$/.exec(name);
  if (vit) {
    const [blocks, width, heads] = vit.slice(1).map(Number) as [number, number, number];
    return { kind: 'vit', inputs, width, blocks, heads, classes: CLASSES };
  }
  if (!/^\d+(-\d+)+$/.test(name)) return undefined;
  const widths = numbers(name);
  return { kind: 'mlp', inputs: widths[0]!, hidden: widths.slice(1, -1), classes: widths.at(-1)! };
}

/** @throws RangeError for what cannot be trained here: a mistake in the code, since no trainer supports it */
export function trainableOf(architecture: Architecture): TrainableArchitecture {
  if (architecture.kind !== 'imported') return architecture;
  throw new RangeError(`"${architecture.title}" is imported and cannot be trained.`);
}

/** @throws RangeError for every other network, as above */
export function mlpOf(architecture: Architecture): MlpArchitecture {
  if (architecture.kind === 'mlp') return architecture;
  throw new RangeError(`${architectureName(architecture)} is no network of dense layers only.`);
}

/** Numbers in a tensor of this shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
