/** An experiment whose networks suit every method of distillation. */
import type { Axis, DistillationConfig, ExperimentConfig } from '../../src/core/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';

/** Networks that suit every method: the teacher has twice the student's layers, in its width; transformers for the one that needs them. */
export function experiment(
  distillation: Partial<DistillationConfig>,
  ...vary: readonly Axis[]
): ExperimentConfig {
  const { teacher, student } = DEFAULT_EXPERIMENT;
  const architecture = distillation.method === 'tinyBert' ? 'vit' : 'mlp';
  return {
    ...DEFAULT_EXPERIMENT,
    teacher: { ...teacher, architecture, hidden: [8, 8, 8, 8], blocks: 2, width: 8, heads: 2 },
    student: { ...student, architecture, hidden: [8, 8], blocks: 1, width: 4, heads: 2 },
    distillation: { ...DEFAULT_EXPERIMENT.distillation, assistant: [[8, 8, 8]], ...distillation },
    vary,
  };
}
