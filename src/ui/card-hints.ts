/** <card-hints>: what is allowed in a card of the recipe and may still surprise; seen while the card is closed, too. */
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ExperimentConfig } from '../core/experiment.ts';
import { hintsOf } from '../core/hints.ts';
import type { Card } from '../core/setting.ts';
import { base } from './theme.ts';

@customElement('card-hints')
export class CardHints extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        grid-column: 1 / -1;
      }
      p {
        margin-top: 4px;
        padding-inline-start: 8px;
        border-inline-start: 2px solid var(--control);
      }
    `,
  ];

  @property() card!: Card;
  @property({ attribute: false }) config!: ExperimentConfig;
  @property({ type: Number }) classes!: number;
  /** Of the teacher from a file, where there is one. */
  @property({ attribute: false }) teacherParameters: number | undefined;

  protected override render() {
    const { card, config, classes, teacherParameters } = this;
    return hintsOf(card, config, { classes, teacherParameters }).map(
      (hint) => html`<p class="small">${hint}</p>`,
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'card-hints': CardHints;
  }
}
