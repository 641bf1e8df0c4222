/** How <results-table> is laid out: a table where there is room, a block a network where there is not. */
import { css } from 'lit';

/** A block a network. */
const blocks = css`
  table,
  tbody {
    display: block;
  }
  thead {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  tbody tr {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(156px, 100%), 1fr));
    gap: 0 24px;
    padding: 12px 0;
    border-bottom: 1px solid var(--hairline);
  }
  tbody th {
    grid-column: 1 / -1;
  }
  th,
  td {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    padding: 3px 0;
    border: 0;
  }
  td::before {
    content: attr(data-title);
    color: var(--ink-muted);
    font-size: 0.8125rem;
    font-weight: 400;
  }
`;

export const resultsTableStyles = css`
  :host {
    display: block;
    container-type: inline-size;
  }
  h2 {
    font-size: 1.0625rem;
    font-weight: 600;
  }
  table {
    width: 100%;
    margin: 4px 0 8px;
    border-collapse: collapse;
  }
  th,
  td {
    position: relative;
    padding: 10px 0 10px 12px;
    border-bottom: 1px solid var(--hairline);
    font-weight: 400;
    text-align: end;
    white-space: nowrap;
  }
  th:first-child {
    padding-inline-start: 0;
    text-align: start;
  }
  tbody th {
    white-space: normal;
  }
  thead th {
    padding-block: 6px;
    border-color: var(--control);
    color: var(--ink-muted);
    font-size: 0.8125rem;
    vertical-align: bottom;
    white-space: normal; /* in two lines where they are long, as in German */
  }
  th + td {
    font-size: 1.125rem;
    font-weight: 600;
  }
  .who {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    font-weight: 500;
  }
  .spread {
    color: var(--ink-muted);
    font-size: 0.8125rem;
    font-weight: 400;
  }
  .absent {
    color: var(--ink-muted);
    font-weight: 400;
  }
  p {
    max-width: 76ch;
    text-wrap: pretty;
  }
  @container (max-width: 760px) {
    th,
    td {
      padding-inline-start: 8px;
      font-size: 0.875rem;
    }
    th {
      vertical-align: bottom;
      white-space: normal; /* words wrap, whatever the font; numbers do not */
    }
  }
  @container (max-width: 600px) {
    ${blocks}
  }
  /* German is longer. */
  @container (max-width: 920px) {
    :host(:lang(de)) {
      ${blocks}
    }
  }
`;
