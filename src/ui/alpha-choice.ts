/**
 * <alpha-choice>: which term alpha weighs. Sources differ, so the reader may have it their way: it only relabels, and files and
 * links always say `softWeight`.
 */
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { msg } from '../core/text.ts';
import { base } from './theme.ts';

export type AlphaTerm = 'soft' | 'labels';

export class AlphaEvent extends Event {
  readonly weighs: AlphaTerm;

  constructor(weighs: AlphaTerm) {
    super('alpha');
    this.weighs = weighs;
  }
}

@customElement('alpha-choice')
export class AlphaChoice extends LitElement {
  static override styles = [
    base,
    css`
      fieldset {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        float: left; /* stands in the row */
        padding: 0;
        line-height: 24px;
      }
      label {
        display: inline-flex;
        gap: 6px;
        align-items: center;
        min-height: 24px;
      }
      input {
        width: 16px;
        height: 16px;
        margin: 0;
        accent-color: var(--ink);
      }
      p {
        margin-top: 4px;
      }
    `,
  ];

  @property() weighs: AlphaTerm = 'soft';

  protected override render() {
    return html`<fieldset>
        <legend>${msg('Alpha weighs')}</legend>
        ${this.radio('soft', msg('soft targets'))} ${this.radio('labels', msg('labels'))}
      </fieldset>
      <p class="small">
        ${msg('Papers and libraries disagree, so this only changes what the slider is called; charts, links and files speak of the soft targets’ weight.')}
      </p>`;
  }

  private radio(term: AlphaTerm, name: string) {
    return html`<label
      ><input
        type="radio"
        name="alpha"
        value=${term}
        .checked=${term === this.weighs}
        @change=${() => this.dispatchEvent(new AlphaEvent(term))}
      />${name}</label
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alpha-choice': AlphaChoice;
  }
}
