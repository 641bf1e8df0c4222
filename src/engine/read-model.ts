/**
 * Reads a classifier of 28 x 28 images from the files of a tfjs model: one that the lab has exported, or any other. What
 * cannot be a teacher here is refused in a sentence that names what it has and what is needed.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Architecture } from '../core/architecture.ts';
import { LabError } from '../core/errors.ts';
import { INPUT_SCALES, type ImportedArchitecture, type InputScale } from '../core/imported.ts';
import { evaluate } from '../core/metrics.ts';
import { readModelFile, type ModelNotes } from '../core/model-file.ts';
import { quote } from '../core/quote.ts';
import { MAX_PARAMETERS } from '../core/schema.ts';
import { PIXELS, type LabelledImages } from '../data/dataset.ts';
import { openClassifier } from './imported-trainer.ts';

export interface ReadTeacher {
  readonly title: string;
  readonly architecture: Architecture;
  readonly parameters: Float32Array;
  /** What the lab says of its own models. */
  readonly notes?: ModelNotes;
}

/** Images that a scale is tried on. */
const TRIED_IMAGES = 300;
/** Another scale must beat the one that was asked for by so much of those images to be thought the right one. */
const CLEARLY = 0.1;
/** `model.json` of a large graph has a megabyte or two. */
const MAX_JSON_BYTES = 20_000_000;

/**
 * @param files `model.json` and the files of its weights, in any order
 * @param scale what grey levels become before the model sees them; models of the lab's own know it
 * @param known images with labels that the scale is tried on
 * @throws LabError `data` for files that are no such model
 */
export async function readModel(
  files: readonly File[],
  scale: InputScale,
  known: LabelledImages,
  classes: number,
): Promise<ReadTeacher> {
  const json = await readJson(files);
  const name = json.file.name;
  const bytes = await readWeights(json.value, files, name);
  const own = ownModel(json.value, bytes, name);
  const title = name.slice(0, 80);
  if (own) {
    if (own.architecture.classes !== classes)
      throw refused(
        name,
        `it gives ${own.architecture.classes} answers, and this data has ${classes} classes`,
      );
    return { title, ...own };
  }
  return importModel(json.value, bytes, { title, name, scale, known, classes });
}

async function readJson(files: readonly File[]): Promise<{ readonly file: File; readonly value: ModelJson }> {
  const candidates = files.filter(({ name }) => name.toLowerCase().endsWith('.json'));
  const [file] = candidates;
  if (!file || candidates.length > 1)
    throw new LabError(
      'data',
      `A model is one .json file and the files of its weights; there are ${candidates.length} .json files here.`,
      'Choose model.json and its .bin files together.',
    );
  if (file.size > MAX_JSON_BYTES) throw refused(file.name, `it has ${file.size} bytes, which is no model`);
  try {
    const value: unknown = JSON.parse(await file.text());
    if (typeof value === 'object' && value !== null) return { file, value };
  } catch {
    // told below
  }
  throw refused(file.name, 'it is not JSON');
}

/** What a tfjs model's file says; nothing of it is sure. */
interface ModelJson {
  readonly format?: unknown;
  readonly modelTopology?: unknown;
  readonly weightsManifest?: unknown;
}

interface Manifest {
  readonly specs: readonly tf.io.WeightsManifestEntry[];
  readonly paths: readonly string[];
}

function manifestOf({ weightsManifest }: ModelJson, name: string): Manifest {
  const isList = (value: unknown): value is unknown[] => Array.isArray(value) && value.length < 5000;
  const groups = (isList(weightsManifest) ? weightsManifest : []) as ({
    readonly paths?: unknown;
    readonly weights?: unknown;
  } | null)[];
  if (groups.length === 0 || !groups.every((group) => isList(group?.paths) && isList(group.weights)))
    throw refused(name, 'it has no list of weights (weightsManifest), so it is no tfjs model');
  return {
    specs: groups.flatMap((group) => group!.weights as tf.io.WeightsManifestEntry[]),
    paths: groups.flatMap((group) => group!.paths as unknown[]).map(String),
  };
}

