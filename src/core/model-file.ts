/**
 * A trained network as a tfjs model, `model.json` and its weights: what plain tfjs loads, with `loadLayersModel` or, for a transformer,
 * with `loadGraphModel`. It takes images `[N, 28, 28, 1]` with grey levels from 0 to 1 and gives logits `[N, classes]`. Reading back
 * knows such models only; any other model is for tfjs itself to read.
 */
import * as v from 'valibot';
import { trainableOf, type Architecture, type TrainableArchitecture } from './architecture.ts';
import type { StageKind } from './stages.ts';
import type { InputScale } from './imported.ts';
import { LabError } from './errors.ts';
import { SIDE } from './layer-shapes.ts';
import { layersTopology } from './model-topology.ts';
import { transformerGraph, type Graph } from './model-graph.ts';
import { str, text, type Text } from './text.ts';
import {
  decodeWeights,
  encodedBytes,
  encodeWeights,
  joined,
  namedWeights,
  type Precision,
  type WeightSpec,
} from './weights-file.ts';

/** What the networks of the lab take: grey levels from 0 to 1. */
export const OWN_SCALE: InputScale = '0-1';

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
  /** Where it is no perceptron, which its weights tell by themselves. */
  readonly architecture?: TrainableArchitecture;
}

export interface ModelJson {
  readonly format: 'layers-model' | 'graph-model';
  readonly generatedBy: string;
  readonly convertedBy: null;
  readonly modelTopology: unknown;
  /** Inputs and outputs of a graph. */
  readonly signature?: unknown;
  readonly weightsManifest: readonly [
    { readonly paths: readonly [string]; readonly weights: readonly WeightSpec[] },
  ];
  readonly userDefinedMetadata: { readonly darkKnowledgeLab: ModelNotes };
}

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
  const trained = trainableOf(architecture);
  const { specs, bytes } = encodeWeights(namedWeights(trained), parameters, precision);
  const { constants, ...form } = formOf(trained);
  const own = { ...notes, ...(trained.kind !== 'mlp' && { architecture: trained }) };
  const json: ModelJson = {
    ...{ format: form.format, generatedBy: 'Dark Knowledge Lab', convertedBy: null },
    modelTopology: form.topology,
    ...(form.signature !== undefined && { signature: form.signature }),
    weightsManifest: [{ paths: [weightsPath], weights: [...specs, ...(constants?.specs ?? [])] }],
    userDefinedMetadata: { darkKnowledgeLab: own },
  };
  return { json, weights: constants ? joined([bytes, constants.bytes]) : bytes };
}

/** What of a model follows from its architecture alone. */
function formOf(architecture: TrainableArchitecture): Partial<Graph> & Pick<ModelJson, 'format'> {
  return architecture.kind === 'vit'
    ? { format: 'graph-model', ...transformerGraph(architecture) }
    : { format: 'layers-model', topology: layersTopology(architecture) };
}

export interface ReadNetwork {
  readonly architecture: TrainableArchitecture;
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
  if (typeof notes !== 'object' || (notes as unknown) === null) return undefined;
  const specs = (weightsManifest as readonly { weights?: readonly WeightSpec[] }[] | undefined)?.[0]?.weights;
  const architecture = Array.isArray(specs) ? architectureIn(notes, specs) : undefined;
  const form = architecture && formOf(architecture);
  if (!form || JSON.stringify(modelTopology) !== JSON.stringify(form.topology))
    throw refused(text('its layers are not those of a network that the lab exports'));
  const names = namedWeights(architecture);
  const precision = specs![0]?.quantization?.dtype ?? 'float32';
  const expected = encodedBytes(names, precision) + (form.constants?.bytes.length ?? 0);
  if (weights.length !== expected)
    throw refused(text(str`its weights have ${weights.length} bytes; ${expected} are needed`));
  if (!names.every((_, w) => isEncodedLike(specs![w], precision)))
    throw refused(text('it does not say how its weights are rounded'));
  return { architecture, parameters: decodeWeights(names, specs!, weights), notes };
}

/** Of a perceptron as its weights have it; of any other network as the notes say, which the topology then has to match. */
function architectureIn(
  { architecture }: ModelNotes,
  specs: readonly (Partial<WeightSpec> | null)[],
): TrainableArchitecture | undefined {
  if (architecture !== undefined) return v.is(NOTED, architecture) ? architecture : undefined;
  const kernels = specs.filter((_, i) => i % 2 === 0).map((spec) => spec?.shape);
  const widths = kernels.map((shape) => shape?.[1]);
  const isWhole = (n: unknown): n is number =>
    Number.isInteger(n) && (n as number) > 0 && (n as number) < 1e5;
  const inputs = kernels[0]?.[0];
  if (inputs !== SIDE ** 2 || widths.length > 9 || !widths.every(isWhole)) return undefined;
  return { kind: 'mlp', inputs, hidden: widths.slice(0, -1), classes: widths.at(-1)! };
}

const whole = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));
const common = { inputs: v.literal(SIDE ** 2), classes: whole(1000) };
const NOTED = v.variant('kind', [
  v.strictObject({
    ...{ kind: v.literal('cnn'), ...common },
    channels: v.pipe(v.array(whole(4096)), v.minLength(1), v.maxLength(4)),
    hidden: v.pipe(v.array(whole(4096)), v.maxLength(8)),
  }),
  v.pipe(
    v.strictObject({
      ...{ kind: v.literal('vit'), ...common },
      ...{ width: whole(4096), blocks: whole(64), heads: whole(4096) },
    }),
    v.check(({ width, heads }) => width % heads === 0),
  ),
]);

function isEncodedLike(spec: WeightSpec | undefined, precision: Precision): boolean {
  if (!spec) return false;
  const { quantization } = spec;
  if ((quantization?.dtype ?? 'float32') !== precision) return false;
  return (
    quantization?.dtype !== 'uint8' ||
    (Number.isFinite(quantization.scale) && Number.isFinite(quantization.min))
  );
}

function refused(why: Text): LabError {
  return new LabError('data', why, '');
}
