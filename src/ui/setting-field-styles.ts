/** How <setting-field> is laid out: label and control on one line, help and error under them; sliders take a line. */
import { css } from 'lit';

export const settingFieldStyles = css`
  :host {
    display: block;
  }
  .field {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 112px;
    gap: 2px 12px;
    align-items: center;
  }
  .choice,
  .layers,
  .axes {
    grid-template-columns: minmax(0, 1fr) minmax(0, 172px);
  }
  :host([data-path='distillation.method']) .choice {
    grid-template-columns: auto minmax(0, 1fr); /* names of papers */
  }
  .classes {
    grid-template-columns: minmax(0, 1fr);
  }
  .boolean {
    grid-template-columns: minmax(0, 1fr) auto;
  }
  .field > :not(.small, .error, label) {
    width: 100%;
  }
  .boolean > input {
    width: 24px;
  }
  label {
    font-weight: 500;
    font-size: 0.875rem;
  }
  .small,
  .error {
    grid-column: 1 / -1;
    text-wrap: pretty;
  }
  .error:empty {
    display: none;
  }
  .box {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .number > input:not([type='range']) {
    text-align: end;
  }
  .box input {
    flex: 1;
    width: 100%;
    text-align: end;
  }
  .with-slider {
    grid-template-columns: minmax(0, 1fr) 72px;
  }
  .with-slider label {
    grid-column: 1 / -1;
  }
  input[type='range'] {
    height: 24px;
    margin: 4px 0;
    accent-color: var(--ink);
    cursor: pointer;
  }
  :host([idle]) :is(label, input, select) {
    color: var(--ink-muted);
  }
  :host([idle]) input[type='range'] {
    opacity: 0.4;
  }
  .toggles {
    display: grid;
    grid-template-columns: repeat(10, minmax(24px, 1fr));
    gap: 2px;
  }
  .toggles button {
    min-height: 32px;
    padding: 0;
  }
  .toggles button[aria-pressed='true'] {
    border-color: var(--ink);
    background: var(--ink);
    color: var(--surface);
    text-decoration: line-through;
  }
`;
