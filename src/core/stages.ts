/**
 * An experiment as a list of stages. A stage trains one population: S networks of one architecture, stacked and
 * trained together, that differ only in numbers and in the rows they draw. Soft targets come from earlier stages.
 * Everything here is plain data: `compile.ts` makes it, trainers turn it into arithmetic.
 */
import type { Architecture } from './architecture.ts';
import type { Combine, Optimizer, Schedule } from './experiment.ts';
import type { MethodName } from './methods.ts';
import type { TermName } from './terms.ts';
import { text } from './text.ts';

export type StageKind = 'teacher' | 'assistant' | 'students';
/** Where networks of one kind differ in shape or in how they are trained, they are several populations: `students-2`. */
export type StageId = StageKind | `${StageKind}-${number}`;
export type Role = 'teacher' | 'hardLabel' | 'distilled' | 'pseudoLabel' | 'assistant';
/** `labels` is no method of distillation: it is what they are compared with. */
export type Method = 'labels' | MethodName;

/** The networks that differ in nothing but their seed: one curve with a band, one row of the table. */
export interface Arm {
  readonly role: Role;
  readonly method: Method;
  /** What tells it from the other arms of its role and method, such as "T = 4"; absent where nothing does. */
  readonly setting?: string;
}

/** Whether it is no network of its own but several teachers together; a student of such is not. */
export function isEnsemble({ role, method }: Pick<Arm, 'role' | 'method'>): boolean {
  return role === 'teacher' && method === 'ensemble';
}

/** The stage in which networks of a role are trained. */
export function kindOfRole(role: Role): StageKind {
  return role === 'teacher' || role === 'assistant' ? role : 'students';
}

/** The arm that something belongs to. */
export function armOf({ role, method, setting }: Arm): Arm {
  return { role, method, ...(setting !== undefined && { setting }) };
}

/** A name for an arm that no other arm of the run has. */
export function armKey({ role, method, setting }: Arm): string {
  return [role, method, setting ?? ''].join('|');
}

/** The arms of some networks or results, in order of appearance. */
export function armsOf<T extends Arm>(
  things: readonly T[],
): readonly { readonly arm: Arm; readonly of: readonly T[] }[] {
  const arms = new Map<string, { readonly arm: Arm; readonly of: T[] }>();
  for (const thing of things) {
    const key = armKey(thing);
    if (!arms.has(key)) arms.set(key, { arm: armOf(thing), of: [] });
    arms.get(key)!.of.push(thing);
  }
  return [...arms.values()];
}

/** Training rows, as a rule: the first `images` in the data set's canonical order, without those of omitted classes. */
export interface Rows {
  readonly images: number;
  /** Rows below this one carry a label. */
  readonly labelled: number;
  /** Share of those labels that is replaced by another class. */
  readonly wrongLabels: number;
  readonly omittedClasses: readonly number[];
}

/** One network of a population. */
export interface Member extends Arm {
  /** Of its initialisation, shuffles, masks and wrong labels: members of one seed start alike and see the same batches. */
  readonly seed: number;
  readonly learningRate: number;
  /** Share of the stage's steps after which it learns no more, 0 to 1; the others of its population may go on. */
  readonly learningShare: number;
  readonly softWeight: number;
  /** Factor on what its method adds to the loss. */
  readonly strength: number;
  readonly temperature: number;
  readonly tSquared: boolean;
  /** How T falls to 1 and alpha to 0; absent where they stay. */
  readonly temperatureSchedule?: Schedule;
  readonly softWeightSchedule?: Schedule;
  /** Share of the uniform distribution that is mixed into its labels (Szegedy et al. 2016, arXiv 1512.00567, section 7). */
  readonly labelSmoothing: number;
  readonly rows: Rows;
  /** Of its first weights, where they are not those of its seed. */
  readonly firstSeed?: number;
  /** How many places from it in its population the member stands whose answers it learns instead of a source's. */
  readonly peer?: number;
  /** The weight layers of its source's one network that its own are at the beginning, in order; -1 is the last. */
  readonly begins?: readonly number[];
  /** Which of the stage's sources it learns from, where it does; its KL is measured to that one. */
  readonly source?: number;
  /** Which of them is the teacher that it is measured beside; absent in the teachers' own stage. */
  readonly reference?: number;
  /** Who of its kind learnt from labels alone, otherwise alike: the number, of this stage or an earlier one. */
  readonly baseline?: number;
}

/** Where soft targets come from: networks of earlier stages. */
export interface Source {
  readonly networks: readonly { readonly stage: StageId; readonly member: number }[];
  /** How the answers of several networks become one. */
  readonly combine: Combine;
}

/** The means of several networks of a stage that later stages learn from, each once. */
export function ensemblesOf(stages: readonly Stage[], id: StageId): readonly Source[] {
  const found = new Map<string, Source>();
  for (const source of stages.flatMap(({ sources }) => sources)) {
    const { networks } = source;
    if (networks.length > 1 && networks.every(({ stage }) => stage === id))
      found.set(JSON.stringify(source), source);
  }
  return [...found.values()];
}

