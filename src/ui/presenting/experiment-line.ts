/** An experiment in one line, for who sees it from afar or in little room. */
import { html, type TemplateResult } from 'lit';
import type { ExperimentConfig } from '../../core/experiment.ts';
import { presetOf } from '../../core/state.ts';
import { decimal, inLocale, listed, msg, str } from '../../core/text.ts';
import { formatCount } from '../format.ts';

export function experimentLine(config: ExperimentConfig): TemplateResult {
  const { distillation, seeds, vary } = config;
  const preset = presetOf(config);
  /** The values that it takes side by side, or the one it has. */
  const valuesOf = (path: string, one: number): readonly number[] =>
    (vary.find((axis) => axis.path === path)?.values as readonly number[] | undefined) ?? [one];
  const temperatures = valuesOf('distillation.temperature', distillation.temperature);
  const weights = valuesOf('distillation.softWeight', distillation.softWeight);
  return html`<strong>${preset ? inLocale(preset.title) : msg('Your own settings')}</strong>
    <span>T = ${listed(temperatures.map(decimal))}</span>
    <span>α = ${listed(weights.map(decimal))}</span>
    ${seeds > 1 ? html`<span>${msg(str`${formatCount(seeds)} seeds`)}</span>` : ''}`;
}
