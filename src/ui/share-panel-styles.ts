/** The panel of Share: choices and the link on one side, its code on the other; on a phone a sheet from below. */
import { css } from 'lit';

export const sharePanelStyles = css`
  :host {
    width: 600px;
    max-width: calc(100vw - 32px);
    max-height: calc(100dvh - 32px);
    padding: 16px;
    border: 1px solid var(--hairline);
    border-radius: 4px;
    background: var(--surface);
    color: var(--ink);
    box-shadow: 0 4px 20px rgb(0 0 0 / 14%);
    font-size: 0.875rem;
    overflow: auto;
  }
  :host(:popover-open) {
    display: block;
  }
  :host(:focus-visible) {
    outline-offset: -2px;
  }
  .head {
    display: flex;
    align-items: start;
    justify-content: space-between;
    gap: 16px;
    min-height: 32px;
  }
  .told {
    align-self: center;
    font-size: 0.9375rem;
    font-weight: 500;
  }
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 16px 24px;
    margin-top: 12px;
  }
  .main {
    display: grid;
    align-content: start;
    gap: 12px;
  }
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    margin-bottom: 4px;
    padding: 0;
    color: var(--ink-muted);
    font-size: 0.8125rem;
  }
  .choice {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 28px;
    cursor: pointer;
  }
  input[type='radio'] {
    flex: none;
    width: 16px;
    height: 16px;
    min-height: 0;
    margin: 0;
    accent-color: var(--ink);
  }
  .link {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: end;
    gap: 8px;
  }
  .link label {
    grid-column: 1 / -1;
    margin-bottom: -4px;
    color: var(--ink-muted);
    font-size: 0.8125rem;
  }
  .link input,
  textarea {
    width: 100%;
    font-size: 0.8125rem;
  }
  .link input {
    min-height: 36px;
  }
  .link textarea,
  .link textarea + button {
    grid-column: 1 / -1;
    justify-self: start;
  }
  textarea {
    display: block;
    field-sizing: content;
    max-height: 12em;
    padding: 8px;
    border: 1px solid var(--control);
    border-radius: 4px;
    background: var(--surface);
    color: inherit;
    font-family: inherit;
    line-height: 1.45;
    overflow-wrap: anywhere;
    resize: none;
  }
  .code {
    display: grid;
    align-content: start;
    justify-items: stretch;
    gap: 8px;
    max-width: 184px;
  }
  qr-code {
    justify-self: center;
  }
  @media (pointer: coarse) {
    .link input,
    textarea {
      font-size: 1rem;
    }
  }
  @media (max-width: 760px) {
    :host {
      width: 100%;
      max-width: none;
      border-width: 1px 0 0;
      border-radius: 0;
      padding-block-end: max(16px, env(safe-area-inset-bottom));
    }
    .body {
      grid-template-columns: minmax(0, 1fr);
    }
    .code {
      grid-template-columns: auto minmax(0, 1fr);
      max-width: none;
    }
    qr-code {
      grid-row: span 2;
    }
    .choice,
    button,
    button.compact,
    .link input {
      min-height: 44px;
    }
  }
`;
