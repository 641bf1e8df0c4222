/** Small stages and data for engine tests: quick on any backend, and with every awkward shape on purpose. */
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import { hash, uniform } from '../../src/core/random.ts';
import { compile } from '../../src/core/compile.ts';
import type { Member, Rows, Stage } from '../../src/core/stages.ts';
import { PIXELS, type Dataset, type LabelledImages } from '../../src/data/dataset.ts';

export const NEVER = new AbortController().signal;
export const breathe = () => Promise.resolve();

/**
 * Ten learnable classes without a download: each digit is a bright bar at its own height, in noise.
 * @param rows in canonical order, so row i is of class i mod 10
 */
export function bars(rows: number, seed = 1): LabelledImages {
  const images = new Uint8Array(rows * PIXELS);
  const labels = Uint8Array.from({ length: rows }, (_, i) => i % 10);
  for (let i = 0; i < rows; i++) {
    for (let p = 0; p < PIXELS; p++) {
      const inBar = Math.floor(Math.floor(p / 28) / 2.8) === labels[i];
      const noise = uniform(hash(seed, i), p);
      images[i * PIXELS + p] = Math.floor(noise * 120) + (inBar && noise > 0.3 ? 90 : 0);
    }
  }
  return { images, labels };
}

export function barsDataset(train: number, test = 100): Dataset {
  const common = { id: 'mnist', title: 'bars', fingerprint: `bars ${train} ${test}`, classes: 10 } as const;
  return { ...common, train: bars(train), heldOut: 0, test: bars(test, 2) };
}

/** Every row among the first `images`, all of them labelled. */
export function plainRows(images: number, labelled = images): Rows {
  return { images, labelled, wrongLabels: 0, omittedClasses: [] };
}

/** Plausible teacher logits for `rows` images. */
export function teacherLogits(rows: number, classes = 10, scale = 6): Float32Array {
  return Float32Array.from({ length: rows * classes }, (_, i) => scale * (uniform(99, i) - 0.5));
}

type Changes = {
  readonly [K in keyof ExperimentConfig]?: ExperimentConfig[K] extends readonly unknown[]
    ? ExperimentConfig[K]
    : Partial<ExperimentConfig[K]>;
};

/** The default experiment made small, with changes. */
export function smallExperiment(changes: Changes = {}): ExperimentConfig {
  const config: ExperimentConfig = {
    ...DEFAULT_EXPERIMENT,
    data: { ...DEFAULT_EXPERIMENT.data, teacherImages: 60, labelledImages: 50 },
    teacher: { ...DEFAULT_EXPERIMENT.teacher, hidden: [12, 9], batchSize: 16, epochs: 2 },
    student: { ...DEFAULT_EXPERIMENT.student, hidden: [7], batchSize: 16, epochs: 2 },
  };
  return {
    ...config,
    data: { ...config.data, ...changes.data },
    teacher: { ...config.teacher, ...changes.teacher },
    student: { ...config.student, ...changes.student },
    distillation: { ...config.distillation, ...changes.distillation },
    seed: changes.seed ?? 1,
    seeds: changes.seeds ?? 1,
    quantise: changes.quantise ?? false,
    vary: changes.vary ?? [],
  };
}

export function teacherStage(changes: Changes = {}): Stage {
  return compile(smallExperiment(changes))[0]!;
}

export function studentStage(changes: Changes = {}): Stage {
  return compile(smallExperiment(changes))[1]!;
}

/** The population that holds only member `s` of a stage. */
export function only(stage: Stage, s: number): Stage {
  const pick = <T>(values: readonly T[]) => [values[s]!];
  return {
    ...stage,
    members: pick<Member>(stage.members),
    objectives: stage.objectives.map(({ term, weight }) => ({ term, weight: pick(weight) })),
  };
}

/** One population of all the members of `stages`, which must be alike but for their members: the inverse of `only`. */
export function stacked(stages: readonly Stage[]): Stage {
  const [first] = stages;
  return {
    ...first!,
    members: stages.flatMap(({ members }) => members),
    objectives: first!.objectives.map(({ term }, o) => ({
      term,
      weight: stages.flatMap(({ objectives }) => objectives[o]!.weight),
    })),
  };
}
