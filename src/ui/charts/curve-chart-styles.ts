/** How <curve-chart> is laid out: the plot, its labels beside it where there is room and above it where there is not. */
import { css } from 'lit';

export const curveChartStyles = css`
  :host {
    display: block;
    container-type: inline-size;
    color: var(--ink, #1c1c1e);
    font-family: var(--font, system-ui, sans-serif);
    font-variant-numeric: tabular-nums;
    --label-room: 9rem;
    --key-room: calc(2lh + 4px); /* two rows: the students have as many above a narrow chart */
  }
  :host(:lang(de)) {
    /* Its names are longer. */
    --label-room: 11.75rem;
    --key-room: calc(3lh + 8px);
  }
  figure {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    margin: 0;
  }
  .head {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 8px;
    margin: 0 0 8px;
  }
  .heading {
    font-size: 1.0625rem;
    font-weight: 600;
  }
  .stage {
    position: relative;
    height: var(--plot-height, 264px);
    touch-action: pan-y;
  }
  .drawing,
  .canvas {
    position: absolute;
    inset: 0;
    overflow: hidden;
  }
  .canvas svg {
    display: block;
  }
  .probe {
    display: none;
  }
  .empty {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 8px;
    margin: 0;
    padding: 16px;
    border: 1px dashed var(--hairline, #e3e3e6);
    border-radius: 4px;
    color: var(--ink-muted, #5f6067);
    text-align: center;
    text-wrap: balance;
  }
  .empty button {
    min-height: 32px;
    font: inherit;
  }
  .key {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    min-height: var(--key-room);
    margin: 0 0 8px;
    padding: 0;
    list-style: none;
    font-size: 0.8125rem;
    line-height: 1.25;
    order: 1;
  }
  .stage {
    order: 2;
  }
  details {
    order: 3;
  }
  .key li,
  .tip li {
    display: grid;
    grid-template-columns: 24px auto auto;
    justify-content: start;
    align-items: center;
    column-gap: 8px;
  }
  /* A name that has no room behind its value stands under it. */
  .tip li {
    display: flex;
    flex-wrap: wrap;
  }
  .key .others,
  .tip .others {
    display: block;
    color: var(--ink-muted, #5f6067);
  }
  .sample {
    width: 24px;
    height: 8px;
    overflow: visible;
  }
  .sample line {
    stroke-width: 2;
  }
  .label {
    color: var(--ink-muted, #5f6067);
    overflow-wrap: anywhere;
  }
  .value {
    font-weight: 600;
  }
  @container (min-width: 440px) {
    figure.beside {
      grid-template-columns: minmax(0, 1fr) var(--label-room);
    }
    .beside .head,
    .beside details,
    .beside .sentence {
      grid-column: 1 / -1;
    }
    .beside .stage {
      order: 1;
    }
    /* With no labels to keep room for, the empty chart takes their column too. */
    .beside:not(:has(.key li)) .empty {
      right: calc(-1 * var(--label-room));
    }
    .beside .key {
      display: block;
      position: relative;
      order: 2;
      margin: 0;
    }
    .beside .key li {
      position: absolute;
      inset-block-start: 0;
      inset-inline: 4px 0;
      grid-template-columns: 24px 1fr;
      transform: translateY(calc(var(--at) - 9px)); /* which moves them without a new layout */
    }
    .beside .key .label {
      grid-column: 1 / -1;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .beside .key .value {
      grid-area: 1 / 2;
    }
  }
  /* On a stage: as high as there is room, named by what stands beside it; its table is in the lab. */
  :host([fill]) figure {
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    height: 100%;
  }
  :host([fill]) .stage {
    height: auto;
    min-height: 0;
  }
  :host([fill]) :is(.head, .key, details) {
    display: none;
  }
  :host([fill]) .beside .empty {
    inset: 0; /* there is no column of labels to take */
  }
  .hover {
    position: absolute;
    inset: 0;
    pointer-events: none;
  }
  .rule {
    position: absolute;
    width: 1px;
    background: var(--ink-muted, #5f6067);
  }
  .dot {
    position: absolute;
    width: 8px;
    height: 8px;
    margin: -5px;
    border: 1px solid var(--surface, #fff);
    border-radius: 50%;
  }
  .tip {
    position: absolute;
    top: 30px; /* where the plot begins */
    max-width: 60%;
    padding: 8px 12px;
    border: 1px solid var(--hairline, #e3e3e6);
    border-radius: 4px;
    background: var(--surface, #fff);
    box-shadow: 0 2px 12px rgb(0 0 0 / 12%);
    font-size: 0.8125rem;
    line-height: 1.5;
  }
  .tip ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .tip .at {
    margin: 0 0 2px;
    color: var(--ink-muted, #5f6067);
  }
  details,
  .sentence {
    margin: 8px 0 0;
    font-size: 0.8125rem;
  }
  summary {
    width: fit-content;
    min-height: 24px;
    color: var(--ink-muted, #5f6067);
    cursor: pointer;
  }
  .scroll {
    max-height: 320px;
    overflow: auto;
  }
  table {
    border-collapse: collapse;
  }
  caption {
    padding: 4px 0;
    color: var(--ink-muted, #5f6067);
    text-align: start;
  }
  th,
  td {
    padding: 4px 16px 4px 0;
    border-bottom: 1px solid var(--hairline, #e3e3e6);
    text-align: end;
    font-weight: 400;
  }
  thead th {
    max-width: 14ch;
    font-weight: 600;
    overflow-wrap: break-word;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
