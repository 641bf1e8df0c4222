/**
 * Reads a classifier of 28 x 28 images from the files of a tfjs model: one that the lab has exported, or any other. What
 * cannot be a teacher here is refused in a sentence that names what it has and what is needed.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Architecture } from '../core/architecture.ts';
import { LabError, reasonOf, reasonText } from '../core/errors.ts';
import { INPUT_SCALES, type InputScale } from '../core/imported.ts';
import { evaluate, type Evaluation } from '../core/metrics.ts';
import { OWN_SCALE, readModelFile } from '../core/model-file.ts';
import { quoted, safeName } from '../core/quote.ts';
import { MAX_PARAMETERS } from '../core/network-problems.ts';
import { str, text, within, type Text } from '../core/text.ts';
import { PIXELS, type LabelledImages } from '../data/dataset.ts';
import { openClassifier, type Classifier } from './imported-trainer.ts';

export interface ReadTeacher {
  readonly title: string;
  readonly architecture: Architecture;
  readonly parameters: Float32Array;
  /** How it does on the images that its scale was tried on. */
  readonly tried: Evaluation;
}

/** Images that a scale is tried on. */
const TRIED_IMAGES = 300;
/** Another scale must beat the one that was asked for by so much of those images to be thought the right one. */
const CLEARLY = 0.1;
/** `model.json` of a large graph has a megabyte or two. */
const MAX_JSON_BYTES = 20_000_000;
/** In float32 the largest network that the lab trains. */
const MAX_WEIGHT_BYTES = 4 * MAX_PARAMETERS;

/**
 * @param files `model.json` and the files of its weights, in any order
 * @param scale what grey levels become before the model sees them; models of the lab's own know it
 * @param known images with labels that the scale is tried on, never test images: it is a choice
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
  const asked = { name, scale: own ? OWN_SCALE : scale, known: firstOf(known), classes };
  const imported = await importModel(json.value, bytes, asked);
  return own ? { ...imported, ...own } : imported;
}

function firstOf({ images, labels }: LabelledImages): LabelledImages {
  const some = Math.min(TRIED_IMAGES, labels.length);
  return { images: images.subarray(0, some * PIXELS), labels: labels.subarray(0, some) };
}

async function readJson(files: readonly File[]): Promise<{ readonly file: File; readonly value: ModelJson }> {
  const candidates = files.filter(({ name }) => name.toLowerCase().endsWith('.json'));
  const [file] = candidates;
  if (!file || candidates.length > 1)
    throw new LabError(
      'data',
      text(
        str`A model is one .json file and the files of its weights; there are ${candidates.length} .json files here.`,
      ),
      text('Choose model.json and its .bin files together.'),
    );
  if (file.size > MAX_JSON_BYTES)
    throw refused(file.name, text(str`it has ${file.size} bytes, which is no model`));
  try {
    const value: unknown = JSON.parse(await file.text());
    if (typeof value === 'object' && value !== null) return { file, value };
  } catch {
    // told below
  }
  throw refused(file.name, text('it is not JSON'));
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
    throw refused(name, text('it has no list of weights (weightsManifest), so it is no tfjs model'));
  return {
    specs: groups.flatMap((group) => group!.weights as tf.io.WeightsManifestEntry[]),
    paths: groups.flatMap((group) => group!.paths as unknown[]).map(String),
  };
}

async function readWeights(json: ModelJson, files: readonly File[], name: string): Promise<Uint8Array> {
  const parts = manifestOf(json, name).paths.map((path) => {
    const file = files.find((one) => one.name === path.split('/').at(-1));
    if (!file)
      throw refused(name, text(str`its weights are in ${quoted(path)}, which is not among the files`));
    return file;
  });
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (size > MAX_WEIGHT_BYTES)
    throw refused(name, text(str`its weights have ${size} bytes; at most ${MAX_WEIGHT_BYTES} are read`));
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** What is trained, timed and exported like any other network, because the lab knows its layers. */
function ownModel(json: ModelJson, bytes: Uint8Array, name: string) {
  try {
    const own = readModelFile(json, bytes);
    return own && { architecture: own.architecture, parameters: own.parameters };
  } catch (error) {
    throw refused(name, reasonText(error));
  }
}

interface Asked {
  readonly name: string;
  readonly scale: InputScale;
  readonly known: LabelledImages;
  readonly classes: number;
}

