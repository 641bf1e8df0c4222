/** What the panels under the stage have in common: a question, a few words, tables that scroll where they must. */
import { css } from 'lit';

export const panelStyles = css`
  :host {
    display: block;
  }
  h3 {
    margin-bottom: 4px;
    font: 400 1.25rem/1.3 var(--font-serif);
  }
  h3 + p {
    display: var(--panel-lead, block); /* in a talk the speaker says it */
  }
  p {
    max-width: 76ch;
    text-wrap: pretty;
  }
  .scroll {
    position: relative; /* or what is hidden in it for the eye would widen the page */
    margin-top: 12px;
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
  }
  caption {
    padding-bottom: 4px;
    color: var(--ink-muted);
    font-size: 0.8125rem;
    text-align: start;
  }
  th,
  td {
    padding: 6px 0 6px 16px;
    border-bottom: 1px solid var(--hairline);
    font-weight: 400;
    text-align: end;
    white-space: nowrap;
  }
  th:first-child {
    padding-inline-start: 0;
    text-align: start;
  }
  thead th {
    border-color: var(--control);
    color: var(--ink-muted);
    font-size: 0.8125rem;
    vertical-align: bottom;
  }
  thead th:not(:first-child) {
    max-width: 132px;
    white-space: normal;
  }
  .who {
    display: inline-flex;
    align-items: center;
    gap: 8px;
  }
  /* Something to choose beside what it answers. */
  .both {
    display: grid;
    grid-template-columns: var(--aside, 232px) minmax(0, 1fr);
    gap: 20px 40px;
    margin-top: 16px;
  }
  @media (max-width: 1100px) {
    .both {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  .pending {
    margin-top: 12px;
    color: var(--ink-muted);
  }
  .controls label {
    display: inline-flex;
    gap: 8px;
    align-items: center;
    min-width: 0;
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    align-items: center;
    margin-top: 12px;
  }
`;
