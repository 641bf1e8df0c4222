/**
 * The reference trainer: stacked tfjs operations and autodiff, on any tfjs backend. One step trains all members of a
 * population, whatever their number. It is written to be read and believed; speed is another trainer's business.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { parameterCount, trainableOf } from '../core/architecture.ts';
import { layerShapes } from '../core/layer-shapes.ts';
import { stoppedError } from '../core/errors.ts';
import { evaluate } from '../core/metrics.ts';
import { isLearning, scheduleFactor, type Stage } from '../core/stages.ts';
import { text } from '../core/text.ts';
import { PIXELS, pixelsOf } from '../data/dataset.ts';
import { batchMaker } from './batch.ts';
import { beginningOf } from './beginning.ts';
import { initialMaps, mapParameterCount, splitMaps } from './layer-maps.ts';
import { lossAndGradient, MEASURED } from './loss.ts';
import { joinLayers, splitLayers } from './layers.ts';
import { answer } from './network.ts';
import { limitNorm, updateRule, type Update } from './optimizers.ts';
import type { Snapshot } from '../core/checkpoint.ts';
import { viewTeachers } from './teacher-view.ts';
import type { StepSums, Session, SessionDeps, Trainer } from './trainer.ts';

export const tfjsTrainer: Trainer = {
  name: 'tfjs',
  // From `quick` on the software adapter: 219 ms for a teacher's step of 103 million, 131 ms for the students' of 23 million.
  overheadMacs: 100e6,
  supports: ({ architecture }) =>
    architecture.kind !== 'imported' || text('A model from elsewhere is not trained here.'),
  open: (stage, deps) => Promise.resolve(openSession(stage, deps)),
};

/** Images of one forward pass without training: small enough that a stop is seen soon, large enough to be quick. */
const FORWARD_IMAGES = 500;
/** tfjs's split-K product adds in no fixed order from this width on (see `MatMulSplitK`); its packed one does not. */
const SPLIT_K_WIDTH = 2000;
const PACKED_MATMUL = 3;
const CHOSEN_BY_TFJS = -1;

