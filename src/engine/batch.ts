/**
 * One step's batch as tensors: images, targets and masks of every member, drawn and weighted on the CPU and uploaded.
 * All batches have one shape: rows beyond a short last batch are zero and carry no weight.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Seen } from '../core/methods/term.ts';
import { topAnswer } from '../core/metrics.ts';
import { hash, streamKey } from '../core/random.ts';
import { learnsAnswers, temperatureAt, type Member, type Stage } from '../core/stages.ts';
import { batchDraw, fillBatch, fillDropoutMask } from '../data/batches.ts';
import { PIXELS, type LabelledImages } from '../data/dataset.ts';
import { drawsLike, labelsOf } from '../data/transfer-set.ts';
import type { DropoutMasks } from './network.ts';
import type { TeacherInside, TeacherView } from './teacher-view.ts';

/** What terms see of a step, but for the students' answers. */
export interface Batch extends Omit<Seen, 'logits' | 'pairs' | 'convolved' | 'inputGradients'> {
  readonly images: tf.Tensor; // [B, PIXELS] where all members see the same rows, else [S, B, PIXELS]
  readonly dropout: DropoutMasks;
  /** Present where a term looks into the teacher. */
  readonly teacherInside?: TeacherInside;
  /** Whether the member's batch has any label at all. */
  readonly labelled: readonly boolean[]; // [S]
}

/** Makes the batch of any step; call it inside `tf.tidy`. */
export function batchMaker(
  stage: Stage,
  train: LabelledImages,
  sourceLogits: readonly Float32Array[],
  view?: TeacherView,
): (step: number) => Batch {
  const { members, batchSize } = stage;
  const { classes } = stage.architecture;
  const S = members.length;
  const size = S * batchSize * classes;
  const shared = members.every((member) => drawsLike(member, members[0]!));
  const drawing = shared ? members.slice(0, 1) : members;
  const draws = drawing.map((member) => batchDraw(member, batchSize, train.labels));
  const told = members.map((member) => labelsOf(member, train.labels, classes));
  // Only where somebody learns them: otherwise the hard targets are the labels, one tensor.
  const isPlain = members.every((member) => !learnsAnswers(member) && member.labelSmoothing === 0);
  const answers = members.map((member) =>
    learnsAnswers(member) ? topAnswers(sourceLogits[member.source!]!, classes) : undefined,
  );
  const hasTeacher = sourceLogits.length > 0 && stage.objectives.some(({ term }) => term !== 'crossEntropy');
  const toTensor = (values: Float32Array) => tf.tensor3d(values, [S, batchSize, classes]);

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
    const teacher = new Float32Array(hasTeacher ? size : 0);
    const rowWeights = new Float32Array(S * batchSize);
    const labelled = members.map(({ rows, labelSmoothing, source }, s) => {
      const batch = batchOf(s);
      const withLabel = batch.reduce((count, row) => count + (row < rows.labelled ? 1 : 0), 0);
      rowWeights.fill(1 / batch.length, s * batchSize, s * batchSize + batch.length);
      batch.forEach((row, b) => {
        const at = (s * batchSize + b) * classes;
        const label = told[s]![row]!;
        if (row < rows.labelled) labels[at + label] = 1 / withLabel;
        if (answers[s]) hardTargets[at + answers[s][row]!] = 1 / batch.length;
        else if (!isPlain && row < rows.labelled) {
          hardTargets.fill(labelSmoothing / classes / withLabel, at, at + classes);
          hardTargets[at + label]! += (1 - labelSmoothing) / withLabel;
        }
        if (hasTeacher) teacher.set(sourceLogits[source!]!.subarray(row * classes, (row + 1) * classes), at);
      });
      return withLabel > 0;
    });

    const share = step / stage.steps;
    const temperatures = members.map((member) => temperatureAt(member, share));
    const labelTensor = toTensor(labels);
    const imageTensor = shared
      ? tf.tensor2d(images, [batchSize, PIXELS])
      : tf.tensor3d(images, [S, batchSize, PIXELS]);
    return {
      images: imageTensor,
      share,
      labels: labelTensor,
      hardTargets: isPlain ? labelTensor : toTensor(hardTargets),
      rowWeights: tf.tensor3d(rowWeights, [S, batchSize, 1]),
      ...(hasTeacher && { teacher: toTensor(teacher) }),
      temperature: tf.tensor3d(temperatures, [S, 1, 1]),
      softScale: tf.tensor1d(members.map(({ tSquared }, s) => (tSquared ? temperatures[s]! ** 2 : 1))),
      dropout: dropoutMasks(stage, drawing, step),
      ...(view && { teacherInside: view.look(imageTensor, labelTensor) }),
      labelled,
    };
  };
}

function topAnswers(logits: Float32Array, classes: number): Uint8Array {
  return Uint8Array.from({ length: logits.length / classes }, (_, row) => topAnswer(logits, row, classes));
}

function dropoutMasks(stage: Stage, drawing: readonly Member[], step: number): DropoutMasks {
  const { architecture } = stage;
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
    ...(hiddenDropout > 0 &&
      'hidden' in architecture && {
        hidden: architecture.hidden.map((width, l) =>
          mask(hiddenDropout, width, (seed) => hash(streamKey(seed, 'hiddenDropout', l), step)),
        ),
      }),
  };
}
