/**
 * Ready-made experiments. What each teaches and what to expect of it is in preset-words.ts. See CONTRIBUTING for the recipe.
 *
 * Links start from presets: the settings and the id of one that was published stay as they are. A better one is a new one.
 */
import type { ExperimentConfig } from './experiment.ts';
import type { Preset } from './preset.ts';
import { quick, fewLabels, wrongLabels, omitADigit, sevenEight } from './presets/data.ts';
import { full, hinton2015, tinyStudent, honestNull, capacityGap } from './presets/size.ts';
import { cnnTeachesMlp, methodsCnn, methodsVit, quantise } from './presets/bodies.ts';
import { tSquared, badTeacher, ensemble, methods } from './presets/teaching.ts';

export const PRESETS: readonly Preset[] = [
  quick,
  fewLabels,
  wrongLabels,
  omitADigit,
  sevenEight,
  full,
  hinton2015,
  tinyStudent,
  honestNull,
  capacityGap,
  tSquared,
  badTeacher,
  ensemble,
  methods,
  cnnTeachesMlp,
  methodsCnn,
  methodsVit,
  quantise,
];

/** What a first visit shows, and what a link leaves out. Frozen for version 1 of the link: old links depend on it. */
export const DEFAULT_EXPERIMENT: ExperimentConfig = quick.config;

export function presetById(id: string): Preset | undefined {
  return PRESETS.find((preset) => preset.id === id);
}
