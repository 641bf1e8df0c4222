/** <answer-bars>: what several networks answer on one image, class by class: a table whose numbers are bars too. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { decimal, formatNumber } from '../../core/text.ts';
import { lineSample, type LineStyle } from '../roles.ts';
import { base } from '../theme.ts';
import { barTable, barTableStyles } from './bar-table.ts';

export interface BarColumn {
  readonly style: LineStyle;
  /** Shares of 1, one a class; absent while the network has not begun. */
  readonly shares?: readonly number[];
  /** What stands in their place, or under the name. */
  readonly note?: string;
  /** Under the bars, a line each, such as an entropy. */
  readonly foot?: readonly string[];
}

@customElement('answer-bars')
export class AnswerBars extends LitElement {
  static override styles = [
    base,
    barTableStyles,
    css`
      .name {
        display: flex;
        gap: 8px;
        align-items: center;
      }
      .note {
        display: block;
        min-height: 1lh;
        font-weight: 400;
      }
      .track {
        border-inline-start: 1px solid var(--control);
      }
      .fill {
        height: 100%;
        min-width: 1px;
        transition: width 180ms ease-out;
      }
      .top .value {
        color: var(--ink);
        font-weight: 600;
      }
      .empty {
        vertical-align: top;
      }
      @media (prefers-reduced-motion: reduce) {
        .fill {
          transition: none;
        }
      }
      @media (max-width: 600px) {
        .value {
          padding-inline-start: 4px;
          text-align: start;
        }
        .name svg {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) columns: readonly BarColumn[] = [];
  @property({ type: Number }) classes = 10;
  /** What the image shows, where that is known. */
  @property({ attribute: false }) truth: number | undefined;
  /** What the table is called. */
  @property() caption = '';

  protected override render() {
    const { caption, columns, classes, truth } = this;
    // What matters is how the answers compare: at T → ∞ all bars are alike.
    const longest = Math.max(...columns.flatMap(({ shares = [0] }) => shares));
    return barTable({
      ...{ caption, columns, classes, truth },
      head: ({ style, note, shares }) =>
        html`<span class="name">${lineSample(style)}${style.label}</span>
          <span class="note small">${shares ? note : nothing}</span>`,
      cell: (column, c) => cell(column, c, classes, longest),
      foot: ({ foot = [] }) => foot.map((line) => html`<div>${line}</div>`),
    });
  }
}

function cell({ style, shares, note }: BarColumn, c: number, classes: number, longest: number) {
  if (!shares) return c === 0 ? html`<td class="small empty" rowspan=${classes}>${note}</td>` : nothing;
  const share = shares[c]!;
  const isTop = share === Math.max(...shares);
  return html`<td class=${isTop ? 'top' : ''}>
    <div class="bar">
      <div class="track" aria-hidden="true">
        <div
          class="fill"
          .style=${`width: ${((100 * share) / longest).toFixed(2)}%; background: ${style.color}`}
        ></div>
      </div>
      <span class="value">${formatProbability(share)}</span>
    </div>
  </td>`;
}

/** As many digits as tell it from nothing, down to a millionth. */
export function formatProbability(share: number): string {
  const percent = 100 * share;
  if (percent >= 99.95 && share < 1) return `>${decimal('99.9')}\u00a0%`;
  if (percent >= 0.95) return `${decimal(percent.toFixed(1))}\u00a0%`;
  if (percent >= 0.0001)
    return `${formatNumber(Number(percent.toPrecision(1)), { maximumFractionDigits: 4 })}\u00a0%`;
  return `<${decimal('0.0001')}\u00a0%`;
}

declare global {
  interface HTMLElementTagNameMap {
    'answer-bars': AnswerBars;
  }
}
