/** A table of classes whose numbers are bars too: what <answer-bars> and <pull-bars> have in common. */
import { css, html, nothing, type TemplateResult } from 'lit';
import { msg } from '../../core/text.ts';

export interface BarTable<Column> {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly classes: number;
  /** What the image shows, where that is known. */
  readonly truth: number | undefined;
  readonly head: (column: Column) => TemplateResult | string;
  /** A `<td>`, or nothing where the one above reaches down. */
  readonly cell: (column: Column, c: number) => TemplateResult | typeof nothing;
  readonly foot: (column: Column) => unknown;
}

/** A row for each class, a column for each of `columns`. */
export function barTable<Column>(table: BarTable<Column>): TemplateResult {
  const { caption, columns, classes, truth, head, cell, foot } = table;
  return html`<table>
    <caption class="visually-hidden">
      ${caption}
    </caption>
    <colgroup>
      <col />
      ${columns.map(() => html`<col />`)}
    </colgroup>
    <thead>
      <tr>
        <th scope="col"><span class="visually-hidden">${msg('Class')}</span></th>
        ${columns.map((column) => html`<th scope="col">${head(column)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${Array.from(
        { length: classes },
        (_, c) =>
          html`<tr>
            <th scope="row" class=${c === truth ? 'truth' : ''}>
              ${c}${c === truth ? html`<span class="visually-hidden">, ${msg('which it is')}</span>` : nothing}
            </th>
            ${columns.map((column) => cell(column, c))}
          </tr>`,
      )}
    </tbody>
    <tfoot>
      <tr>
        <td></td>
        ${columns.map((column) => html`<td class="small">${foot(column)}</td>`)}
      </tr>
    </tfoot>
  </table>`;
}

export const barTableStyles = css`
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
    vertical-align: bottom;
  }
  thead th {
    padding-bottom: 6px;
    font-weight: 600;
    hyphens: auto;
    overflow-wrap: break-word;
  }
  tbody tr {
    height: 25px;
  }
  tbody th {
    padding-inline-end: 12px;
    color: var(--ink-muted);
    text-align: end;
    vertical-align: middle;
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
    height: 14px;
  }
  .fill {
    forced-color-adjust: none;
  }
  .value {
    color: var(--ink-muted);
    font-size: 0.8125rem;
    text-align: end;
    white-space: nowrap;
  }
  /* All classes in view at once, also on a projector with something docked at its foot. */
  @media (max-height: 780px) and (min-width: 761px) {
    tbody tr {
      height: 20px;
    }
    .track {
      height: 12px;
    }
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
    tbody tr {
      height: 32px;
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
    }
  }
`;
