/** What every way to train a case looks like to the page, and what each is given: the same numbers in the same order. */
import { layerShapes } from '../../src/core/layer-shapes.ts';
import { logSoftTargets } from '../../src/core/metrics.ts';
import type { Member, Stage } from '../../src/core/stages.ts';
import { batchDraw, fillBatch } from '../../src/data/batches.ts';
import { PIXELS, type Dataset } from '../../src/data/dataset.ts';
import { initialParameters } from '../../src/engine/layers.ts';
import { PASS_STEPS } from './cases.ts';

export interface Inputs {
  readonly stage: Stage;
  readonly dataset: Dataset;
  readonly teacherLogits: Float32Array; // [ROWS, classes]
}

export interface Path {
  /** What a reader of the table should know, or an empty text. */
  readonly note: string;
  /** Takes `steps` optimiser steps of every member and waits for the GPU once, at the end. */
  advance(steps: number): Promise<void>;
  /** Flat parameters `[P]` in the order of `layerShapes`, by member; without members that train something else. */
  parameters(): Promise<ReadonlyMap<number, Float32Array>>;
}

export type OpenPath = (inputs: Inputs) => Promise<Path>;

/** The rows of every batch of a seed's first pass. Peers go through it again and again; nobody compares them then. */
export function rowsOfPass({ stage, dataset }: Inputs, seed: number): readonly Uint32Array[] {
  const draw = batchDraw({ seed, rows: stage.members[0]!.rows }, stage.batchSize, dataset.train.labels);
  return Array.from({ length: PASS_STEPS }, (_, step) => draw(step));
}

/** @returns `[rows, PIXELS]`, 0 to 1 */
export function imagesOf({ dataset }: Inputs, rows: Uint32Array): Float32Array {
  const images = new Float32Array(rows.length * PIXELS);
  fillBatch(images, dataset.train.images, rows, { pixels: 0, key: 0 });
  return images;
}

/** @returns one-hot, `[rows, classes]` */
export function labelsOf({ dataset, stage }: Inputs, rows: Uint32Array): Float32Array {
  const { classes } = stage.architecture;
  const labels = new Float32Array(rows.length * classes);
  rows.forEach((row, b) => (labels[b * classes + dataset.train.labels[row]!] = 1));
  return labels;
}

/** @returns `log softmax(v / T)` of the teacher's logits, `[rows, classes]` */
export function logSoftTargetsOf(
  { stage, teacherLogits }: Inputs,
  rows: Uint32Array,
  temperature: number,
): Float32Array {
  const { classes } = stage.architecture;
  const logits = new Float32Array(rows.length * classes);
  rows.forEach((row, b) =>
    logits.set(teacherLogits.subarray(row * classes, (row + 1) * classes), b * classes),
  );
  return logSoftTargets(logits, classes, temperature);
}

/** One weight matrix or one bias vector of a member before its first step. */
export interface InitialArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** `W0, b0, W1, b1, ...`, the order of the flat vector. */
export function initialArrays({ architecture }: Stage, { seed }: Member): readonly InitialArray[] {
  const parameters = initialParameters(architecture, seed);
  return layerShapes(architecture).flatMap(({ inputs, outputs, weights, biases }) => [
    { shape: [inputs, outputs], values: parameters.subarray(weights, biases) },
    { shape: [outputs], values: parameters.subarray(biases, biases + outputs) },
  ]);
}

/** The inverse of `initialArrays`. */
export function joinArrays(arrays: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    joined.set(array, at);
    at += array.length;
  }
  return joined;
}

/** `make` that makes nothing twice: members of one seed share what is uploaded for it. */
export function cached<T>(make: (key: number) => T): (key: number) => T {
  const made = new Map<number, T>();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key)!;
  };
}