async function readWeights(json: ModelJson, files: readonly File[], name: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (const path of manifestOf(json, name).paths) {
    const file = files.find((one) => one.name === path.split('/').at(-1));
    if (!file) throw refused(name, `its weights are in ${quote(path)}, which is not among the files`);
    if (file.size > 4 * MAX_PARAMETERS)
      throw refused(file.name, `it has ${file.size} bytes; at most ${4 * MAX_PARAMETERS} are read`);
    parts.push(new Uint8Array(await file.arrayBuffer()));
  }
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function ownModel(json: ModelJson, bytes: Uint8Array, name: string) {
  try {
    return readModelFile(json, bytes);
  } catch (error) {
    throw refused(name, error instanceof Error ? error.message.replace(/\.$/, '') : String(error));
  }
}

interface Asked {
  readonly title: string;
  readonly name: string;
  readonly scale: InputScale;
  readonly known: LabelledImages;
  readonly classes: number;
}

async function importModel(json: ModelJson, bytes: Uint8Array, asked: Asked): Promise<ReadTeacher> {
  const { title, name, known, classes } = asked;
  const { specs } = manifestOf(json, name);
  const { weights, parameters } = await decode(specs, bytes, name);
  const format = json.format === 'graph-model' ? 'graph-model' : 'layers-model';
  const draft = {
    ...({ kind: 'imported', title, format, topology: json.modelTopology, weights, inputs: PIXELS } as const),
    ...({ inputScale: asked.scale, outputs: 'logits', classes } as const),
  };
  const inputShape = await inputShapeOf(draft, parameters, name);
  const some = Math.min(TRIED_IMAGES, known.labels.length);
  const tried = { images: known.images.subarray(0, some * PIXELS), labels: known.labels.subarray(0, some) };
  const trials = new Map<InputScale, { readonly accuracy: number; readonly answers: Float32Array }>();
  for (const scale of Object.keys(INPUT_SCALES) as InputScale[]) {
    const classifier = await openClassifier({ ...draft, inputShape, inputScale: scale }, parameters);
    try {
      const answers = await classifier.answer(tried.images);
      if (answers.length !== some * classes)
        throw refused(
          name,
          `its output for one image has the shape [${answers.length / some}], and this data has [${classes}] classes`,
        );
      trials.set(scale, { accuracy: evaluate(answers, tried.labels, classes).accuracy, answers });
    } finally {
      classifier.close();
    }
  }
  checkScale(trials, asked.scale, some, name);
  const outputs = areProbabilities(trials.get(asked.scale)!.answers, classes) ? 'probabilities' : 'logits';
  return {
    title,
    parameters,
    architecture: { ...draft, inputShape, outputs } satisfies ImportedArchitecture,
  };
}

/** Weights in float32, whatever they are stored in. */
async function decode(specs: readonly tf.io.WeightsManifestEntry[], bytes: Uint8Array, name: string) {
  let tensors: tf.NamedTensorMap;
  try {
    tensors = tf.io.decodeWeights(bytes.slice().buffer, [...specs]);
  } catch (error) {
    throw refused(name, `its weights cannot be read (${reasonOf(error)})`);
  }
  try {
    const weights = specs.map(({ name: weight }) => {
      const { shape, dtype } = tensors[weight]!;
      if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool')
        throw refused(name, `its weight ${quote(weight)} is of type ${dtype}`);
      return { name: weight, shape, dtype } as const;
    });
    const values = await Promise.all(specs.map(({ name: weight }) => tensors[weight]!.data<'float32'>()));
    const parameters = new Float32Array(values.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of values) {
      parameters.set(part, at);
      at += part.length;
    }
    return { weights, parameters };
  } finally {
    tf.dispose(tensors);
  }
}

/** @throws LabError when the model takes something else than digits */
async function inputShapeOf(
  draft: Omit<ImportedArchitecture, 'inputShape'>,
  parameters: Float32Array,
  name: string,
): Promise<readonly number[]> {
  const shapes = [[28, 28, 1], [28, 28], [PIXELS]];
  const blank = new Uint8Array(PIXELS);
  let takes = 'something unknown';
  let why = '';
  for (const inputShape of shapes) {
    try {
      const classifier = await openClassifier({ ...draft, inputShape }, parameters);
      takes = classifier.takes;
      try {
        await classifier.answer(blank);
        return inputShape;
      } finally {
        classifier.close();
      }
    } catch (error) {
      why = reasonOf(error);
    }
  }
  throw refused(name, `it takes ${takes}, and an image here is [28,28,1], [28,28] or [784] (${why})`);
}

function checkScale(
  trials: ReadonlyMap<InputScale, { readonly accuracy: number }>,
  asked: InputScale,
  images: number,
  name: string,
): void {
  const own = trials.get(asked)!.accuracy;
  const [best, { accuracy }] = [...trials].reduce((a, b) => (b[1].accuracy > a[1].accuracy ? b : a));
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  if (accuracy > own + CLEARLY)
    throw new LabError(
      'data',
      `${name}: with inputs from ${INPUT_SCALES[asked].title} it gets ${percent(own)} of ${images} digits right, with ${INPUT_SCALES[best].title} ${percent(accuracy)}.`,
      `Say that its inputs are ${INPUT_SCALES[best].title}.`,
    );
}

function areProbabilities(answers: Float32Array, classes: number): boolean {
  for (let row = 0; row < answers.length; row += classes) {
    const own = answers.subarray(row, row + classes);
    const sum = own.reduce((a, b) => a + b, 0);
    if (Math.abs(sum - 1) > 1e-3 || own.some((value) => value < 0)) return false;
  }
  return true;
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error))
    .split('\n')[0]!
    .slice(0, 160)
    .replace(/\.$/, '');
}

function refused(name: string, why: string): LabError {
  return new LabError(
    'data',
    `${name} cannot be a teacher: ${why}.`,
    'Choose a tfjs classifier of 28 × 28 images.',
  );
}
