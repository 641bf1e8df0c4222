/** Numbers as large as the number of students allows, each beside a bar of its length. */
import { css } from 'lit';

export const presentVerdictStyles = css`
  :host {
    display: grid;
    align-content: center;
    min-width: 0;
  }
  h2 {
    font-size: 1.375rem;
    font-weight: 500;
  }
  /* One column for all bars, so that their lengths compare. */
  ul {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    column-gap: 24px;
    list-style: none;
    --size: 108px;
  }
  ul[data-students='3'] {
    --size: 68px;
  }
  li {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    align-items: center;
    margin-top: 8px;
    font-size: var(--size);
  }
  .who {
    display: flex;
    grid-column: 1 / -1;
    align-items: center;
    gap: 10px;
    font-size: max(20px, calc(var(--size) * 0.22));
    font-weight: 600;
    line-height: 1.2;
  }
  .errors {
    font-weight: 700;
    letter-spacing: -0.03em;
    line-height: 0.95;
    white-space: nowrap;
  }
  .spread {
    color: var(--ink-muted);
    font-size: max(20px, 0.22em);
    font-weight: 400;
    letter-spacing: 0;
  }
  .bar {
    width: calc(100% * var(--share));
    min-width: 2px;
    height: 0.5em;
    background: var(--color);
    transform-origin: 0 0;
    animation: grow 700ms ease-out;
  }
  .teacher {
    font-size: 34px;
  }
  .teacher .who {
    font-size: 20px;
  }
  /* Many: a line each, and those that the verdict is about stand out. */
  ul.many {
    grid-template-columns: auto auto minmax(0, 1fr);
    --size: 34px;
  }
  .many .who {
    grid-column: auto;
  }
  .many li:not(.main) :is(.who, .errors) {
    font-weight: 500;
  }
  .sentence {
    margin-top: 16px;
    font: 400 1.75rem/1.22 var(--font-serif);
    text-wrap: pretty;
  }
  .caution {
    margin-top: 6px;
    color: var(--ink-muted);
    font-size: 1.1875rem;
    line-height: 1.35;
  }
  @keyframes grow {
    from {
      transform: scaleX(0);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .bar {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .bar {
      background: CanvasText;
    }
  }
`;
