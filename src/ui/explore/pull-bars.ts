/** <pull-bars>: gradients of a loss in the logits of one image, class by class, to both sides of zero: a table whose numbers are bars too. */
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { signed } from '../../core/text.ts';
import { base } from '../theme.ts';
import { barTable, barTableStyles } from './bar-table.ts';

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
    barTableStyles,
    css`
      .track {
        position: relative;
        background: linear-gradient(var(--control), var(--control)) 50% / 1px 100% no-repeat;
      }
      .fill {
        position: absolute;
        inset-block: 0;
      }
      @media (max-width: 600px) {
        .value {
          text-align: center;
        }
      }
    `,
  ];

  @property({ attribute: false }) columns: readonly PullColumn[] = [];
  @property({ attribute: false }) truth: number | undefined;
  @property() caption = '';

  protected override render() {
    const { caption, columns, truth } = this;
    const most = Math.max(1e-9, ...columns.flatMap(({ gradient }) => gradient.map(Math.abs)));
    return barTable({
      ...{ caption, columns, truth, classes: columns[0]?.gradient.length ?? 0 },
      head: ({ name }) => name,
      cell: (column, c) => cell(column, c, most),
      foot: ({ foot }) => foot,
    });
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
          .style=${`${pull < 0 ? 'right' : 'left'}: 50%; width: ${width.toFixed(2)}%; background: ${color}`}
        ></div>
      </div>
      <span class="value">${signedNumber(pull)}</span>
    </div>
  </td>`;
}

function signedNumber(value: number): string {
  return Number(value.toFixed(3)) === 0 ? '0' : signed(value, 3);
}

declare global {
  interface HTMLElementTagNameMap {
    'pull-bars': PullBars;
  }
}
