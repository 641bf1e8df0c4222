/**
 * The networks of one kind (teachers, assistants, students) as populations: one for each way in which they are made and
 * trained, because a population is stacked and shares its steps.
 */
import type { TrainingConfig } from './experiment.ts';
import { population, type Population } from './population.ts';
import {
  CURVE_POINTS,
  type Member,
  type Objective,
  type Regularisation,
  type Stage,
  type StageId,
  type StageKind,
} from './stages.ts';

const NO_REGULARISATION: Regularisation = { inputDropout: 0, hiddenDropout: 0, jitter: 0, maxNorm: 0 };

export interface Group {
  readonly kind: StageKind;
  /** By how they are made. */
  readonly populations: Map<string, { readonly id: StageId; readonly made: Made; readonly of: Population }>;
}

/** What all members of a population share. */
interface Made {
  readonly training: Omit<TrainingConfig, 'learningRate' | 'hidden'>;
  readonly hidden: readonly number[];
  readonly regularisation: Regularisation;
}

export function group(kind: StageKind): Group {
  return { kind, populations: new Map() };
}

/** The population for networks that are made so, which may be there already. */
export function populationFor(
  { kind, populations }: Group,
  { optimizer, momentum, schedule, batchSize, epochs }: TrainingConfig,
  hidden: readonly number[],
  regularisation = NO_REGULARISATION,
) {
  const made: Made = {
    training: { optimizer, momentum, schedule, batchSize, epochs },
    hidden,
    regularisation,
  };
  const key = JSON.stringify(made);
  const number = populations.size + 1;
  const id: StageId = number === 1 ? kind : `${kind}-${number}`;
  const found = populations.get(key) ?? { id, made, of: population() };
  populations.set(key, found);
  return found;
}

export function stagesOf({ kind, populations }: Group, classes: number): readonly Stage[] {
  let next = 0;
  return [...populations.values()].map(({ id, made, of: { members, sources, comparisons } }) => {
    const { training, hidden, regularisation } = made;
    const images = Math.max(...members.map(({ rows }) => rows.images));
    const batchSize = Math.min(training.batchSize, images);
    // Omitted classes do not shorten an epoch: every student takes as many steps as with the whole transfer set.
    const stepsPerEpoch = Math.ceil(images / batchSize);
    const steps = stepsPerEpoch * training.epochs;
    return {
      id,
      kind,
      numbers: members.map(() => next++),
      architecture: { kind: 'mlp', inputs: 784, hidden, classes },
      members,
      sources,
      comparisons,
      objectives: objectivesOf(members),
      regularisation,
      ...training,
      batchSize,
      stepsPerEpoch,
      steps,
      evaluateEvery: Math.ceil(steps / CURVE_POINTS),
    };
  });
}

/** The only place that turns the soft weight into two weights of the loss. */
export function objectivesOf(members: readonly Member[]): readonly Objective[] {
  const hard: Objective = { term: 'crossEntropy', weight: members.map(({ softWeight }) => 1 - softWeight) };
  if (members.every(({ softWeight }) => softWeight === 0)) return [hard];
  return [hard, { term: 'softTargets', weight: members.map(({ softWeight }) => softWeight) }];
}
