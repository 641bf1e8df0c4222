/** <image-grid>: test images to choose from, by pointer or with the arrow keys; one stop for the Tab key. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TestImages } from '../../core/answers.ts';
import { msg, str } from '../../core/text.ts';
import '../digit-image.ts';
import { base } from '../theme.ts';

/** A test image was chosen. */
export class PickEvent extends Event {
  readonly row: number;

  constructor(row: number) {
    super('pick', { bubbles: true, composed: true });
    this.row = row;
  }
}

declare global {
  interface HTMLElementEventMap {
    pick: PickEvent;
  }
}

@customElement('image-grid')
export class ImageGrid extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      [role='listbox'] {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(var(--image, 40px), 1fr));
        gap: 4px;
      }
      [role='option'] {
        display: grid;
        gap: 2px;
        justify-items: center;
        padding: 2px;
        border: 1px solid transparent;
        border-radius: 4px;
        cursor: pointer;
      }
      [role='option']:hover {
        border-color: var(--control);
      }
      [aria-selected='true'] {
        border-color: var(--ink);
      }
      digit-image {
        width: var(--image, 40px);
        max-width: 100%;
        aspect-ratio: 1;
      }
      @media (max-width: 1100px) {
        :host([compact]) [role='listbox'] {
          grid-template-columns: none;
          grid-auto-columns: var(--image, 40px);
          grid-auto-flow: column;
          overflow-x: auto;
        }
      }
      .words span {
        display: block;
        text-align: center;
      }
    `,
  ];

  @property({ attribute: false }) test!: TestImages;
  /** Which test images, in order. */
  @property({ attribute: false }) rows: readonly number[] = [];
  @property({ attribute: false }) chosen: number | undefined;
  /** What it is called, if not simply test images. */
  @property() name = '';
  /** What is said of an image, a line each, under it. */
  @property({ attribute: false }) words: ((row: number) => readonly string[]) | undefined;

  protected override render() {
    const current = this.rows.includes(this.chosen ?? -1) ? this.chosen : this.rows[0];
    return html`<div role="listbox" aria-label=${this.name || msg('Test images')} @keydown=${this.move}>
      ${this.rows.map((row) => {
        const words = this.words?.(row);
        const name = msg(str`Test image ${row + 1}, a ${this.test.labels[row]!}`);
        return html`<div
          role="option"
          id="row-${row}"
          aria-selected=${row === this.chosen ? 'true' : 'false'}
          aria-label=${words ? `${name}: ${words.join(', ')}` : name}
          tabindex=${row === current ? 0 : -1}
          @click=${() => this.pick(row)}
        >
          <digit-image
            aria-hidden="true"
            .pixels=${this.test.images.subarray(row * 784, (row + 1) * 784)}
          ></digit-image>
          ${words ? html`<span class="words small">${words.map((line) => html`<span>${line}</span>`)}</span>` : nothing}
        </div>`;
      })}
    </div>`;
  }

  private pick(row: number): void {
    this.dispatchEvent(new PickEvent(row));
  }

  private move(event: KeyboardEvent): void {
    const at = this.rows.findIndex((row) => `row-${row}` === (event.target as HTMLElement).id);
    const { rows } = this;
    const columns = getComputedStyle(event.currentTarget as HTMLElement).gridTemplateColumns.split(
      ' ',
    ).length;
    const to = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at - columns,
      ArrowDown: at + columns,
      Home: 0,
      End: rows.length - 1,
      Enter: at,
      ' ': at,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const row = rows[Math.min(Math.max(0, to), rows.length - 1)]!;
    this.pick(row);
    this.renderRoot.querySelector<HTMLElement>(`#row-${row}`)?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'image-grid': ImageGrid;
  }
}