async function importModel(json: ModelJson, bytes: Uint8Array, asked: Asked): Promise<ReadTeacher> {
  const { name, classes, known } = asked;
  const title = safeName(name);
  const { specs } = manifestOf(json, name);
  const { weights, parameters } = await decode(specs, bytes, name);
  const format = json.format === 'graph-model' ? 'graph-model' : 'layers-model';
  const model = { format, topology: json.modelTopology, weights } as const;
  const classifier = await openClassifier(model, parameters).catch((error: unknown) => {
    throw refused(name, text(str`tfjs cannot build it (${reasonOf(error)})`));
  });
  try {
    const inputShape = await inputShapeOf(classifier, name);
    const answerBy = async (inputScale: InputScale): Promise<Float32Array> => {
      const answers = await classifier.answer(known.images, { inputShape, inputScale });
      const each = answers.length / known.labels.length;
      if (each === classes) return answers;
      throw refused(
        name,
        text(str`its output for one image has the shape [${each}], and this data has [${classes}] classes`),
      );
    };
    const answers = await answerBy(asked.scale);
    const tried = evaluate(answers, known.labels, classes);
    await checkScale(tried, asked, answerBy);
    const outputs = areProbabilities(answers, classes) ? 'probabilities' : 'logits';
    const view = { inputs: PIXELS, inputShape, inputScale: asked.scale };
    const architecture = { kind: 'imported', title, ...model, ...view, outputs, classes } as const;
    return { title, parameters, architecture, tried };
  } finally {
    classifier.close();
  }
}

/** Weights in float32, whatever they are stored in. */
async function decode(specs: readonly tf.io.WeightsManifestEntry[], bytes: Uint8Array, name: string) {
  let tensors: tf.NamedTensorMap;
  try {
    tensors = tf.io.decodeWeights(bytes.slice().buffer, [...specs]);
  } catch (error) {
    throw refused(name, text(str`its weights cannot be read (${reasonOf(error)})`));
  }
  try {
    const weights = specs.map(({ name: weight }) => {
      const { shape, dtype } = tensors[weight]!;
      if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool')
        throw refused(name, text(str`its weight ${quoted(weight)} is of type ${dtype}`));
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
async function inputShapeOf(classifier: Classifier, name: string): Promise<readonly number[]> {
  const blank = new Uint8Array(PIXELS);
  let why = '';
  for (const inputShape of [[28, 28, 1], [28, 28], [PIXELS]]) {
    try {
      await classifier.answer(blank, { inputShape, inputScale: '0-1' });
      return inputShape;
    } catch (error) {
      why = reasonOf(error);
    }
  }
  const { takes } = classifier;
  throw refused(
    name,
    text(str`it takes ${takes}, and an image here is [28,28,1], [28,28] or [784] (${why})`),
  );
}

/** @throws LabError when another scale than the one that was asked for does clearly better */
async function checkScale(
  tried: Evaluation,
  { scale, known, classes, name }: Asked,
  answerBy: (scale: InputScale) => Promise<Float32Array>,
): Promise<void> {
  if (tried.accuracy + CLEARLY >= 1) return; // nothing can do clearly better
  const percent = (accuracy: number) => Math.round(100 * accuracy);
  const inputs = (by: InputScale) => within(INPUT_SCALES[by].title);
  let best = { by: scale, accuracy: tried.accuracy };
  for (const by of (Object.keys(INPUT_SCALES) as InputScale[]).filter((other) => other !== scale)) {
    const { accuracy } = evaluate(await answerBy(by), known.labels, classes);
    if (accuracy > best.accuracy) best = { by, accuracy };
  }
  if (best.accuracy > tried.accuracy + CLEARLY)
    throw new LabError(
      'data',
      text(
        str`${name}: with inputs from ${inputs(scale)} it gets ${percent(tried.accuracy)} % of ${tried.images} digits right, with ${inputs(best.by)} it gets ${percent(best.accuracy)} %.`,
      ),
      text(str`Say that its inputs are ${inputs(best.by)}.`),
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

function refused(name: string, why: Text): LabError {
  return new LabError(
    'data',
    text(str`${safeName(name)} cannot be a teacher: ${within(why)}.`),
    text('Choose a tfjs classifier of 28 × 28 images.'),
  );
}
