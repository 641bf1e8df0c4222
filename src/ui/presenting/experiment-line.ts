/** An experiment in one line, for who sees it from afar or in little room. */
import { html, nothing, type TemplateResult } from 'lit';
import { hasEffect, methodsOf } from '../../core/effects.ts';
import type { ExperimentConfig } from '../../core/experiment.ts';
import { METHODS } from '../../core/methods.ts';
import { presetOf } from '../../core/state.ts';
import { decimal, inLocale, listed, msg, str } from '../../core/text.ts';
import { formatCount } from '../format.ts';

export function experimentLine(config: ExperimentConfig): TemplateResult {
  const { distillation, seeds, vary } = config;
  const preset = presetOf(config);
  /** The values that it takes side by side, or the one it has. */
  const valuesOf = (path: string, one: number): readonly number[] =>
    (vary.find((axis) => axis.path === path)?.values as readonly number[] | undefined) ?? [one];
  const shown = (symbol: string, path: string, one: number) =>
    hasEffect(path, config)
      ? html`<span>${symbol} = ${listed(valuesOf(path, one).map(decimal))}</span>`
      : nothing;
  const [method, ...others] = methodsOf(config);
  return html`<strong>${preset ? inLocale(preset.title) : msg('Your own settings')}</strong> ${
      method === 'softTargets' || others.length > 0
        ? nothing
        : html`<span>${inLocale(METHODS[method!].title)}</span>`
    }
    ${shown('T', 'distillation.temperature', distillation.temperature)}
    ${shown('α', 'distillation.softWeight', distillation.softWeight)}
    ${seeds > 1 ? html`<span>${msg(str`${formatCount(seeds)} seeds`)}</span>` : nothing}`;
}
