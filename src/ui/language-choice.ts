/** <language-choice>: the languages that the page speaks, each by its own name. */
import { LitElement, css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { msg } from '../core/text.ts';
import { send } from './commands.ts';
import { LANGUAGE_TAGS, LANGUAGES, spoken, type Language } from './language.ts';
import { base } from './theme.ts';

@customElement('language-choice')
export class LanguageChoice extends LitElement {
  static override styles = [
    base,
    css`
      label {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      select {
        font-size: 0.8125rem;
      }
      @media (max-width: 760px), (pointer: coarse) {
        select {
          min-height: 44px;
          font-size: 1rem;
        }
      }
    `,
  ];

  protected override render() {
    return html`<label>
      ${msg('Language')}
      <select .value=${live(spoken())} @change=${this.choose}>
        ${LANGUAGE_TAGS.map(
          (tag) =>
            html`<option value=${tag} lang=${tag} ?selected=${tag === spoken()}>${LANGUAGES[tag]}</option>`,
        )}
      </select>
    </label>`;
  }

  private choose(event: Event): void {
    const select = event.target as HTMLSelectElement;
    const language = select.value as Language;
    select.value = spoken(); // until the other one's words are here
    send(this, { kind: 'language', language });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'language-choice': LanguageChoice;
  }
}
