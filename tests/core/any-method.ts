/** An experiment whose networks suit every method of distillation. */
import type { Axis, DistillationConfig, ExperimentConfig } from '../../src/core/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';

/** Networks that suit every method: the teacher has twice the student's layers, in its width. */
export function experiment(
  distillation: Partial<DistillationConfig>,
  ...vary: readonly Axis[]
): ExperimentConfig {
  const { teacher, student } = DEFAULT_EXPERIMENT;
  return {
    ...DEFAULT_EXPERIMENT,
    teacher: { ...teacher, hidden: [8, 8, 8, 8] },
    student: { ...student, hidden: [8, 8] },
    distillation: { ...DEFAULT_EXPERIMENT.distillation, assistant: [[8, 8, 8]], ...distillation },
    vary,
  };
}
