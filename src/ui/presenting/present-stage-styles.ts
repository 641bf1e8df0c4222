/** A sheet for a window of 1280 x 720, which scale.ts makes larger; all of it fits, and what there is room for grows. */
import { css } from 'lit';

export const presentStageStyles = css`
  :host {
    display: block;
    height: 100dvh;
    overflow: auto;
  }
  .sheet {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr) auto;
    box-sizing: border-box;
    min-width: 0;
    height: 100%;
    min-height: 640px;
    padding: 20px 40px 10px;
  }
  header {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 4px 32px;
    align-items: baseline;
    padding-bottom: 12px;
    border-bottom: 1px solid var(--hairline);
  }
  h1 {
    grid-column: 1 / -1;
    font: 400 2rem/1.2 var(--font-serif);
    letter-spacing: -0.012em;
    text-wrap: balance;
  }
  .experiment {
    display: flex;
    gap: 0 28px;
    font-size: 1.375rem;
    white-space: nowrap;
  }
  .experiment strong {
    font-weight: 600;
  }
  .origin {
    color: var(--ink-muted);
    font-size: 1.0625rem;
    text-align: end;
  }
  main {
    display: grid;
    gap: 20px 40px;
    min-height: 0;
    padding: 16px 0;
  }
  [data-view='run'] main,
  [data-view='prompt'] main {
    grid-template-rows: auto minmax(0, 1fr);
  }
  [data-view='verdict'] main {
    grid-template-columns: minmax(0, 1.9fr) minmax(0, 1fr);
    grid-template-rows: minmax(0, 1fr);
  }
  network-strip {
    --accuracy-size: 3.625rem;
    --accuracy-weight: 600;
    zoom: 1.25;
  }
  network-strip.many {
    --accuracy-size: 2.25rem;
    --range-size: 1.25rem;
    zoom: 1;
  }
  run-charts {
    min-height: 0;
    zoom: 1.6;
  }
  [data-view='verdict'] run-charts {
    zoom: 1.25;
  }
  .panel {
    position: relative; /* what it hides stays inside, where it makes no window scroll */
    min-height: 0;
    overflow: auto;
    zoom: 1.1;
  }
  [data-view='panel'] h1 {
    display: none;
  }
  @media (min-width: 900.1px) {
    h1 {
      white-space: nowrap;
    }
  }
  @media (max-width: 900px) {
    :host {
      height: auto;
      min-height: 100dvh;
    }
    .sheet {
      height: auto;
      padding-inline: 20px;
    }
    .experiment {
      flex-wrap: wrap;
    }
    header,
    [data-view='verdict'] main {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: none;
    }
    run-charts {
      min-height: 640px;
    }
  }
`;
