/** Teachers that come with the lab, trained beforehand: who they are, and which experiments they belong to. */
import type { NetworkId } from './answers.ts';
import { compile } from './compile.ts';
import type { ExperimentConfig } from './experiment.ts';
import { fingerprintOf } from './fingerprint.ts';
import { fitToSizes, type DatasetSizes } from './schema.ts';
import type { Arm, Stage } from './stages.ts';
import { isOfTeachers } from './student-names.ts';

export interface ShippedTeacher {
  /** What it is without pixels and classes, such as `256-256` or `cnn 16-32, 64`. */
  readonly title: string;
  /** Of the run that has trained it. */
  readonly config: ExperimentConfig;
  /** As measured at its end, before its weights were rounded to float16. */
  readonly testErrors: number;
  readonly testImages: number;
  readonly urls: { readonly model: string; readonly weights: string; readonly run: string };
}

/** The networks of a preset's recorded run, to be looked at without training any. */
export interface ShippedNetworks {
  readonly preset: string;
  readonly networks: readonly ShippedNetwork[];
}

export interface ShippedNetwork extends Arm, NetworkId {
  readonly seed: number;
  readonly urls: { readonly model: string; readonly weights: string };
}

/** The one that a stage would train again, if any. */
export function shippedTeacherOf(
  stage: Stage,
  teachers: readonly ShippedTeacher[],
): ShippedTeacher | undefined {
  const needed = fingerprintOf(stage, 'mnist');
  return teachers.find(({ config }) => fingerprintOf(teacherOf(config), 'mnist') === needed);
}

/**
 * The experiment with that teacher: whatever it depends on is set, its seed too, and varied no longer.
 * @param sizes of the data set that it was trained on
 */
export function withTeacherOf(
  config: ExperimentConfig,
  { config: from }: ShippedTeacher,
  sizes: DatasetSizes,
): ExperimentConfig {
  const { dataset, trainingRows, teacherImages } = from.data;
  const taught = {
    ...config,
    data: { ...config.data, dataset, trainingRows, teacherImages },
    teacher: from.teacher,
    seed: from.seed,
    vary: config.vary.filter(({ path }) => !isOfTeachers(path)),
  };
  return fitToSizes(taught, sizes);
}

/** The first population that an experiment trains, which is its teacher. */
export function teacherOf(config: ExperimentConfig): Stage {
  return compile(config)[0]!;
}
