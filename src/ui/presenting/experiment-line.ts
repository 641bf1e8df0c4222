/** An experiment in one line, for who sees it from afar or in little room. */
import { html, type TemplateResult } from 'lit';
import type { ExperimentConfig } from '../../core/experiment.ts';
import { presetOf } from '../../core/state.ts';
import { inLocale } from '../../core/text.ts';
import { formatCount } from '../format.ts';

export function experimentLine(config: ExperimentConfig): TemplateResult {
  const { distillation, seeds, vary } = config;
  const preset = presetOf(config);
  /** The values that it takes side by side, or the one it has. */
  const valuesOf = (path: string, one: number): readonly number[] =>
    (vary.find((axis) => axis.path === path)?.values as readonly number[] | undefined) ?? [one];
  const temperatures = valuesOf('distillation.temperature', distillation.temperature);
  const weights = valuesOf('distillation.softWeight', distillation.softWeight);
  return html`<strong>${inLocale(preset?.title ?? 'Your own settings')}</strong>
    <span>T = ${temperatures.join(', ')}</span>
    <span>α = ${weights.join(', ')}</span>
    ${seeds > 1 ? html`<span>${formatCount(seeds)} seeds</span>` : ''}`;
}
