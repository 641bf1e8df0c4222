/**
 * The networks of one kind (teachers, assistants, students) as populations: one for each way in which they are made and
 * trained, because a population is stacked and shares its steps.
 */
import type { TrainableArchitecture } from './architecture.ts';
import type { NetworkConfig, TrainingConfig } from './experiment.ts';
import { METHODS, type MethodName } from './methods.ts';
import type { Method, Part } from './methods/method.ts';
import { partsOf, population, type Placed, type Population } from './population.ts';
import {
  CURVE_POINTS,
  type Member,
  type Objective,
  type Regularisation,
  type Stage,
  type StageId,
  type StageKind,
} from './stages.ts';
import type { TermName } from './terms.ts';

const NO_REGULARISATION: Regularisation = { inputDropout: 0, hiddenDropout: 0, jitter: 0, maxNorm: 0 };

export interface Group {
  readonly kind: StageKind;
  /** By how they are made. */
  readonly populations: Map<string, { readonly id: StageId; readonly made: Made; readonly of: Population }>;
  readonly comparisons: PlacedComparison[];
}

interface PlacedComparison {
  readonly candidate: Placed;
  readonly baseline: Placed;
  readonly isMain: boolean;
}

/** What all members of a population share. */
interface Made {
  readonly training: Omit<TrainingConfig, 'learningRate' | keyof NetworkConfig>;
  readonly architecture: TrainableArchitecture;
  readonly regularisation: Regularisation;
  /** What keeps a population to itself. */
  readonly apart?: Apart | undefined;
}

export type Apart =
  /** A method that looks into its teacher: who shares a population sees what all of it see. */
  | { readonly method: MethodName; readonly teacher: TrainableArchitecture }
  /** Networks of a chain that learn from one of their own kind. */
  | { readonly link: number };

export function group(kind: StageKind): Group {
  return { kind, populations: new Map(), comparisons: [] };
}

/** The population for networks that are made so, which may be there already. */
export function populationFor(
  { kind, populations }: Group,
  { optimizer, momentum, schedule, batchSize, epochs }: TrainingConfig,
  architecture: TrainableArchitecture,
  regularisation = NO_REGULARISATION,
  apart?: Apart,
) {
  const made: Made = {
    training: { optimizer, momentum, schedule, batchSize, epochs },
    architecture,
    regularisation,
    apart,
  };
  const key = JSON.stringify(made);
  const number = populations.size + 1;
  const id: StageId = number === 1 ? kind : `${kind}-${number}`;
  const found = populations.get(key) ?? { id, made, of: population() };
  populations.set(key, found);
  return found;
}

/** Pairs of networks, one a seed; a pair that is there already may become one of the main comparison. */
export function compare(
  { comparisons }: Group,
  candidates: readonly Placed[],
  baselines: readonly Placed[],
  isMain = false,
): void {
  candidates.forEach((candidate, i) => {
    const baseline = baselines[i]!;
    const at = comparisons.findIndex(
      (one) => isSame(one.candidate, candidate) && isSame(one.baseline, baseline),
    );
    if (at < 0) comparisons.push({ candidate, baseline, isMain });
    else if (isMain) comparisons[at] = { candidate, baseline, isMain };
  });
}

function isSame(a: Placed, b: Placed): boolean {
  return a.of === b.of && a.member === b.member;
}

export function stagesOf({ kind, populations, comparisons }: Group): readonly Stage[] {
  const all = [...populations.values()];
  const firsts = new Map<Population, number>();
  all.reduce((first, { of }) => {
    firsts.set(of, first);
    return first + of.members.length;
  }, 0);
  const numberOf = ({ of, member }: Placed) => firsts.get(of)! + member;
  return all.map(({ id, made, of }) => {
    const { sources } = of;
    const members = of.members.map(({ baseline, ...member }): Member =>
      baseline ? { ...member, baseline: numberOf(baseline) } : member,
    );
    const { training, architecture, regularisation, apart } = made;
    const inside = insideOf(apart, architecture);
    const images = Math.max(...members.map(({ rows }) => rows.images));
    const batchSize = Math.min(training.batchSize, images);
    // Omitted classes do not shorten an epoch: every student takes as many steps as with the whole transfer set.
    const stepsPerEpoch = Math.ceil(images / batchSize);
    const steps = stepsPerEpoch * training.epochs;
    return {
      id,
      kind,
      numbers: members.map((_, member) => numberOf({ of, member })),
      architecture,
      members,
      sources,
      comparisons: comparisons
        .filter(({ candidate }) => candidate.of === of)
        .map(({ candidate, baseline, isMain }) => ({
          ...{ candidate: numberOf(candidate), baseline: numberOf(baseline) },
          ...(isMain && { isMain }),
        })),
      objectives: objectivesOf(members),
      ...inside,
      regularisation,
      ...training,
      batchSize,
      stepsPerEpoch,
      steps,
      evaluateEvery: Math.ceil(steps / CURVE_POINTS),
    };
  });
}

/** What a population's method sees of its teacher beside its answers. */
function insideOf(
  apart: Apart | undefined,
  student: TrainableArchitecture,
): Pick<Stage, 'pairs' | 'looksInside'> {
  if (!apart || !('method' in apart)) return {};
  const { pairs, looksInside }: Method = METHODS[apart.method];
  return {
    ...(pairs && { pairs: pairs(student, apart.teacher) }),
    ...((pairs ?? looksInside) && { looksInside: true }),
  };
}

/** The only place that turns settings into the weights of the loss; what they are says the method. */
export function objectivesOf(members: readonly Member[]): readonly Objective[] {
  const parts = members.map(partsOf);
  const partsAtEnd = members.map((member) =>
    member.softWeightSchedule ? partsOf({ ...member, softWeight: 0 }) : partsOf(member),
  );
  const hasSchedules = members.some(({ softWeightSchedule }) => softWeightSchedule);
  const names = ['crossEntropy', ...(Object.keys(METHODS) as MethodName[])] as readonly TermName[]; // in one order
  return names.flatMap((term): readonly Objective[] => {
    const own = parts.map((all) => partOf(all, term));
    const isUsed = own.some((part) => part !== undefined && part.weight > 0);
    if (!isUsed && term !== 'crossEntropy') return [];
    const hasSpans = own.some((part) => part?.during);
    return [
      {
        term,
        weight: own.map((part) => part?.weight ?? 0),
        ...(hasSchedules && { weightAtEnd: partsAtEnd.map((all) => partOf(all, term)?.weight ?? 0) }),
        ...(hasSpans && { during: own.map((part) => part?.during ?? ALWAYS) }),
      },
    ];
  });
}

const ALWAYS = [0, 1] as const;

function partOf(parts: readonly Part[], term: TermName): Part | undefined {
  return parts.find((part) => part.term === term);
}
