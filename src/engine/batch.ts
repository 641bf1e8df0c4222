/**
 * One step's batch as tensors: images, targets and masks of every member, drawn and weighted on the CPU and uploaded.
 * All batches have one shape: rows beyond a short last batch are zero and carry no weight.
 */
import * as tf from '@tensorflow/tfjs-core';
import { mlpOf } from '../core/architecture.ts';
import { logSoftTargets, topAnswer } from '../core/metrics.ts';
import { hash, streamKey } from '../core/random.ts';
import type { Member, Stage } from '../core/stages.ts';
import { batchDraw, fillBatch, fillDropoutMask } from '../data/batches.ts';
import { PIXELS, type LabelledImages } from '../data/dataset.ts';
import { drawsLike, labelsOf } from '../data/transfer-set.ts';
import type { DropoutMasks } from './mlp.ts';
import type { Targets } from './objectives/term.ts';

export interface Batch extends Targets {
  readonly images: tf.Tensor; // [B, PIXELS] where all members see the same rows, else [S, B, PIXELS]
  readonly dropout: DropoutMasks;
  /** Whether the member's batch has any label at all. */
  readonly labelled: readonly boolean[]; // [S]
}

/** Makes the batch of any step; call it inside `tf.tidy`. */
export function batchMaker(
  stage: Stage,
  train: LabelledImages,
  sourceLogits: readonly Float32Array[],
): (step: number) => Batch {
  const { members, batchSize } = stage;
  const { classes } = stage.architecture;
  const size = members.length * batchSize * classes;
  const shared = members.every((member) => drawsLike(member, members[0]!));
  const drawing = shared ? members.slice(0, 1) : members;
  const draws = drawing.map((member) => batchDraw(member, batchSize, train.labels));
  const told = members.map((member) => labelsOf(member, train.labels, classes));
  const softTables = softTargetTables(stage, sourceLogits);
  const hard = stage.objectives.find((objective) => objective.kind === 'crossEntropy');
  // Only where somebody learns them: otherwise the hard targets are the labels, one tensor.
  const learnsAnswers = (s: number) => hard?.targets[s] === 'teacherArgmax';
  const isPlain = members.every((_, s) => !learnsAnswers(s) && (hard?.labelSmoothing[s] ?? 0) === 0);
  const answers = members.map(({ source }, s) =>
    learnsAnswers(s) ? topAnswers(sourceLogits[source!]!, classes) : undefined,
  );
  const toTensor = (values: Float32Array) => tf.tensor3d(values, [members.length, batchSize, classes]);

  return (step) => {
    const batches = draws.map((draw) => draw(step));
    const batchOf = (s: number) => batches[shared ? 0 : s]!;

    const images = new Float32Array(batches.length * batchSize * PIXELS);
    batches.forEach((batch, g) => {
      const key = streamKey(drawing[g]!.seed, 'jitter', step);
      const part = images.subarray(g * batchSize * PIXELS, (g + 1) * batchSize * PIXELS);
      fillBatch(part, train.images, batch, { pixels: stage.regularisation.jitter, key });
    });

    const labels = new Float32Array(size);
    const hardTargets = isPlain ? labels : new Float32Array(size);
    const probabilities = new Float32Array(softTables ? size : 0);
    const logProbabilities = new Float32Array(softTables ? size : 0);
    const labelled = members.map(({ rows }, s) => {
      const batch = batchOf(s);
      const withLabel = batch.reduce((count, row) => count + (row < rows.labelled ? 1 : 0), 0);
      const smoothing = hard?.labelSmoothing[s] ?? 0;
      batch.forEach((row, b) => {
        const at = (s * batchSize + b) * classes;
        const label = told[s]![row]!;
        if (row < rows.labelled) labels[at + label] = 1 / withLabel;
        if (answers[s]) hardTargets[at + answers[s][row]!] = 1 / batch.length;
        else if (!isPlain && row < rows.labelled) {
          hardTargets.fill(smoothing / classes / withLabel, at, at + classes);
          hardTargets[at + label]! += (1 - smoothing) / withLabel;
        }
        if (softTables) {
          const table = softTables[s]!;
          for (let c = 0; c < classes; c++) {
            const log = table[row * classes + c]!;
            logProbabilities[at + c] = log;
            probabilities[at + c] = Math.exp(log) / batch.length;
          }
        }
      });
      return withLabel > 0;
    });

    const labelTensor = toTensor(labels);
    return {
      images: shared
        ? tf.tensor2d(images, [batchSize, PIXELS])
        : tf.tensor3d(images, [members.length, batchSize, PIXELS]),
      labels: labelTensor,
      hardTargets: isPlain ? labelTensor : toTensor(hardTargets),
      ...(softTables && {
        soft: { probabilities: toTensor(probabilities), logProbabilities: toTensor(logProbabilities) },
      }),
      dropout: dropoutMasks(stage, drawing, step),
      labelled,
    };
  };
}

function topAnswers(logits: Float32Array, classes: number): Uint8Array {
  return Uint8Array.from({ length: logits.length / classes }, (_, row) => topAnswer(logits, row, classes));
}

/**
 * `log softmax(v / T)` of all rows for every member, `[images, classes]`, made once; members of one source and one T share
 * a table.
 */
function softTargetTables(
  { objectives, members, architecture }: Stage,
  sourceLogits: readonly Float32Array[],
): readonly Float32Array[] | undefined {
  const soft = objectives.find((objective) => 'temperature' in objective);
  if (!soft || sourceLogits.length === 0) return undefined;
  const tables = new Map<string, Float32Array>();
  return members.map(({ source }, s) => {
    const temperature = soft.temperature[s]!;
    const key = `${source} ${temperature}`;
    const table =
      tables.get(key) ?? logSoftTargets(sourceLogits[source!]!, architecture.classes, temperature);
    tables.set(key, table);
    return table;
  });
}

function dropoutMasks(stage: Stage, drawing: readonly Member[], step: number): DropoutMasks {
  const { inputDropout, hiddenDropout } = stage.regularisation;
  const mask = (rate: number, width: number, keyOf: (seed: number) => number) => {
    const size = stage.batchSize * width;
    const values = new Float32Array(drawing.length * size);
    drawing.forEach(({ seed }, g) =>
      fillDropoutMask(values.subarray(g * size, (g + 1) * size), rate, keyOf(seed)),
    );
    return tf.tensor3d(values, [drawing.length, stage.batchSize, width]);
  };
  return {
    ...(inputDropout > 0 && {
      input: mask(inputDropout, PIXELS, (seed) => streamKey(seed, 'inputDropout', step)),
    }),
    ...(hiddenDropout > 0 && {
      hidden: mlpOf(stage.architecture).hidden.map((width, l) =>
        mask(hiddenDropout, width, (seed) => hash(streamKey(seed, 'hiddenDropout', l), step)),
      ),
    }),
  };
}
