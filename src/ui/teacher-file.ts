/** <teacher-file>: a tfjs model as the teacher instead of one that is trained here. */
import { LitElement, css, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { TeacherReport } from '../core/checkpoint.ts';
import { INPUT_SCALES, isInputScale } from '../core/imported.ts';
import { inLocale, msg, str } from '../core/text.ts';
import { send } from './commands.ts';
import { formatCount } from './format.ts';
import { base } from './theme.ts';

@customElement('teacher-file')
export class TeacherFile extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .body {
        display: grid;
        gap: 8px;
        margin-top: 8px;
      }
      summary {
        cursor: pointer;
        font-size: 0.875rem;
      }
      label {
        display: grid;
        gap: 4px;
        font-size: 0.875rem;
      }
      input {
        width: 100%;
        min-height: 24px;
        font-size: 0.8125rem;
      }
      button {
        justify-self: start;
      }
    `,
  ];

  @property({ attribute: false }) teacher: TeacherReport | undefined;
  @query('select') private scale!: HTMLSelectElement;

  protected override render() {
    const { teacher } = this;
    if (teacher)
      return html`<div class="body">
        <p class="small">${inUse(teacher)} ${msg('The settings above do not matter to it.')}</p>
        <button type="button" @click=${() => send(this, { kind: 'closeTeacher' })}>
          ${msg('Train a teacher instead')}
        </button>
      </div>`;
    return html`<details>
      <summary>${msg('Use a model of your own')}</summary>
      <div class="body">
        <p class="small">
          ${msg('Any tfjs classifier of 28 × 28 images: model.json and the files of its weights. Exported here, or trained elsewhere.')}
        </p>
        <label
          >${msg('It takes grey levels from')}
          <select>
            ${Object.entries(INPUT_SCALES).map(([name, { title }]) => html`<option value=${name}>${inLocale(title)}</option>`)}
          </select>
        </label>
        <label
          >${msg('Model and weights')} <input type="file" multiple accept=".json,.bin" @change=${this.choose}
        /></label>
      </div>
    </details>`;
  }

  private choose(event: Event): void {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = ''; // so that choosing the same files again is noticed
    const scale = this.scale.value;
    if (files.length > 0 && isInputScale(scale)) send(this, { kind: 'openTeacher', files, scale });
  }
}

function inUse({ title, architecture, parameters, triedErrors, triedImages }: TeacherReport): string {
  const who = [title, architecture].filter(Boolean).join(', ');
  const [size, wrong, tried] = [parameters, triedErrors, triedImages].map(formatCount);
  return msg(str`In use instead: ${who}, ${size} parameters, ${wrong} of ${tried} training images wrong.`);
}

declare global {
  interface HTMLElementTagNameMap {
    'teacher-file': TeacherFile;
  }
}