/** What an ensemble is among the arms of a run. */
export function ensembleArm({ networks }: Source): Arm {
  return { role: 'teacher', method: 'ensemble', setting: `${text('mean of')} ${networks.length}` };
}

/** Two networks of one kind, by their numbers: the baseline is of the candidate's stage or of an earlier one. */
export interface Comparison {
  readonly candidate: number;
  readonly baseline: number;
  /** Distilled against hard labels, as the experiment itself has its settings. */
  readonly isMain?: boolean;
}

/** One weighted term of the loss; what it computes is in methods/, in the file of its name. */
export interface Objective {
  readonly term: TermName;
  readonly weight: readonly number[]; // [S]
  /** What it falls to where alpha falls to 0, see `Member.softWeightSchedule`; absent where nobody's does. */
  readonly weightAtEnd?: readonly number[]; // [S]
  /** Shares of the stage's steps between which it counts, where it does not count in all of them. */
  readonly during?: readonly (readonly [from: number, to: number])[]; // [S]
}

/** A hidden layer of the students that is compared with one of the teacher, counted from the input, first 0. */
export interface PairedLayers {
  readonly student: number;
  readonly teacher: number;
  /** Of the teacher's layer, at one place. */
  readonly units: number;
  /** At how many places both layers have theirs, where a map is the same at each; absent where it takes all of a layer at once. */
  readonly places?: number;
  /** Whether the student's comes through a linear map that is learned beside it: it must where widths differ. */
  readonly isMapped: boolean;
}

/** What a member's term has for a weight; 0 where the population has no such term. */
export function weightOf({ objectives }: Pick<Stage, 'objectives'>, term: TermName, member: number): number {
  return objectives.find((one) => one.term === term)?.weight[member] ?? 0;
}

/** Whether its hard term learns the teacher's top answer instead of labels. */
export function learnsAnswers({ role }: Pick<Member, 'role'>): boolean {
  return role === 'pseudoLabel';
}

export interface Regularisation {
  readonly inputDropout: number;
  readonly hiddenDropout: number;
  /** Pixels. */
  readonly jitter: number;
  /** 0 is no limit. */
  readonly maxNorm: number;
}

export interface Stage {
  readonly id: StageId;
  readonly kind: StageKind;
  /** What each member is called in results and curves: its number among all networks of its kind. */
  readonly numbers: readonly number[]; // [S]
  readonly architecture: Architecture;
  readonly members: readonly Member[];
  /** Empty where the population learns from labels alone. */
  readonly sources: readonly Source[];
  /** Pairs whose test errors are compared when this stage's members, the candidates, are measured: equal seeds, and one difference. */
  readonly comparisons: readonly Comparison[];
  readonly objectives: readonly Objective[];
  /** What terms on hidden layers compare; absent where there is no such term. */
  readonly pairs?: readonly PairedLayers[];
  /** Whether terms look into the one network of each source, and do not only hear its answers. */
  readonly looksInside?: boolean;
  readonly regularisation: Regularisation;
  readonly optimizer: Optimizer;
  readonly momentum: number;
  readonly schedule: Schedule;
  readonly batchSize: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly steps: number;
  /** Steps between two points of a curve. */
  readonly evaluateEvery: number;
}

/** Validation images (or test images, where nothing is held out) that every point of a curve is measured on. */
export const CURVE_IMAGES = 2000;

/** Points of a curve that are aimed at: experiments compare 10 to 30. */
export const CURVE_POINTS = 20;

/** Whether a member still learns in step `step` (0-based). */
export function isLearning({ learningShare }: Member, step: number, steps: number): boolean {
  return learningShare === 1 || step < learningShare * steps;
}

/** A member's T when this share of its stage's steps is done. */
export function temperatureAt(
  { temperature, temperatureSchedule = 'constant' }: Member,
  share: number,
): number {
  const left = scheduleFactor(temperatureSchedule, share, 1);
  return left * temperature + (1 - left);
}

/** What each member's term has for a weight when this share of the stage's steps is done. @returns `[S]` */
export function weightsAt(
  { weight, weightAtEnd = weight, during }: Objective,
  members: readonly Member[],
  share: number,
): readonly number[] {
  return members.map(({ softWeightSchedule = 'constant' }, s) => {
    const [from, to] = during?.[s] ?? [0, 1];
    const isOff = share < from || share >= to;
    const left = scheduleFactor(softWeightSchedule, share, 1);
    return isOff ? 0 : left * weight[s]! + (1 - left) * weightAtEnd[s]!;
  });
}

/** Factor on the learning rate before step `step` (0-based) of `steps`. */
export function scheduleFactor(schedule: Schedule, step: number, steps: number): number {
  const done = step / steps;
  switch (schedule) {
    case 'constant':
      return 1;
    case 'linear':
      return 1 - done;
    case 'cosine':
      return (1 + Math.cos(Math.PI * done)) / 2;
  }
  return schedule satisfies never;
}
