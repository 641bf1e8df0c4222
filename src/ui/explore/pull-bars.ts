/** <pull-bars>: gradients of a loss in the logits of one image, class by class, to both sides of zero: a table whose numbers are bars too. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../theme.ts';

export interface PullColumn {
  readonly name: string;
  readonly color: string;
  /** One a class; descent moves the logits the other way, which is what is drawn. */
  readonly gradient: readonly number[];
  readonly foot: string;
}

@customElement('pull-bars')
export class PullBars extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        table-layout: fixed;
      }
      col:first-child {
        width: 32px;
      }
      th,
      td {
        padding: 0 20px 0 0;
        font-weight: 400;
        text-align: start;
      }
      thead th {
        padding-bottom: 6px;
        font-weight: 600;
      }
      tbody tr {
        height: 25px;
      }
      tbody th {
        padding-inline-end: 12px;
        color: var(--ink-muted);
        text-align: end;
      }
      tbody th.truth {
        color: var(--ink);
        font-weight: 700;
      }
      .bar {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 7ch;
        gap: 8px;
        align-items: center;
      }
      .track {
        position: relative;
        height: 14px;
        background: linear-gradient(var(--control), var(--control)) 50% / 1px 100% no-repeat;
      }
      .fill {
        position: absolute;
        inset-block: 0;
        forced-color-adjust: none;
      }
      .value {
        color: var(--ink-muted);
        font-size: 0.8125rem;
        text-align: end;
      }
      tfoot td {
        padding-block: 6px 8px;
        vertical-align: top;
      }
      @media (max-width: 600px) {
        th,
        td {
          padding-inline-end: 8px;
        }
        .bar {
          grid-template-columns: minmax(0, 1fr);
          gap: 0;
        }
        .track {
          height: 8px;
        }
        .value {
          font-size: 0.75rem;
          line-height: 1.2;
          text-align: center;
        }
        tbody tr {
          height: 32px;
        }
      }
    `,
  ];

  @property({ attribute: false }) columns: readonly PullColumn[] = [];
  @property({ attribute: false }) truth: number | undefined;
  @property() caption = '';

  protected override render() {
    const classes = this.columns[0]?.gradient.length ?? 0;
    const most = Math.max(1e-9, ...this.columns.flatMap(({ gradient }) => gradient.map(Math.abs)));
    return html`<table>
      <caption class="visually-hidden">
        ${this.caption}
      </caption>
      <colgroup>
        <col />
        ${this.columns.map(() => html`<col />`)}
      </colgroup>
      <thead>
        <tr>
          <th scope="col"><span class="visually-hidden">Class</span></th>
          ${this.columns.map(({ name }) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${Array.from(
          { length: classes },
          (_, c) =>
            html`<tr>
              <th scope="row" class=${c === this.truth ? 'truth' : ''}>
                ${c}${c === this.truth ? html`<span class="visually-hidden">, which it is</span>` : nothing}
              </th>
              ${this.columns.map((column) => cell(column, c, most))}
            </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <td></td>
          ${this.columns.map(({ foot }) => html`<td class="small">${foot}</td>`)}
        </tr>
      </tfoot>
    </table>`;
  }
}

function cell({ gradient, color }: PullColumn, c: number, most: number) {
  const pull = -gradient[c]!;
  const width = (50 * Math.abs(pull)) / most;
  return html`<td>
    <div class="bar">
      <div class="track" aria-hidden="true">
        <div
          class="fill"
          style="${pull < 0 ? 'right' : 'left'}: 50%; width: ${width.toFixed(2)}%; background: ${color}"
        ></div>
      </div>
      <span class="value">${signedNumber(pull)}</span>
    </div>
  </td>`;
}

function signedNumber(value: number): string {
  const text = Math.abs(value).toFixed(3);
  if (Number(text) === 0) return '0';
  return `${value < 0 ? '−' : '+'}${text}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'pull-bars': PullBars;
  }
}
