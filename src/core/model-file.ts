/**
 * A trained network as a tfjs layers model, `model.json` and its weights: what plain tfjs loads with `loadLayersModel`.
 * It takes images `[N, 28, 28, 1]` with grey levels from 0 to 1 and gives logits `[N, classes]`. Reading back knows such
 * models only (dense layers in a row); any other model is for tfjs itself to read.
 */
import { architectureName, layerShapes, parameterCount, type Architecture } from './architecture.ts';
import type { StageKind } from './stages.ts';
import type { InputScale } from './imported.ts';
import { LabError } from './errors.ts';
import { fromHalf, toHalf } from './half.ts';
import { str, text, type Text } from './text.ts';

/** What the networks of the lab take: grey levels from 0 to 1. */
export const OWN_SCALE: InputScale = '0-1';

export type Precision = 'float32' | 'float16';

/** Which network of the last run is wanted as a model, and how. */
export interface NetworkRequest {
  readonly kind: StageKind;
  /** Its number among the networks of its kind, as in results. */
  readonly member: number;
  readonly precision: Precision;
  /** What the file of its weights is called. */
  readonly weightsPath: string;
}

export interface ModelFile {
  /** The content of `model.json`. */
  readonly json: ModelJson;
  readonly weights: Uint8Array<ArrayBuffer>;
}

/** What the lab says of a model beside what tfjs needs. */
export interface ModelNotes {
  readonly role: string;
  readonly setting?: string;
  readonly seed?: number;
  /** Measured before weights were rounded. */
  readonly testErrors?: number;
  readonly testImages?: number;
  /** The experiment of the run that trained it. */
  readonly config?: unknown;
  /** What it was trained on. */
  readonly adapter?: string;
}

export interface ModelJson {
  readonly format: 'layers-model';
  readonly generatedBy: string;
  readonly convertedBy: null;
  readonly modelTopology: unknown;
  readonly weightsManifest: readonly [
    { readonly paths: readonly [string]; readonly weights: readonly WeightSpec[] },
  ];
  readonly userDefinedMetadata: { readonly darkKnowledgeLab: ModelNotes };
}

interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32';
  readonly quantization?: { readonly dtype: 'float16'; readonly original_dtype: 'float32' };
}

const SIDE = 28;

/**
 * @param parameters `[P]`, in the order of `layerShapes`
 * @param weightsPath what the file of the weights will be called, beside `model.json`
 */
export function modelFile(
  architecture: Architecture,
  parameters: Float32Array,
  precision: Precision,
  notes: ModelNotes,
  weightsPath = 'weights.bin',
): ModelFile {
  const quantization = { dtype: 'float16', original_dtype: 'float32' } as const;
  const specs = layerShapes(architecture).flatMap(({ inputs, outputs }, l) => {
    const common = { dtype: 'float32', ...(precision === 'float16' && { quantization }) } as const;
    return [
      { name: `dense_${l}/kernel`, shape: [inputs, outputs], ...common },
      { name: `dense_${l}/bias`, shape: [outputs], ...common },
    ];
  });
  const json: ModelJson = {
    format: 'layers-model',
    generatedBy: 'Dark Knowledge Lab',
    convertedBy: null,
    modelTopology: topology(architecture),
    weightsManifest: [{ paths: [weightsPath], weights: specs }],
    userDefinedMetadata: { darkKnowledgeLab: notes },
  };
  return { json, weights: precision === 'float16' ? halves(parameters) : floats(parameters) };
}

function topology(architecture: Architecture): unknown {
  const shapes = layerShapes(architecture);
  const flatten = {
    class_name: 'Flatten',
    config: { name: 'pixels', batch_input_shape: [null, SIDE, SIDE, 1], dtype: 'float32', trainable: false },
  };
  const dense = shapes.map(({ outputs }, l) => ({
    class_name: 'Dense',
    config: {
      ...{ name: `dense_${l}`, units: outputs, use_bias: true, trainable: true },
      activation: l === shapes.length - 1 ? 'linear' : 'relu',
    },
  }));
  return {
    class_name: 'Sequential',
    config: { name: `mlp_${architectureName(architecture)}`, layers: [flatten, ...dense] },
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
  };
}

function floats(parameters: Float32Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(parameters.slice().buffer);
}

function halves(parameters: Float32Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Uint16Array.from(parameters, toHalf).buffer);
}

export interface ReadNetwork {
  readonly architecture: Architecture;
  readonly parameters: Float32Array; // [P]
  readonly notes?: ModelNotes;
}

/**
 * Reads a model that `modelFile` has made.
 * @returns nothing where it is another model, however good
 * @throws LabError, to stand within a sentence, when it claims to be one of ours and its weights are not what it says
 */
export function readModelFile(json: unknown, weights: Uint8Array): ReadNetwork | undefined {
  const { modelTopology, weightsManifest, userDefinedMetadata } = (json ?? {}) as Partial<ModelJson>;
  const notes = userDefinedMetadata?.darkKnowledgeLab;
  if (typeof notes !== 'object') return undefined;
  const specs = (weightsManifest as readonly { weights?: readonly WeightSpec[] }[] | undefined)?.[0]?.weights;
  const kernels = Array.isArray(specs) ? (specs as readonly WeightSpec[]).filter((_, i) => i % 2 === 0) : [];
  const shapes = kernels.map(({ shape }) => shape);
  const inputs = shapes[0]?.[0];
  const widths = shapes.map((shape) => shape[1]);
  const isWhole = (n: unknown): n is number =>
    Number.isInteger(n) && (n as number) > 0 && (n as number) < 1e5;
  if (inputs !== SIDE * SIDE || widths.length > 9 || !widths.every(isWhole))
    throw refused(text('its layers are not those of a network that the lab exports'));
  const architecture: Architecture = {
    ...{ kind: 'mlp', inputs, hidden: widths.slice(0, -1) },
    classes: widths.at(-1)!,
  };
  if (JSON.stringify(modelTopology) !== JSON.stringify(topology(architecture)))
    throw refused(text('its layers are not those of a network that the lab exports'));
  const count = parameterCount(architecture);
  const isHalf = specs![0]!.quantization?.dtype === 'float16';
  const expected = (isHalf ? 2 : 4) * count;
  if (weights.length !== expected)
    throw refused(text(str`its weights have ${weights.length} bytes; ${expected} are needed`));
  return { architecture, parameters: decode(weights, count, isHalf), notes };
}

function refused(why: Text): LabError {
  return new LabError('data', why, '');
}

function decode(weights: Uint8Array, count: number, isHalf: boolean): Float32Array {
  const view = new DataView(weights.buffer, weights.byteOffset, weights.byteLength);
  return Float32Array.from({ length: count }, (_, i) =>
    isHalf ? fromHalf(view.getUint16(2 * i, true)) : view.getFloat32(4 * i, true),
  );
}
