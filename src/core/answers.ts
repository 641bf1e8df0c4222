/**
 * What networks answer on images, for somebody who looks closer: whose answers they are, and what can be read from them.
 * Logits are `[N, classes]`, row-major.
 */
import { logSumExp, topAnswer } from './metrics.ts';
import type { Arm, StageKind } from './stages.ts';

/** One network of a run. */
export interface NetworkId {
  readonly kind: StageKind;
  /** Its number among the networks of its kind, as in results. */
  readonly member: number;
}

/** Whose answers are wanted: those of the run that trains or has ended here, or of a preset's networks that come with the lab. */
export type NetworksOf =
  { readonly from: 'run'; readonly runId: string } | { readonly from: 'lab'; readonly preset: string };

export interface NetworkAnswers extends Arm, NetworkId {
  readonly seed: number;
  /** Optimiser steps that it had taken when it answered, and all that it takes. */
  readonly step: number;
  readonly steps: number;
  /** Trained and measured: its answers to the test images are there too. */
  readonly isMeasured: boolean;
  readonly logits: Float32Array;
}

export interface AnswerSheet {
  /** Where the networks come from: the run, a preset's recorded run, or, with no other, the teacher that comes with the lab. */
  readonly whose: 'run' | 'recording' | 'teacher';
  readonly classes: number;
  readonly networks: readonly NetworkAnswers[];
}

/** What networks are tried on. */
export interface TestImages {
  /** Grey levels, 28 x 28 each, one after the other. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly classes: number;
}

export function isSameNetwork(a: NetworkId, b: NetworkId): boolean {
  return a.kind === b.kind && a.member === b.member;
}

/** `softmax(z / T)` of one row. @returns `[classes]`, adding up to 1 */
export function softened(
  logits: ArrayLike<number>,
  row: number,
  classes: number,
  temperature: number,
): readonly number[] {
  const normaliser = logSumExp(logits, row, classes, temperature);
  return Array.from({ length: classes }, (_, c) =>
    Math.exp(logits[row * classes + c]! / temperature - normaliser),
  );
}

/** `-sum(p log2 p)` in bits: 0 of an answer that is sure, log2(classes) of one that knows nothing. */
export function entropyBits(shares: readonly number[]): number {
  return shares.reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0);
}

/**
 * How much of each class a network sees in the images of each true class: the mean of its softened answers. What Hinton,
 * Vinyals and Dean 2015 (arXiv 1503.02531, section 1) call the rich similarity structure over the data.
 * @returns `[classes, classes]`, true class by answered class; every row adds up to 1, or is all 0 where a class has no image
 */
export function similarityMatrix(
  logits: Float32Array,
  labels: Uint8Array,
  classes: number,
  temperature: number,
): readonly (readonly number[])[] {
  const sums = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const images = new Array<number>(classes).fill(0);
  labels.forEach((label, row) => {
    images[label]! += 1;
    const normaliser = logSumExp(logits, row, classes, temperature);
    for (let c = 0; c < classes; c++)
      sums[label]![c]! += Math.exp(logits[row * classes + c]! / temperature - normaliser);
  });
  return sums.map((row, label) => row.map((sum) => (images[label] === 0 ? 0 : sum / images[label]!)));
}

/** Images behind a cell of that matrix: of one true class, those in which the network sees most of another. @returns rows */
export function imagesBehind(
  logits: Float32Array,
  labels: Uint8Array,
  classes: number,
  cell: { readonly label: number; readonly answer: number },
  most: number,
): readonly number[] {
  // At T = 1: who is first at one temperature need not be at another, and what the cell shows is an answer.
  const share = (row: number): number =>
    logits[row * classes + cell.answer]! - logSumExp(logits, row, classes);
  return rowsOf(labels, (label) => label === cell.label)
    .map((row) => ({ row, share: share(row) }))
    .sort((a, b) => b.share - a.share)
    .slice(0, most)
    .map(({ row }) => row);
}

export type Disagreement = 'any' | 'onlyFirstRight' | 'onlySecondRight' | 'bothWrong';

/**
 * Images that two networks answer differently, first those of which both are sure: by the lesser of the probabilities that
 * they give to their own answers.
 * @returns rows
 */
export function disagreements(
  first: Float32Array,
  second: Float32Array,
  labels: Uint8Array,
  classes: number,
  which: Disagreement,
): readonly number[] {
  const isWanted = (label: number, row: number): boolean => {
    const [a, b] = [topAnswer(first, row, classes), topAnswer(second, row, classes)];
    if (a === b) return false;
    switch (which) {
      case 'any':
        return true;
      case 'onlyFirstRight':
        return a === label;
      case 'onlySecondRight':
        return b === label;
      case 'bothWrong':
        return a !== label && b !== label;
    }
    return which satisfies never;
  };
  const sureness = (row: number): number =>
    Math.min(confidence(first, row, classes), confidence(second, row, classes));
  return rowsOf(labels, isWanted)
    .map((row) => ({ row, sureness: sureness(row) }))
    .sort((a, b) => b.sureness - a.sureness)
    .map(({ row }) => row);
}

/** All images, those first whose top answer has the least probability. @returns rows */
export function leastSure(logits: Float32Array, { labels, classes }: TestImages): readonly number[] {
  return [...labels.keys()]
    .map((row) => ({ row, sure: confidence(logits, row, classes) }))
    .sort((a, b) => a.sure - b.sure)
    .map(({ row }) => row);
}

/** The probability of the top answer at T = 1. */
export function confidence(logits: Float32Array, row: number, classes: number): number {
  const top = topAnswer(logits, row, classes);
  return Math.exp(logits[row * classes + top]! - logSumExp(logits, row, classes));
}

function rowsOf(labels: Uint8Array, isWanted: (label: number, row: number) => boolean): number[] {
  const rows: number[] = [];
  labels.forEach((label, row) => {
    if (isWanted(label, row)) rows.push(row);
  });
  return rows;
}
