/** Populations of every awkward size, and numbers to fill them with. */
import { parameterCount } from '../../../src/core/architecture.ts';
import { layerShapes } from '../../../src/core/layer-shapes.ts';
import { hash, uniform } from '../../../src/core/random.ts';
import type { Regularisation, Source, Stage } from '../../../src/core/stages.ts';
import { PIXELS } from '../../../src/data/dataset.ts';
import type { Numbers } from './run-kernel.ts';
import { stacked, teacherStage } from '../fixtures.ts';

export const NO_REGULARISATION: Regularisation = {
  inputDropout: 0,
  hiddenDropout: 0,
  jitter: 0,
  maxNorm: 0,
};

export interface Shape {
  readonly hidden: readonly number[];
  readonly batchSize: number;
  readonly members: number;
}

/** Members take turns at two seeds, so that from two on there are two groups, and from three on a shared one. */
export function populationOf(
  { hidden, batchSize, members }: Shape,
  regularisation: Partial<Regularisation> = {},
): Stage {
  return stacked(
    Array.from({ length: members }, (_, s) =>
      teacherStage({
        teacher: { ...NO_REGULARISATION, ...regularisation, hidden, batchSize },
        data: { teacherImages: 150 },
        seed: 1 + (s % 2),
      }),
    ),
  );
}

/** A layer of a population: the sizes in which the matrix products are tested. */
export interface LayerCase extends Shape {
  readonly layer: number;
}

const at = (hidden: readonly number[], layer: number, batchSize: number, members: number): LayerCase => ({
  hidden,
  layer,
  batchSize,
  members,
});

/** Widths of 10, 30, 31, 784 and 1200 on both sides, batches of 1, 7, 60 and 128, one, two and five members. */
export const LAYER_CASES: readonly LayerCase[] = [
  at([], 0, 1, 1), // 784 -> 10, first and last
  at([10], 0, 7, 2), // 784 -> 10
  at([31], 0, 60, 5), // 784 -> 31
  at([1200], 0, 128, 1), // 784 -> 1200
  at([10, 1200], 1, 1, 2), // 10 -> 1200
  at([30, 31], 1, 7, 1), // 30 -> 31
  at([31, 30], 1, 60, 5), // 31 -> 30
  at([784, 30], 1, 128, 2), // 784 -> 30
  at([10, 1200, 1200], 2, 128, 1), // 1200 -> 1200
  at([30], 1, 1, 2), // 30 -> 10
  at([31], 1, 128, 5), // 31 -> 10
  at([10, 1200], 2, 60, 1), // 1200 -> 10
];

export function nameOf({ hidden, layer, batchSize, members }: LayerCase): string {
  const widths = [PIXELS, ...hidden, 10];
  return `layer ${layer} of ${widths.join('-')}, batch of ${batchSize}, ${members} members`;
}

/** For `test.each`: the case and its name. */
export const named = <C extends LayerCase>(cases: readonly C[]): (readonly [string, C])[] =>
  cases.map((shape) => [nameOf(shape), shape]);

/** Numbers from -scale to scale. */
export const noise =
  (key: number, scale = 1): Numbers =>
  (s, b, n) =>
    Math.fround(scale * (2 * uniform(hash(hash(key, s), b), n) - 1));

/** Flat parameters `[S, P]` of noise. */
export function randomParameters({ architecture, members }: Stage, key: number, scale = 0.5): Float32Array {
  const P = parameterCount(architecture);
  return Float32Array.from({ length: members.length * P }, (_, i) => scale * (2 * uniform(key, i) - 1));
}

/** Where element (k, n) of a layer stands in flat parameters; k = inputs is the bias. */
export function parameterIndex({ architecture }: Stage, layer: number): Numbers {
  const P = parameterCount(architecture);
  const { weights, outputs } = layerShapes(architecture)[layer]!;
  return (s, k, n) => s * P + weights + k * outputs + n;
}

/** What makes a member different in the loss. */
export interface Treatment {
  readonly softWeight: number;
  readonly temperature: number;
  readonly tSquared: boolean;
  readonly targets?: 'labels' | 'teacherArgmax';
  readonly seed?: number;
  /** Of its rows, the first so many; all 150 unless said otherwise. */
  readonly images?: number;
  readonly labelled?: number;
  readonly wrongLabels?: number;
  readonly omittedClasses?: readonly number[];
  readonly labelSmoothing?: number;
  /** Which of the two sources. */
  readonly source?: 0 | 1;
}

const SOURCE: Source = { networks: [{ stage: 'teacher', member: 0 }], combine: 'meanProbabilities' };

/** A population of linear classifiers with these treatments. */
export function treated(batchSize: number, treatments: readonly Treatment[]): Stage {
  const stage = populationOf({ hidden: [], batchSize, members: treatments.length });
  return {
    ...stage,
    sources: [SOURCE, SOURCE],
    members: stage.members.map((member, s) => {
      const {
        seed = 1,
        images = 150,
        labelled = images,
        wrongLabels = 0,
        omittedClasses = [],
        source = 0,
      } = treatments[s]!;
      const { targets = 'labels', labelSmoothing = 0, softWeight, temperature, tSquared } = treatments[s]!;
      return {
        ...{ ...member, seed, source, labelSmoothing, softWeight, temperature, tSquared },
        role: targets === 'teacherArgmax' ? 'pseudoLabel' : member.role,
        rows: { images, labelled, wrongLabels, omittedClasses },
      };
    }),
    objectives: [
      { term: 'crossEntropy', weight: treatments.map(({ softWeight }) => 1 - softWeight) },
      ...(treatments.some(({ softWeight }) => softWeight > 0)
        ? [{ term: 'softTargets' as const, weight: treatments.map(({ softWeight }) => softWeight) }]
        : []),
    ],
  };
}
