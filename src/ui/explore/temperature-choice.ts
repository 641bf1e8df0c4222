/** <temperature-choice>: at which T answers are shown. It changes what is looked at, not the recipe. */
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { decimal, msg } from '../../core/text.ts';
import { base } from '../theme.ts';

export class TemperatureEvent extends Event {
  /** May be Infinity. */
  readonly value: number;

  constructor(value: number) {
    super('temperature');
    this.value = value;
  }
}

const MOST = 20;

@customElement('temperature-choice')
export class TemperatureChoice extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 12px;
        align-items: center;
      }
      label {
        font-weight: 600;
      }
      input {
        flex: 1 1 160px;
        max-width: 320px;
        min-height: 24px;
        accent-color: var(--ink);
      }
      .value {
        min-width: 7ch;
        font-weight: 600;
      }
      div {
        display: flex;
        gap: 4px;
      }
      button[aria-pressed='true'] {
        border-color: var(--ink);
        box-shadow: inset 0 0 0 1px var(--ink);
      }
    `,
  ];

  @property({ type: Number }) value = 1;
  /** The recipe’s T. */
  @property({ type: Number }) recipe = 1;

  protected override render() {
    const { value, recipe } = this;
    return html`<label for="t">${msg('Look at T')}</label>
      <input
        id="t"
        type="range"
        min="1"
        max=${MOST}
        step="0.5"
        .value=${String(Math.min(value, MOST))}
        aria-valuetext=${temperatureText(value)}
        @input=${(event: Event) => this.choose(Number((event.target as HTMLInputElement).value))}
      />
      <span class="value">${temperatureText(value)}</span>
      <div>
        ${[...new Set([1, recipe, Infinity])].map(
          (t) =>
            html`<button
              type="button"
              class="compact"
              aria-pressed=${t === value ? 'true' : 'false'}
              @click=${() => this.choose(t)}
            >
              ${temperatureText(t)}${t === recipe && t !== 1 ? html`<span class="small">${msg('recipe')}</span>` : ''}
            </button>`,
        )}
      </div>`;
  }

  private choose(value: number): void {
    this.dispatchEvent(new TemperatureEvent(value));
  }
}

/** `T = 2.5`, or `T → ∞`. */
export function temperatureText(value: number): string {
  return value === Infinity ? 'T → ∞' : `T = ${decimal(value)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'temperature-choice': TemperatureChoice;
  }
}
