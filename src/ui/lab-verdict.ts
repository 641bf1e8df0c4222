/** <lab-verdict>: the answer to the page's question in words, how far to trust it, and the seeds' differences as dots. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { verdictWords } from '../core/verdict-words.ts';
import type { Verdict } from '../core/run-record.ts';
import { counted, msg, str } from '../core/text.ts';
import './difference-plot.ts';
import { base } from './theme.ts';

/** More comparisons than these are drawn where they are told one by one. */
const MOST_DRAWN = 8;

@customElement('lab-verdict')
export class LabVerdict extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        margin: 28px 0 20px;
      }
      .main {
        min-height: 3lh;
        max-width: 62ch;
        font: 400 1.375rem/1.35 var(--font-serif);
        text-wrap: pretty;
      }
      .pending {
        color: var(--ink-muted);
      }
      .evidence {
        min-height: 2lh;
        max-width: 76ch;
        margin-top: 8px;
      }
      /* In little room: the answer and how far to trust it. */
      :host([brief]) {
        margin: 0;
      }
      :host([brief]) .main {
        min-height: 2lh;
        max-width: none;
        font-size: 1.125rem;
      }
      :host([brief]) :is(.evidence, difference-plot, details) {
        display: none;
      }
      details {
        margin-top: 12px;
      }
      summary {
        font-size: 0.875rem;
        cursor: pointer;
      }
      li {
        max-width: 76ch;
        margin: 8px 0 0 20px;
        font-size: 0.875rem;
      }
      @media (max-width: 760px) {
        .main {
          min-height: 5lh;
          font-size: 1.25rem;
        }
        .evidence {
          min-height: 3lh;
        }
      }
    `,
  ];

  /** The main comparison first. */
  @property({ attribute: false }) verdicts: readonly Verdict[] = [];
  @property({ type: Number }) testImages = 0;
  /** Whether students of all seeds learnt from one teacher. */
  @property({ type: Boolean }) sharesTeacher = false;
  /** What to read while there is no verdict. */
  @property() pending = '';

  protected override render() {
    const [main, ...others] = this.verdicts;
    if (!main)
      return html`<p class="main pending">${this.pending}</p>
        <div class="evidence small"></div>`; // its room, so that the results stay where they are
    const { sentence, caution, evidence } = verdictWords(main, this.testImages, this.sharesTeacher);
    const drawn = others.length < MOST_DRAWN ? this.verdicts : [main];
    return html`<p class="main">${sentence} ${caution}</p>
      ${main.interval ? html`<difference-plot .verdicts=${drawn}></difference-plot>` : nothing}
      <p class="evidence small">${evidence}</p>
      ${others.length > 0 ? this.others(others) : nothing}`;
  }

  private others(verdicts: readonly Verdict[]) {
    return html`<details>
      <summary>
        ${counted(verdicts.length, {
          one: msg('One more comparison'),
          other: msg(str`${verdicts.length} more comparisons`),
        })}
      </summary>
      ${
        verdicts.length >= MOST_DRAWN && verdicts[0]!.interval
          ? html`<difference-plot .verdicts=${this.verdicts}></difference-plot>`
          : nothing
      }
      <ul>
        ${verdicts.map((verdict) => {
          const { sentence, evidence } = verdictWords(verdict, this.testImages, this.sharesTeacher);
          return html`<li>${sentence} <span class="small">${evidence}</span></li>`;
        })}
      </ul>
    </details>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-verdict': LabVerdict;
  }
}
