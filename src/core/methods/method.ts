/**
 * What a method of distillation is: its words, formula and source, how its students are taught, and the terms of their loss. A file
 * of methods/ says it for one; where the method has a term of its own, its arithmetic stands beside it (`term.ts`).
 */
import type { PairedLayers } from '../stages.ts';
import type { TermName } from '../terms.ts';
import { str, text, type Text } from '../text.ts';

/** Units of hidden layers, input side first. */
export type Widths = readonly number[];

/** A term of the loss of one student. */
export interface Part {
  readonly term: TermName;
  readonly weight: number;
  /** Shares of the stage's steps between which it counts; all of them where it does not say. */
  readonly during?: readonly [from: number, to: number];
}

/** The settings that weights follow from. */
export interface Weights {
  /** alpha */
  readonly softWeight: number;
  /** Factor on what the method itself adds. */
  readonly strength: number;
}

export interface Method {
  readonly title: string;
  /** What is minimised; y label, p and q teacher's and student's probabilities, v and z their logits. */
  readonly formula: string;
  readonly source: string;
  /** One paragraph. */
  readonly explains: string;
  readonly parts: (weights: Weights) => readonly Part[];
  /** Settings that make no difference to its students, by path. */
  readonly ignores?: readonly string[];
  /** Whom its students learn from; their teacher where it does not say. */
  readonly taughtBy?: 'answers' | 'ensemble' | 'assistant' | 'generations' | 'peers';
  /** The hidden layers that it compares. */
  readonly pairs?: (student: Widths, teacher: Widths) => readonly PairedLayers[];
  /** Whether it looks into its teacher where it compares no layers: at what its answer follows from. */
  readonly looksInside?: true;
  /** The weight layers of the teacher that the student's are at the beginning, in order; else it begins like every other student. */
  readonly begins?: (student: Widths, teacher: Widths) => readonly number[];
  /** Why it cannot be done with these networks: one sentence with both shapes. */
  readonly refuses?: (student: Widths, teacher: Widths) => Text | undefined;
}

/** `(1 - a) CE + a KL`: what most methods keep, and change who teaches or add a term. */
export function hardAndSoft({ softWeight, strength }: Weights): readonly Part[] {
  return [
    { term: 'crossEntropy', weight: 1 - softWeight },
    { term: 'softTargets', weight: softWeight * strength },
  ];
}

/** Whether anybody teaches: whether more than labels counts in a loss. */
export function isTaught(parts: readonly Part[]): boolean {
  return parts.some(({ term, weight }) => term !== 'crossEntropy' && weight > 0);
}

/** `784-64-64-10` without its ends: what sentences call the shape of a network. */
export function shapeText(widths: Widths): string {
  return widths.length === 0 ? 'none' : widths.join('-');
}

/** Of a teacher's weight layers: the one that gives the answers. */
export const LAST = -1;

/** The hidden layer in the middle, the earlier of two. */
export function middle(widths: Widths): number {
  return Math.floor((widths.length - 1) / 2);
}

/** The last hidden layers of both. @param mayMap through a learned map where widths differ */
export function lastPair(student: Widths, teacher: Widths, mayMap: boolean): readonly PairedLayers[] {
  const units = teacher.at(-1)!;
  const isMapped = mayMap && student.at(-1) !== units;
  return [{ student: student.length - 1, teacher: teacher.length - 1, units, isMapped }];
}

/** Every hidden layer of the student beside one of the teacher, spread evenly, the last beside the last. */
export function spreadPairs(student: Widths, teacher: Widths): readonly PairedLayers[] {
  return student.map((width, l) => {
    const at = Math.ceil(((l + 1) * teacher.length) / student.length) - 1;
    return { student: l, teacher: at, units: teacher[at]!, isMapped: width !== teacher[at] };
  });
}

export function needsHidden(student: Widths, teacher: Widths): Text | undefined {
  if (student.length > 0 && teacher.length > 0) return undefined;
  return text(
    str`This method compares hidden layers: the student has ${shapeText(student)} and the teacher ${shapeText(teacher)}.`,
  );
}
