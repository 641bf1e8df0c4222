/** Weights as bytes, in the precisions that plain tfjs decodes by itself: what a model's file says of them, and back. */
import type { TrainableArchitecture } from './architecture.ts';
import { sizeOf } from './architecture.ts';
import { fromHalf, toHalf } from './half.ts';
import { convolutions, KERNEL, layerShapes } from './layer-shapes.ts';

export const PRECISIONS = ['float32', 'float16', 'uint8'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** An entry of tfjs's weights manifest. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
  readonly quantization?:
    | { readonly dtype: 'float16'; readonly original_dtype: 'float32' }
    | {
        readonly dtype: 'uint8';
        /** A byte q stands for `q * scale + min`. */
        readonly scale: number;
        readonly min: number;
        readonly original_dtype: 'float32';
      };
}

/** A matrix, a kernel or a bias of a network, and where its numbers stand in the flat parameter vector. */
export interface NamedWeights {
  readonly name: string;
  readonly shape: readonly number[];
  readonly at: number;
}

/** In the order of the parameter vector. */
export function namedWeights(architecture: TrainableArchitecture): readonly NamedWeights[] {
  const kernels = architecture.kind === 'cnn' ? convolutions(architecture) : [];
  return layerShapes(architecture).flatMap(({ name, inputs, outputs, places, weights, biases }, l) => {
    const convolution = kernels[l];
    const shape = convolution ? [KERNEL, KERNEL, convolution.inputs, convolution.outputs] : [inputs, outputs];
    return [
      { name: `${name}/kernel`, shape, at: weights },
      { name: `${name}/bias`, shape: places > 1 ? [places, outputs] : [outputs], at: biases },
    ];
  });
}

const BYTES: Readonly<Record<Precision, number>> = { float32: 4, float16: 2, uint8: 1 };
const LEVELS = 255;

/** @param parameters `[P]` */
export function encodeWeights(
  all: readonly NamedWeights[],
  parameters: Float32Array,
  precision: Precision,
): { readonly specs: readonly WeightSpec[]; readonly bytes: Uint8Array<ArrayBuffer> } {
  const encoded = all.map(({ name, shape, at }) => {
    const values = parameters.subarray(at, at + sizeOf(shape));
    return { spec: { name, shape, dtype: 'float32' } as const, ...encode(values, precision) };
  });
  return {
    specs: encoded.map(({ spec, quantization }) => ({ ...spec, ...(quantization && { quantization }) })),
    bytes: joined(encoded.map(({ bytes }) => bytes)),
  };
}

interface Encoded {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly quantization?: NonNullable<WeightSpec['quantization']>;
}

function encode(values: Float32Array, precision: Precision): Encoded {
  switch (precision) {
    case 'float32':
      return { bytes: new Uint8Array(values.slice().buffer) };
    case 'float16':
      return {
        bytes: new Uint8Array(Uint16Array.from(values, toHalf).buffer),
        quantization: { dtype: 'float16', original_dtype: 'float32' },
      };
    case 'uint8':
      return toBytes(values);
  }
  return precision satisfies never;
}

/** Evenly from the least to the largest value, so laid that zero stays zero. */
function toBytes(values: Float32Array): Encoded {
  let [least, most] = [0, 0];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const scale = most > least ? (most - least) / LEVELS : 1;
  const zero = Math.round(-least / scale);
  const bytes = Uint8Array.from(values, (value) => {
    const level = Math.round(value / scale) + zero;
    return Math.min(LEVELS, Math.max(0, level));
  });
  return { bytes, quantization: { dtype: 'uint8', scale, min: -zero * scale, original_dtype: 'float32' } };
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** How many bytes weights of such a model have. */
export function encodedBytes(all: readonly NamedWeights[], precision: Precision): number {
  return BYTES[precision] * all.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/**
 * The inverse of `encodeWeights`, but for what rounding has taken.
 * @param specs of as many weights, in their order
 * @returns `[P]`
 */
export function decodeWeights(
  all: readonly NamedWeights[],
  specs: readonly WeightSpec[],
  bytes: Uint8Array,
): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parameters = new Float32Array(all.reduce((sum, { shape }) => sum + sizeOf(shape), 0));
  let from = 0;
  all.forEach(({ shape, at }, w) => {
    const { quantization } = specs[w]!;
    for (let i = 0; i < sizeOf(shape); i++) {
      if (!quantization) parameters[at + i] = view.getFloat32(from + 4 * i, true);
      else if (quantization.dtype === 'float16')
        parameters[at + i] = fromHalf(view.getUint16(from + 2 * i, true));
      else parameters[at + i] = view.getUint8(from + i) * quantization.scale + quantization.min;
    }
    from += sizeOf(shape) * BYTES[quantization?.dtype ?? 'float32'];
  });
  return parameters;
}
