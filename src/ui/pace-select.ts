/** <pace-select>: slow motion, for who wants to follow a run step by step. It takes effect at once, also in a run. */
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { PACES, paceWords, type Pace } from '../core/slow-motion.ts';
import { msg } from '../core/text.ts';
import { send } from './commands.ts';
import { base } from './theme.ts';

@customElement('pace-select')
export class PaceSelect extends LitElement {
  static override styles = [
    base,
    css`
      label {
        display: flex;
        align-items: center;
        gap: 8px;
        font-size: 0.8125rem;
      }
      span {
        color: var(--ink-muted);
      }
      select {
        min-height: 24px;
        padding: 0 4px;
      }
      @media (max-width: 760px) {
        select {
          min-height: 44px;
        }
      }
    `,
  ];

  @property({ attribute: false }) pace: Pace;

  protected override render() {
    return html`<label
      ><span>${msg('Pace')}</span>
      <select .value=${live(String(PACES.indexOf(this.pace)))} @change=${this.choose}>
        ${PACES.map(
          (pace, i) => html`<option value=${i} ?selected=${pace === this.pace}>${paceWords(pace)}</option>`,
        )}
      </select></label
    >`;
  }

  private choose(event: Event): void {
    const pace = PACES[Number((event.target as HTMLSelectElement).value)];
    send(this, { kind: 'pace', pace });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pace-select': PaceSelect;
  }
}
