/** Experiments that bring controls to the page that others do not. */
import type { ExperimentConfig } from '../../src/core/experiment.ts';

export const withControl = (experiment: ExperimentConfig): ExperimentConfig => ({
  ...experiment,
  distillation: { ...experiment.distillation, pseudoLabelControl: true },
});

export const withAxes = (experiment: ExperimentConfig): ExperimentConfig => ({
  ...experiment,
  vary: [
    { path: 'distillation.temperature', values: [1, 2, 4, 8] },
    { path: 'distillation.softWeight', values: [0.5, 0.7, 0.9] },
  ],
});

export const withMethods = (experiment: ExperimentConfig): ExperimentConfig => ({
  ...experiment,
  seeds: 2,
  vary: [{ path: 'distillation.method', values: ['softTargets', 'cosine'] }],
});
