/** The page's colours, type and common controls. Colour tokens are set once, on the root element, and inherited. */
import { css } from 'lit';
import './language.ts'; // before any element is defined

/** For the root element only. Role colours are for lines and areas; `-text` tints have 4.5:1 on the surface. */
export const tokens = css`
  :host {
    color-scheme: light dark;
    --surface: light-dark(#ffffff, #131518);
    --surface-sunk: light-dark(#f6f6f4, #1a1d21);
    --ink: light-dark(#17181c, #eceded);
    --ink-muted: light-dark(#5b5e66, #a3a7ae);
    --hairline: light-dark(#e2e2de, #2d3136);
    --control: light-dark(#85888f, #7b8088);
    --role-teacher: var(--ink);
    --role-hard-label: light-dark(#d55e00, #f08a3c);
    --role-distilled: light-dark(#0072b2, #53a8e2);
    --role-pseudo-label: light-dark(#009e73, #2dbd92);
    --wrong: light-dark(#b3261e, #ff8f85);
    --font: -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, system-ui, sans-serif;
    --font-serif:
      'Iowan Old Style', Charter, 'Palatino Linotype', Palatino, 'Noto Serif', 'Liberation Serif', Georgia,
      serif;
    --font-math: 'STIX Two Math', 'Cambria Math', 'Latin Modern Math', 'DejaVu Math TeX Gyre', math;
    color: var(--ink);
    background: var(--surface);
    font: 400 0.9375rem/1.5 var(--font);
    font-variant-numeric: tabular-nums;
  }
`;

/** For every element: what a button, a field and a line of small print look like. */
export const base = css`
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  h1,
  h2,
  h3,
  p,
  dl,
  dd,
  ul {
    margin: 0;
    padding: 0;
  }
  button,
  input,
  select,
  .button {
    font: inherit;
    color: inherit;
  }
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 36px;
    padding: 0 14px;
    border: 1px solid var(--control);
    border-radius: 4px;
    background: var(--surface);
    font-weight: 500;
    white-space: nowrap;
    cursor: pointer;
  }
  button.compact {
    min-height: 32px;
    padding: 0 10px;
    font-size: 0.8125rem;
  }
  button:hover,
  .button:hover {
    border-color: var(--ink);
  }
  button.primary {
    border-color: var(--ink);
    background: var(--ink);
    color: var(--surface);
    font-weight: 600;
  }
  button:disabled,
  button[aria-disabled='true'] {
    border-color: var(--hairline);
    background: var(--surface);
    color: var(--ink-muted);
    font-weight: 500;
    cursor: default;
  }
  input:not([type='range'], [type='checkbox'], [type='file']),
  select {
    min-height: 32px;
    min-width: 0;
    padding: 0 8px;
    border: 1px solid var(--control);
    border-radius: 4px;
    background: var(--surface);
  }
  select {
    max-width: 100%;
    cursor: pointer;
  }
  input[type='checkbox'] {
    width: 24px;
    height: 24px;
    margin: 0;
    accent-color: var(--ink);
  }
  [aria-invalid='true'] {
    border-color: var(--wrong) !important;
    box-shadow: 0 0 0 1px var(--wrong);
  }
  :focus-visible,
  .button:focus-within {
    outline: 2px solid var(--ink);
    outline-offset: 2px;
  }
  .small {
    color: var(--ink-muted);
    font-size: 0.8125rem;
    line-height: 1.45;
  }
  .error {
    color: var(--wrong);
    font-size: 0.8125rem;
    line-height: 1.45;
    overflow-wrap: anywhere;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  /* Borders are all the browser leaves us, and transparent ones are drawn: what is chosen has another colour or a thicker one. */
  @media (forced-colors: active) {
    [role='tab']:not([aria-selected='true']),
    [role='option']:not([aria-selected='true']) {
      border-color: Canvas;
    }
    [aria-selected='true'] {
      border-color: Highlight;
    }
    [aria-pressed='true'] {
      border-color: Highlight;
      box-shadow: none;
      outline: 2px solid Highlight;
      outline-offset: -3px;
    }
  }
  @media (pointer: coarse) {
    input:not([type='range'], [type='checkbox'], [type='file']),
    select {
      font-size: 1rem;
    }
  }
`;
