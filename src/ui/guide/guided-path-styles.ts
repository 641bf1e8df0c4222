/** The guided tour docks: at the foot of the window, or under the head of a phone’s, whose foot is the run bar’s. */
import { css } from 'lit';

export const guidedPathStyles = css`
  :host {
    position: fixed;
    z-index: 4;
    inset: auto 0 0;
    display: block;
    max-height: 60dvh;
    overflow-y: auto;
    border-top: 1px solid var(--control);
    background: var(--surface);
    box-shadow: 0 -6px 24px rgb(0 0 0 / 7%);
  }
  section {
    display: grid;
    grid-template-columns: 312px minmax(0, 1fr);
    gap: 8px 48px;
    max-width: 1600px;
    margin: 0 auto;
    padding: 16px 40px 20px;
  }
  .where {
    display: flex;
    flex-wrap: wrap;
    align-content: start;
    align-items: center;
    gap: 8px;
  }
  h2 {
    flex: 1 0 100%;
    font: 400 1.375rem/1.25 var(--font-serif);
    text-wrap: balance;
  }
  h2:focus {
    outline: none;
  }
  h2:focus-visible {
    outline: 2px solid var(--ink);
  }
  .way {
    flex: 1 0 100%;
  }
  .steps {
    display: flex;
    gap: 2px;
    margin-inline-start: -8px;
  }
  .steps button {
    min-width: 32px;
    min-height: 32px;
    padding: 0;
    border-color: transparent;
    color: var(--ink-muted);
    font-size: 0.875rem;
    font-weight: 400;
  }
  .steps button[aria-current] {
    border-color: var(--ink);
    color: var(--ink);
    font-weight: 600;
  }
  .what {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 8px 32px;
    align-items: start;
  }
  .what > div {
    display: grid;
    gap: 8px;
    max-width: 84ch;
  }
  p {
    text-wrap: pretty;
  }
  .question {
    font-weight: 600;
  }
  .predicted {
    color: var(--ink-muted);
  }
  .do {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 32px;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .end {
    display: grid;
    gap: 6px;
    justify-items: stretch;
    min-width: 112px;
  }
  a {
    color: inherit;
    text-decoration-color: var(--control);
    text-underline-offset: 3px;
  }
  .fold {
    display: none;
  }
  @media (max-width: 1200px) {
    section {
      grid-template-columns: 232px minmax(0, 1fr);
      gap: 8px 32px;
      padding-inline: 24px;
    }
    h2 {
      font-size: 1.25rem;
    }
  }
  @media (max-width: 760px) {
    :host {
      inset: 0 0 auto;
      max-height: 52dvh;
      border-top: 0;
      border-bottom: 1px solid var(--control);
      box-shadow: 0 6px 24px rgb(0 0 0 / 7%);
    }
    section {
      grid-template:
        'way fold' auto 'title fold' auto 'what what' auto 'steps steps' auto / minmax(0, 1fr)
        auto;
      gap: 0 8px;
      padding: 8px 16px;
    }
    .where {
      display: contents;
    }
    .way {
      grid-area: way;
    }
    h2 {
      grid-area: title;
      font-size: 1.125rem;
    }
    .steps {
      grid-area: steps;
      justify-content: space-between;
      margin: 4px 0 0;
    }
    .steps button,
    .row button,
    .end button,
    .fold {
      min-width: 40px;
      min-height: 44px;
    }
    .what {
      display: block;
      grid-area: what;
      margin-top: 8px;
    }
    .what > .end {
      display: flex;
      margin-top: 8px;
    }
    .end button {
      flex: auto; /* by the length of their names */
    }
    .do {
      gap: 6px 16px;
    }
    .fold {
      display: inline-flex;
      grid-area: fold;
      align-self: center;
      padding: 0 10px;
    }
    .folded .what,
    .folded .steps {
      display: none;
    }
  }
`;
