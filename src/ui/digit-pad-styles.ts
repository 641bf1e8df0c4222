/** The paper, the pen that the keyboard moves, and what the networks see beside them or below. */
import { css } from 'lit';

export const digitPadStyles = css`
  :host {
    display: block;
    container-type: inline-size;
  }
  .pad {
    display: grid;
    grid-template: 'paper seen' 1fr 'buttons seen' auto 'help help' auto / min(280px, 100%) minmax(0, 1fr);
    gap: 12px 24px;
    align-items: start;
  }
  .paper {
    grid-area: paper;
    position: relative;
    aspect-ratio: 1;
    border: 1px solid var(--control);
    border-radius: 4px;
    background: var(--surface);
  }
  canvas {
    position: absolute;
    width: 100%;
    height: 100%;
    border-radius: 3px;
    cursor: crosshair;
    touch-action: none; /* on the paper a finger draws, beside it the page scrolls */
    user-select: none;
    -webkit-user-select: none;
    -webkit-touch-callout: none;
    -webkit-tap-highlight-color: transparent;
  }
  .hint {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    color: var(--ink-muted);
    pointer-events: none;
  }
  .pen {
    position: absolute;
    width: 8.333%;
    aspect-ratio: 1;
    border: 2px solid var(--ink);
    border-radius: 50%;
    outline: 2px solid var(--surface);
    transform: translate(-50%, -50%);
    pointer-events: none;
  }
  .pen.down {
    background: var(--ink);
    box-shadow: inset 0 0 0 2px var(--surface);
    forced-color-adjust: none;
  }
  .buttons {
    grid-area: buttons;
    display: flex;
    gap: 6px;
  }
  figure {
    grid-area: seen;
    margin: 0;
  }
  figcaption {
    margin-bottom: 8px;
  }
  .seen {
    display: block;
    width: 86px; /* three pixels for each of the image's, and the border */
    border: 1px solid var(--hairline);
  }
  .seen digit-image {
    display: block;
    width: 100%;
  }
  .help {
    grid-area: help;
    max-width: 52ch;
  }
  @container (max-width: 400px) {
    .pad {
      grid-template: 'paper' auto 'buttons' auto 'seen' auto 'help' auto / min(280px, 100%);
      gap: 12px;
    }
    figure {
      display: flex;
      flex-direction: row-reverse;
      align-items: center;
      justify-content: flex-end;
      gap: 12px;
    }
    figcaption {
      margin: 0;
    }
  }
  @media (pointer: coarse), (max-width: 760px) {
    button {
      min-width: 88px;
      min-height: 44px;
    }
  }
  @media (forced-colors: active) {
    .pen.down {
      border-color: CanvasText;
      outline-color: Canvas;
      background: CanvasText;
      box-shadow: inset 0 0 0 2px Canvas;
    }
  }
`;
