/** <loss-formula>: what the distilled student minimises, with the current numbers in it, and the same in words. */
import { LitElement, css, html, mathml, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ExperimentConfig } from '../core/experiment.ts';
import { decimal, msg } from '../core/text.ts';
import { mixSentence } from './sentences.ts';
import { base } from './theme.ts';

@customElement('loss-formula')
export class LossFormula extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      math {
        display: block math;
        width: fit-content;
        font: 1rem/1.3 var(--font-math);
        text-align: start;
      }
      mtd {
        padding: 3px 4px 3px 0;
        text-align: start;
      }
      .soft {
        border-bottom: 3px solid var(--role-distilled);
      }
      .hard {
        border-bottom: 3px solid var(--role-hard-label);
      }
      .mix {
        display: flex;
        height: 6px;
        gap: 2px;
        margin: 12px 0 4px;
      }
      .mix span {
        min-width: 0;
      }
      .teacher {
        background: var(--role-distilled);
      }
      .labels {
        background: var(--role-hard-label);
      }
    `,
  ];

  @property({ attribute: false }) config!: ExperimentConfig;

  protected override render() {
    const { temperature, softWeight, tSquared } = this.config.distillation;
    const hardWeight = Number((1 - softWeight).toFixed(6));
    // KL from the teacher's softened answer p to the student's q, cross-entropy with the labels y at T = 1.
    return html`<math>
        <mtable columnalign="left">
          <mtr>
            <mtd><mi>L</mi><mo>=</mo></mtd>
            <mtd class="soft"
              ><mn>${decimal(softWeight)}</mn><mo>·</mo>${
                tSquared
                  ? mathml`<msup><mn>${decimal(temperature)}</mn><mn>2</mn></msup
                      ><mo>·</mo>`
                  : nothing
              }<mi>KL</mi><mo>(</mo><msub><mi>p</mi><mn>${decimal(temperature)}</mn></msub
              ><mo>‖</mo><msub><mi>q</mi><mn>${decimal(temperature)}</mn></msub
              ><mo>)</mo></mtd
            >
          </mtr>
          <mtr>
            <mtd
              ><mphantom><mi>L</mi></mphantom
              ><mo>+</mo></mtd
            >
            <mtd class="hard"
              ><mn>${decimal(hardWeight)}</mn><mo>·</mo><mi>CE</mi><mo>(</mo><mi>y</mi><mo>,</mo
              ><msub><mi>q</mi><mn>1</mn></msub
              ><mo>)</mo></mtd
            >
          </mtr>
        </mtable>
      </math>
      <div class="mix" aria-hidden="true">
        <span class="teacher" .style=${`flex: ${softWeight}`}></span>
        <span class="labels" .style=${`flex: ${hardWeight}`}></span>
      </div>
      <p class="words">${mixSentence(this.config)}</p>
      <p class="small">
        ${msg('p and q are the teacher’s and the student’s answers, softened by the T beside them; y is the label.')}
      </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'loss-formula': LossFormula;
  }
}
