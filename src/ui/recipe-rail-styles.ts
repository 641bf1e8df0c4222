/** How <recipe-rail> is laid out: cards along one line, as data flows through them. */
import { css } from 'lit';

export const recipeRailStyles = css`
  :host {
    display: block;
  }
  h2 {
    font-size: 0.8125rem;
    font-weight: 400;
    color: var(--ink-muted);
    margin-bottom: 12px;
  }
  .card {
    position: relative;
    padding: 0 0 20px 28px;
  }
  /* The line from card to card, and the node where each one sits on it. */
  .card:not(:last-child)::before {
    content: '';
    position: absolute;
    inset: 20px auto -8px 5.5px;
    border-inline-start: 1px solid var(--control);
  }
  .summary::before {
    content: '';
    position: absolute;
    inset: 6px auto auto 0;
    width: 12px;
    height: 12px;
    border: 1.5px solid var(--ink);
    background: var(--surface);
  }
  .teacher > .summary::before {
    background: var(--ink);
  }
  .student > .summary::before {
    border-color: transparent;
    background:
      linear-gradient(var(--role-hard-label) 0 0) left / 50% 100% no-repeat border-box,
      linear-gradient(var(--role-distilled) 0 0) right / 50% 100% no-repeat border-box;
  }
  .distillation > .summary::before {
    border-color: var(--role-distilled);
    background: var(--role-distilled);
  }
  .summary {
    display: grid;
    grid-template-columns: auto 1fr 16px;
    gap: 0 12px;
    align-items: baseline;
    list-style: none;
  }
  .summary::-webkit-details-marker {
    display: none;
  }
  summary {
    cursor: pointer;
  }
  h3 {
    font-size: 1rem;
    font-weight: 600;
  }
  .mark {
    grid-column: 2;
    text-align: end;
    font-size: 0.75rem;
  }
  summary.summary::after {
    content: '';
    grid-area: 1 / 3;
    justify-self: center;
    align-self: center;
    width: 7px;
    height: 7px;
    border: solid var(--ink-muted);
    border-width: 0 1.5px 1.5px 0;
    transform: rotate(45deg);
  }
  [open] > summary.summary::after {
    transform: rotate(225deg);
  }
  .sentence {
    grid-column: 1 / -1;
    grid-row: 2;
    color: var(--ink-muted);
    font-size: 0.875rem;
    text-wrap: pretty;
  }
  .body {
    display: grid;
    gap: 16px;
    padding-top: 16px;
  }
  /* What follows waits for it, and is not pushed down. */
  loss-formula:not(:defined) ~ * {
    display: none;
  }
  .more > summary {
    width: fit-content;
    min-height: 24px;
    font-size: 0.875rem;
    font-weight: 500;
  }
`;
