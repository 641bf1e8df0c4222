/**
 * Lets a model that was trained elsewhere take a stage's place as it is: it answers, on whatever backend tfjs runs on, and
 * takes no step. tfjs's readers of models are loaded when the first one opens.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Snapshot } from '../core/checkpoint.ts';
import { stoppedError } from '../core/errors.ts';
import { INPUT_SCALES, type ImportedArchitecture } from '../core/imported.ts';
import { evaluate } from '../core/metrics.ts';
import { text } from '../core/text.ts';
import { sizeOf } from '../core/architecture.ts';
import { PIXELS, pixelsOf } from '../data/dataset.ts';
import type { Session, Trainer } from './trainer.ts';

/** Images of one call. */
const CALL_IMAGES = 250;
/** Probabilities below it are taken for it: float32 softmax may give 0, which has no logarithm. */
const LEAST_PROBABILITY = 1e-30;

export const importedTrainer: Trainer = {
  name: 'tfjs',
  overheadMacs: 0,
  supports: ({ architecture, members }) => {
    if (architecture.kind !== 'imported')
      return text('Only a model that was trained elsewhere needs no training.');
    return members.length === 1 || text('A model that was trained elsewhere is one network.');
  },
  open: (stage, { breathe }) =>
    Promise.resolve(openImported(stage.architecture as ImportedArchitecture, breathe)),
};

/** How a model sees an image. */
export type View = Pick<ImportedArchitecture, 'inputShape' | 'inputScale'>;

export interface Classifier {
  /** What the model says that it takes, such as `[null,28,28,1]`. */
  readonly takes: string;
  /** @param images grey levels, `[N, PIXELS]` @returns what the model gives, `[N, classes]` */
  answer(images: Uint8Array, view: View): Promise<Float32Array>;
  close(): void;
}

/** A session that has no weights until it is given some by `restore`. */
export function openImported(architecture: ImportedArchitecture, breathe: () => Promise<void>): Session {
  let step = 0;
  let parameters = new Float32Array(0);
  let opening: Promise<Classifier> | undefined;
  const classifier = () => (opening ??= openClassifier(architecture, parameters));
  const close = () => {
    void opening?.then((opened) => opened.close());
    opening = undefined;
  };

  async function forward(images: Uint8Array, signal: AbortSignal): Promise<readonly Float32Array[]> {
    const opened = await classifier();
    const count = images.length / PIXELS;
    const logits = new Float32Array(count * architecture.classes);
    for (let first = 0; first < count; first += CALL_IMAGES) {
      if (signal.aborted) throw stoppedError();
      const some = images.subarray(first * PIXELS, (first + CALL_IMAGES) * PIXELS);
      logits.set(
        logitsOf(await opened.answer(some, architecture), architecture.outputs),
        first * architecture.classes,
      );
      await breathe();
    }
    return [logits];
  }

  return {
    get step() {
      return step;
    },
    advance: () => Promise.reject(new RangeError('A model that was trained elsewhere takes no step.')),
    forward,
    async evaluate({ images, labels }, signal) {
      return (await forward(images, signal)).map((logits) => evaluate(logits, labels, architecture.classes));
    },
    snapshot: (): Promise<Snapshot> => Promise.resolve({ step, parameters, moments: [] }),
    restore(snapshot) {
      close();
      step = snapshot.step;
      parameters = snapshot.parameters as Float32Array<ArrayBuffer>;
    },
    close,
  };
}

function logitsOf(answers: Float32Array, outputs: ImportedArchitecture['outputs']): Float32Array {
  return outputs === 'logits'
    ? answers
    : answers.map((probability) => Math.log(Math.max(probability, LEAST_PROBABILITY)));
}

/** @param parameters all weights in the order of `architecture.weights` */
export async function openClassifier(
  architecture: Pick<ImportedArchitecture, 'format' | 'topology' | 'weights'>,
  parameters: Float32Array,
): Promise<Classifier> {
  const { format, topology, weights } = architecture;
  const artifacts: tf.io.ModelArtifacts = {
    modelTopology: topology as object,
    weightSpecs: weights.map(({ name, shape, dtype }) => ({ name, shape: [...shape], dtype })),
    weightData: bytesOf(weights, parameters),
  };
  const handler = tf.io.fromMemory(artifacts);
  const model =
    format === 'layers-model'
      ? await (await import('@tensorflow/tfjs-layers')).loadLayersModel(handler)
      : await (await import('@tensorflow/tfjs-converter')).loadGraphModel(handler);
  return {
    takes: JSON.stringify(model.inputs[0]?.shape ?? null),
    async answer(images, { inputShape, inputScale }) {
      const count = images.length / PIXELS;
      const output = tf.tidy(() => {
        const pixels = pixelsOf(images, INPUT_SCALES[inputScale].of);
        const x = tf.tensor(pixels, [count, ...inputShape]);
        return model.predict(x) as tf.Tensor;
      });
      const values = await output.data<'float32'>();
      output.dispose();
      return values;
    },
    close: () => model.dispose(),
  };
}

/** Weights as tfjs reads them from a file: each in its own type, one after the other. */
function bytesOf(weights: ImportedArchitecture['weights'], parameters: Float32Array): ArrayBuffer {
  const size = weights.reduce((sum, { shape, dtype }) => sum + sizeOf(shape) * (dtype === 'bool' ? 1 : 4), 0);
  const view = new DataView(new ArrayBuffer(size));
  let [at, from] = [0, 0];
  for (const { shape, dtype } of weights) {
    for (let end = from + sizeOf(shape); from < end; from++) {
      const value = parameters[from]!;
      if (dtype === 'bool') view.setUint8(at, value);
      else if (dtype === 'int32') view.setInt32(at, value, true);
      else view.setFloat32(at, value, true);
      at += dtype === 'bool' ? 1 : 4;
    }
  }
  return view.buffer;
}
