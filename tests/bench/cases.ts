/**
 * What is measured, as data: populations of one batch size, optimiser and transfer set that differ in size and in how
 * many members they have. Knows nothing of who trains them.
 */
import { macCount, mlpOf, type Architecture } from '../../src/core/architecture.ts';
import type { Member, Stage } from '../../src/core/stages.ts';

export const BATCH_SIZE = 128;
/** The first so many training images of MNIST: whole batches only. */
export const ROWS = 6400;
/** Steps of one pass. Paths agree on the order of batches in the first pass, so no comparison goes beyond it. */
export const PASS_STEPS = ROWS / BATCH_SIZE;

export interface BenchCase {
  readonly name: string;
  readonly stage: Stage;
  /** Steps after which a quick run on a software adapter compares losses. */
  readonly quickSteps: number;
}

const SMALL = [30, 30];

const SWEEP = { temperatures: [1, 2, 4, 8, 16], softWeights: [0, 0.25, 0.5, 0.75, 1] };
const HARD = { softWeight: 0, temperature: 1 };
const SIXTEEN = [
  HARD,
  { softWeight: 0.5, temperature: 2 },
  { softWeight: 0.7, temperature: 4 },
  { softWeight: 0.9, temperature: 8 },
];
const PAIR = [HARD, { softWeight: 0.7, temperature: 4 }];

export const CASES: readonly BenchCase[] = [
  { name: 'pair 784-30-30-10', stage: stage(SMALL, PAIR.map(member)), quickSteps: 20 },
  {
    name: '16 students 784-30-30-10',
    stage: stage(
      SMALL,
      [1, 2, 3, 4].flatMap((seed) => SIXTEEN.map((treatment) => ({ ...member(treatment), seed }))),
    ),
    quickSteps: 6,
  },
  { name: 'teacher 784-1200-1200-10', stage: stage([1200, 1200], [member(HARD)]), quickSteps: 5 },
  { name: 'students 784-800-800-10', stage: stage([800, 800], PAIR.map(member)), quickSteps: 5 },
  {
    name: 'grid 5x5 784-30-30-10',
    stage: stage(
      SMALL,
      SWEEP.temperatures.flatMap((temperature) =>
        SWEEP.softWeights.map((softWeight) => member({ softWeight, temperature })),
      ),
    ),
    quickSteps: 6,
  },
  { name: 'single 784-30-30-10', stage: stage(SMALL, [member(HARD)]), quickSteps: 20 },
];

export function caseByName(name: string): BenchCase {
  const found = CASES.find((known) => known.name === name);
  if (!found) throw new RangeError(`There is no case ${name}.`);
  return found;
}

function member({ softWeight, temperature }: { softWeight: number; temperature: number }): Member {
  return {
    ...(softWeight > 0
      ? { role: 'distilled' as const, method: 'softTargets' as const }
      : { role: 'hardLabel' as const, method: 'labels' as const }),
    seed: 1,
    learningRate: 1e-3,
    softWeight,
    strength: 1,
    temperature,
    tSquared: true,
    learningShare: 1,
    labelSmoothing: 0,
    rows: { images: ROWS, labelled: ROWS, wrongLabels: 0, omittedClasses: [] },
    ...(softWeight > 0 && { source: 0 }),
  };
}

function stage(hidden: readonly number[], members: readonly Member[]): Stage {
  const distils = members.some(({ softWeight }) => softWeight > 0);
  const epochs = 1000; // more than anybody will time
  return {
    id: 'students',
    kind: 'students',
    numbers: members.map((_, s) => s),
    architecture: { kind: 'mlp', inputs: 784, hidden, classes: 10 },
    members,
    sources: distils
      ? [{ networks: [{ stage: 'teacher', member: 0 }], combine: 'meanProbabilities' as const }]
      : [],
    comparisons: [],
    objectives: [
      { term: 'crossEntropy', weight: members.map(({ softWeight }) => 1 - softWeight) },
      ...(distils
        ? [{ term: 'softTargets' as const, weight: members.map(({ softWeight }) => softWeight) }]
        : []),
    ],
    regularisation: { inputDropout: 0, hiddenDropout: 0, jitter: 0, maxNorm: 0 },
    optimizer: 'adam',
    momentum: 0,
    schedule: 'constant',
    batchSize: BATCH_SIZE,
    epochs,
    stepsPerEpoch: PASS_STEPS,
    steps: epochs * PASS_STEPS,
    evaluateEvery: epochs * PASS_STEPS,
  };
}

/**
 * Floating-point operations of the matrix products of one step: two for each multiply-accumulate of the forward pass,
 * of the gradient of the weights, and of that of the inputs in all layers but the first. Biases, losses and the
 * optimiser are not counted.
 */
export function productFlops({ architecture, batchSize, members }: Stage): number {
  const all = macCount(mlpOf(architecture));
  const first = firstLayerMacs(architecture);
  return 2 * (3 * all - first) * batchSize * members.length;
}

function firstLayerMacs(architecture: Architecture): number {
  const { inputs, hidden, classes } = mlpOf(architecture);
  return inputs * (hidden[0] ?? classes);
}
