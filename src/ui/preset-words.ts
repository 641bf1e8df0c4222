/** <preset-words>: what the preset of an experiment teaches and what to expect of it, or that nobody knows. */
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ExperimentConfig } from '../core/experiment.ts';
import { PRESET_WORDS } from '../core/preset-words.ts';
import { presetOf } from '../core/state.ts';
import { teacherSaw } from '../core/teacher-saw.ts';
import { inLocale, language, msg } from '../core/text.ts';
import { base } from './theme.ts';

@customElement('preset-words')
export class PresetWordsElement extends LitElement {
  static override styles = base;

  @property({ attribute: false }) config!: ExperimentConfig;

  protected override render() {
    const preset = presetOf(this.config);
    if (!preset)
      return html`<p>
        ${msg('An experiment of your own: nobody has measured what to expect. Predict it, then run it.')}
      </p>`;
    const { teaches, expect } = PRESET_WORDS[preset.id]!;
    const expected = lowerFirst(inLocale(expect));
    return html`<p>
      ${inLocale(teaches)} ${teacherSaw(preset.config)}
      <strong>${msg('Expect:')}</strong> ${expected}
    </p>`;
  }
}

/** A sentence that goes on after a colon: in English it begins small then, but names keep their capital. */
function lowerFirst(sentence: string): string {
  return language() === 'en' && /^(Of|Both|The|Either|About)\b/.test(sentence)
    ? sentence[0]!.toLowerCase() + sentence.slice(1)
    : sentence;
}

declare global {
  interface HTMLElementTagNameMap {
    'preset-words': PresetWordsElement;
  }
}
