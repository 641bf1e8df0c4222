/** <own-files>: takes image and label files by dialog or drop and hands them up unread. */
import { LitElement, css, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { msg, text } from '../core/text.ts';
import { send } from './commands.ts';
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
    `,
  ];

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

declare global {
  interface HTMLElementTagNameMap {
    'own-files': OwnFiles;
  }
}
