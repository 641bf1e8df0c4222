/**
 * What a method of distillation is: how its students are taught, and the terms of their loss. A file
 * of methods/ says it for one; where the method has a term of its own, its arithmetic stands beside it (`term.ts`).
 */
import type { TrainableArchitecture } from '../architecture.ts';
import { hiddenLayers, hiddenText } from '../hidden-layers.ts';
import type { PairedLayers } from '../stages.ts';
import type { TermName } from '../terms.ts';
import { str, text, type Text } from '../text.ts';

/** A student or a teacher, as data. */
export type Network = TrainableArchitecture;

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
  readonly parts: (weights: Weights) => readonly Part[];
  /** Settings that make no difference to its students, by path. */
  readonly ignores?: readonly string[];
  /** Whom its students learn from; their teacher where it does not say. */
  readonly taughtBy?: 'answers' | 'ensemble' | 'assistant' | 'generations' | 'peers';
  /** The hidden layers that it compares. */
  readonly pairs?: (student: Network, teacher: Network) => readonly PairedLayers[];
  /** Whether it looks into its teacher where it compares no layers: at what its answer follows from. */
  readonly looksInside?: true;
  /** The weight layers of the teacher that the student's are at the beginning, in order; else it begins like every other student. */
  readonly begins?: (student: Network, teacher: Network) => readonly number[];
  /** Why it cannot be done with these networks: one sentence with both shapes. */
  readonly refuses?: (student: Network, teacher: Network) => Text | undefined;
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

/** Of a teacher's weight layers: the one that gives the answers. */
export const LAST = -1;

/** The hidden layer in the middle, the earlier of two. */
export function middle(network: Network): number {
  return Math.floor((hiddenLayers(network).length - 1) / 2);
}

/**
 * Two hidden layers by their numbers. Where both have as many places, a map is the same at each; else it takes all of a layer at once.
 * @param mapping whether the student's layer comes through a learned map
 */
export function pairOf(
  [student, layer]: readonly [network: Network, layer: number],
  [teacher, theirLayer]: readonly [network: Network, layer: number],
  mapping: 'always' | 'whereWidthsDiffer' | 'never',
): PairedLayers {
  const own = hiddenLayers(student)[layer]!;
  const theirs = hiddenLayers(teacher)[theirLayer]!;
  const places = own.places === theirs.places ? own.places : 1;
  const units = (theirs.places * theirs.units) / places;
  const differ = (own.places * own.units) / places !== units;
  return {
    ...{ student: layer, teacher: theirLayer, units },
    isMapped: mapping === 'always' || (mapping === 'whereWidthsDiffer' && differ),
    ...(places > 1 && { places }),
  };
}

/** The last hidden layers of both. */
export function lastPair(
  student: Network,
  teacher: Network,
  mapping: 'whereWidthsDiffer' | 'never',
): readonly PairedLayers[] {
  const last = (network: Network) => [network, hiddenLayers(network).length - 1] as const;
  return [pairOf(last(student), last(teacher), mapping)];
}

/** Every hidden layer of the student beside one of the teacher, spread evenly, the last beside the last. */
export function spreadPairs(student: Network, teacher: Network): readonly PairedLayers[] {
  const [own, theirs] = [student, teacher].map((network) => hiddenLayers(network).length);
  return Array.from({ length: own! }, (_, l) =>
    pairOf([student, l], [teacher, spread(l, own!, theirs!)], 'whereWidthsDiffer'),
  );
}

/** Which of `theirs` layers stands beside layer `layer` of `own`. */
export function spread(layer: number, own: number, theirs: number): number {
  return Math.ceil(((layer + 1) * theirs) / own) - 1;
}

export function needsHidden(student: Network, teacher: Network): Text | undefined {
  if ([student, teacher].every((network) => hiddenLayers(network).length > 0)) return undefined;
  return text(
    str`This method compares hidden layers: the student has ${hiddenText(student)} and the teacher ${hiddenText(teacher)}.`,
  );
}
