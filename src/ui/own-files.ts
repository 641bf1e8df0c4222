/** <own-files>: takes image and label files by dialog or drop and hands them up unread; says why the last ones were refused. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { reportInLocale, type ErrorReport } from '../core/errors.ts';
import type { DatasetState } from '../core/state.ts';
import { counted, inLocale, msg, str, text } from '../core/text.ts';
import { send } from './commands.ts';
import { formatCount } from './format.ts';
import { base } from './theme.ts';

@customElement('own-files')
export class OwnFiles extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .zone {
        display: grid;
        gap: 8px;
        padding: 16px;
        border: 1px dashed var(--control);
        border-radius: 4px;
      }
      .over {
        border-style: solid;
        border-color: var(--ink);
        background: var(--surface-sunk);
      }
      input {
        width: 100%;
        min-height: 24px;
        font-size: 0.8125rem;
      }
      label {
        font-weight: 500;
      }
      .failure {
        display: grid;
        gap: 8px;
        justify-items: start;
        margin-top: 8px;
        overflow-wrap: anywhere;
      }
    `,
  ];

  /** Why the files that were chosen last were refused. */
  @property({ attribute: false }) failure: ErrorReport | undefined;
  /** Those in use. */
  @property({ attribute: false }) loaded: DatasetState | undefined;
  @query('input') private input!: HTMLInputElement;

  @state() private over = false;

  protected override render() {
    return html`<div
      class="zone ${this.over ? 'over' : ''}"
      @dragover=${this.drag}
      @dragleave=${() => (this.over = false)}
      @drop=${this.drop}
    >
      <label for="files">${msg('Your image and label files')}</label>
      <input id="files" type="file" multiple aria-describedby="what" @change=${this.choose} />
      <p id="what" class="small">
        ${msg('Choose or drop them together: training images and labels and, if you have them, test images and labels.')}
        ${msg('IDX format, raw or gzip, 28 × 28 pixels, up to 10 classes. They do not leave this browser.')}
      </p>
      ${this.failure ? this.refused(this.failure) : nothing}
      ${this.loaded ? html`<p class="small">${inUse(this.loaded)}</p>` : nothing}
    </div>`;
  }

  /** The same bytes would be refused again: another try is another choice. */
  private refused(failure: ErrorReport) {
    const { message, hint } = reportInLocale(failure);
    return html`<div class="failure">
      <p class="error" role="alert">${message} ${hint}</p>
      <button type="button" @click=${() => this.input.click()}>${msg('Choose again')}</button>
    </div>`;
  }

  private drag(event: DragEvent): void {
    event.preventDefault();
    this.over = true;
  }

  private drop(event: DragEvent): void {
    event.preventDefault();
    this.over = false;
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 0) send(this, { kind: 'open', files });
    else
      send(this, {
        kind: 'notice',
        message: text('What was dropped holds no files; drop image and label files.'),
      });
  }

  private choose(event: Event): void {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = ''; // so that choosing the same files again is noticed
    if (files.length > 0) send(this, { kind: 'open', files });
  }
}

function inUse({ title, trainImages, testImages, classes }: DatasetState): string {
  const training = counted(trainImages, {
    one: msg('1 training image'),
    other: msg(str`${formatCount(trainImages)} training images`),
  });
  const test = counted(testImages, {
    one: msg('1 test image'),
    other: msg(str`${formatCount(testImages)} test images`),
  });
  const classed = counted(classes, { one: msg('1 class'), other: msg(str`${classes} classes`) });
  return msg(str`In use: ${inLocale(title)}, ${training}, ${test}, ${classed}.`);
}

declare global {
  interface HTMLElementTagNameMap {
    'own-files': OwnFiles;
  }
}