function openSession(
  stage: Stage,
  { dataset, sourceLogits, sourceNetworks = [], breathe }: SessionDeps,
): Session {
  const { members } = stage;
  const architecture = trainableOf(stage.architecture);
  const S = members.length;
  const P = parameterCount(architecture);
  const E = mapParameterCount(stage);
  const rule = updateRule(stage.optimizer, stage.momentum);
  const view = stage.looksInside ? viewTeachers(stage, sourceNetworks) : undefined;
  const batchOf = batchMaker(stage, dataset.train, sourceLogits, view);
  if (tf.getBackend() === 'webgpu') {
    // What products sum over: forward a layer's inputs, backward its outputs, and for its weights the rows of the batch.
    const wide = layerShapes(architecture).some(
      ({ inputs, outputs, uses }) => Math.max(inputs, outputs, uses * stage.batchSize) >= SPLIT_K_WIDTH,
    );
    tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', wide ? PACKED_MATMUL : CHOSEN_BY_TFJS);
  }

  /** The networks' parameters, and behind a member's own those of its maps onto the teacher's layers. */
  const initial = new Float32Array(S * (P + E));
  members.forEach(({ seed }, s) => {
    initial.set(beginningOf(stage, s, sourceNetworks), s * (P + E));
    initial.set(initialMaps(stage, seed), s * (P + E) + P);
  });
  let step = 0;
  let state: Update = {
    parameters: tf.tensor2d(initial, [S, P + E]),
    moments: Array.from({ length: rule.moments }, () => tf.zeros<tf.Rank.R2>([S, P + E])),
  };
  const measures = MEASURED.length + stage.objectives.length;
  let sums: Sums = { steps: 0, labelledSteps: members.map(() => 0), values: tf.zeros([measures, S]) };
  const replaceSums = (next: Sums) => {
    sums.values.dispose();
    sums = next;
  };
  const replaceState = (next: Update) => {
    tf.dispose([state.parameters, ...state.moments]);
    state = { parameters: tf.keep(next.parameters), moments: next.moments.map((moment) => tf.keep(moment)) };
  };

  /** The networks of such a matrix, `[S, P]`, and its maps, `[S, E]`; a slice of no columns is none on every backend. */
  const networksIn = (all: tf.Tensor2D) => (E === 0 ? tf.clone(all) : tf.slice(all, [0, 0], [S, P]));
  const mapsIn = (all: tf.Tensor2D) => (E === 0 ? [] : [tf.slice(all, [0, P], [S, E])]);

  /** One step of all members. @returns what `lossAndGradient` has measured */
  function trainStep(): { readonly sums: tf.Tensor2D; readonly labelled: readonly boolean[] } {
    let labelled: readonly boolean[] = [];
    const sums = tf.tidy(() => {
      const batch = batchOf(step);
      labelled = batch.labelled;
      const trained = {
        layers: splitLayers(state.parameters, architecture),
        maps: mapsIn(state.parameters).flatMap((maps) => splitMaps(stage, maps)),
      };
      const { measured, gradient } = lossAndGradient(stage, trained, batch);
      const factor = scheduleFactor(stage.schedule, step, stage.steps);
      const learning = members.map((member) => isLearning(member, step, stage.steps));
      const rates = tf.tensor2d(
        members.map(({ learningRate }, s) => (learning[s] ? learningRate * factor : 0)),
        [S, 1],
      );
      const updated = rule.update(state, gradient, rates, step + 1);
      replaceState(
        stage.regularisation.maxNorm > 0
          ? { ...updated, parameters: limited(updated.parameters, learning) }
          : updated,
      );
      return measured;
    });
    step++;
    return { sums, labelled };
  }

  /** @param learning `[S]`; the others keep their weights as they are */
  function limited(parameters: tf.Tensor2D, learning: readonly boolean[]): tf.Tensor2D {
    const layers = splitLayers(parameters, architecture);
    const hidden = layers.slice(0, -1);
    const limitedHidden = hidden.map(({ weights, biases }) => ({
      weights: limitNorm(weights, stage.regularisation.maxNorm),
      biases,
    }));
    const networks = joinLayers([...limitedHidden, ...layers.slice(-1)]);
    const all = tf.concat2d([networks, ...mapsIn(parameters)], 1);
    return learning.every(Boolean)
      ? all
      : tf.where(tf.tensor2d([...learning], [S, 1], 'bool'), all, parameters);
  }

  const beginSums = () =>
    replaceSums({ steps: 0, labelledSteps: members.map(() => 0), values: tf.zeros([measures, S]) });

  async function advance(steps: number, signal: AbortSignal, adding = false): Promise<StepSums> {
    if (!adding) beginSums();
    for (let i = 0; i < steps; i++) {
      throwIfStopped(signal);
      const { sums: own, labelled } = trainStep();
      replaceSums({
        steps: sums.steps + 1,
        labelledSteps: sums.labelledSteps.map((count, s) => count + (labelled[s] ? 1 : 0)),
        values: tf.add(sums.values, own),
      });
      own.dispose();
      await breathe();
    }
    const { labelledSteps, values } = sums;
    const [labelLoss, objective, hardGradient, softGradient, ...ofTerms] = (await values.array()) as Columns;
    const terms = Object.fromEntries(
      stage.objectives.map(({ term }, o) => [term, ofTerms[o]!]),
    ) as StepSums['terms'];
    const kl = terms.softTargets;
    return {
      steps: sums.steps,
      labelLoss,
      labelledSteps,
      objective,
      hardGradient,
      ...(kl && { kl, softGradient }),
      terms,
    };
  }

  async function forward(images: Uint8Array, signal: AbortSignal): Promise<readonly Float32Array[]> {
    const { classes } = architecture;
    const rows = images.length / PIXELS;
    const logits = members.map(() => new Float32Array(rows * classes));
    for (let first = 0; first < rows; first += FORWARD_IMAGES) {
      throwIfStopped(signal);
      const count = Math.min(FORWARD_IMAGES, rows - first);
      const output = tf.tidy(() => {
        const bytes = images.subarray(first * PIXELS, (first + count) * PIXELS);
        const x = tf.tensor2d(pixelsOf(bytes), [count, PIXELS]);
        return answer(architecture, splitLayers(state.parameters, architecture), x).logits;
      });
      const values = await output.data<'float32'>();
      output.dispose();
      const size = count * classes;
      logits.forEach((member, s) => member.set(values.subarray(s * size, (s + 1) * size), first * classes));
      await breathe();
    }
    return logits;
  }

  return {
    get step() {
      return step;
    },
    advance,
    forward,
    async evaluate(set, signal) {
      beginSums();
      return (await forward(set.images, signal)).map((logits) =>
        evaluate(logits, set.labels, architecture.classes),
      );
    },
    async snapshot(): Promise<Snapshot> {
      const at = { step, sums };
      const networks = networksIn(state.parameters);
      const maps = mapsIn(state.parameters);
      const read = (tensor: tf.Tensor) => tensor.data<'float32'>();
      const [values, parameters, ofMaps, moments] = await Promise.all([
        read(sums.values),
        read(networks),
        Promise.all(maps.map(read)),
        Promise.all(state.moments.map(read)),
      ]);
      tf.dispose([networks, ...maps]);
      return {
        ...{ step: at.step, parameters, moments, sums: { ...at.sums, values } },
        ...(ofMaps[0] && { maps: ofMaps[0] }),
      };
    },
    restore(snapshot) {
      step = snapshot.step;
      beginSums();
      if (snapshot.sums?.values.length === measures * S)
        replaceSums({ ...snapshot.sums, values: tf.tensor2d(snapshot.sums.values, [measures, S]) });
      const moment = (m: number) => snapshot.moments[m];
      replaceState({
        parameters: tf.tidy(() => {
          const maps = snapshot.maps ? [tf.tensor2d(snapshot.maps, [S, E])] : mapsIn(state.parameters);
          return tf.concat2d([tf.tensor2d(snapshot.parameters, [S, P]), ...maps], 1);
        }),
        moments: state.moments.map((_, m) =>
          moment(m) ? tf.tensor2d(moment(m)!, [S, P + E]) : tf.zeros([S, P + E]),
        ),
      });
    },
    close() {
      tf.dispose([state.parameters, ...state.moments, sums.values]);
      view?.close();
    },
  };
}

/** What the steps since the sums were begun have added up; `values` are those of `lossAndGradient`. */
interface Sums {
  readonly steps: number;
  readonly labelledSteps: readonly number[]; // [S]
  readonly values: tf.Tensor2D; // [MEASURED + terms, S]
}
type Columns = [number[], number[], number[], number[], ...number[][]]; // [MEASURED + terms, S]

function throwIfStopped(signal: AbortSignal): void {
  if (signal.aborted) throw stoppedError();
}
