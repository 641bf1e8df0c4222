/** <digit-image>: a digit of 28 x 28 grey levels in the page's ink, on whatever is behind it, crisp at any size. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { followInk, inkOf, tint } from './page-ink.ts';

@customElement('digit-image')
export class DigitImage extends LitElement {
  static override styles = css`
    :host {
      display: inline-block;
      width: 56px;
    }
    canvas {
      display: block;
      width: 100%;
      aspect-ratio: 1;
      image-rendering: pixelated;
    }
  `;

  /** Grey levels 0-255, `[28 * 28]`; 255 is ink. */
  @property({ attribute: false }) pixels: Uint8Array | undefined;
  /** What a reader who does not see it is told; without one it is only decoration. */
  @property() label = '';
  @query('canvas') private canvas!: HTMLCanvasElement;

  constructor() {
    super();
    followInk(this, () => this.paint());
  }

  protected override render() {
    return html`<canvas
      width="28"
      height="28"
      role=${this.label ? 'img' : nothing}
      aria-label=${this.label || nothing}
      aria-hidden=${this.label ? nothing : 'true'}
    ></canvas>`;
  }

  protected override updated(): void {
    this.paint();
  }

  private paint(): void {
    // In memory rather than on the GPU: a page may hold hundreds of these, and each is painted once.
    const context = this.canvas.getContext('2d', { willReadFrequently: true });
    if (!context) return;
    context.clearRect(0, 0, 28, 28);
    if (!this.pixels) return;
    context.putImageData(inkOf(this.pixels), 0, 0);
    tint(context, this);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'digit-image': DigitImage;
  }
}
