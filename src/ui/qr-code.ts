/** <qr-code>: a link as a QR code, dark on white in every colour scheme, as cameras expect it. The only file that knows uqr. */
import { LitElement, css, html, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { encode } from 'uqr';
import { msg } from '../core/text.ts';
import { memo } from './memo.ts';
import { base } from './theme.ts';

/**
 * The longest text that becomes a code: what version 10 holds at level L. Its 57 modules a side are 65 with the quiet zone.
 * A phone's scanner sees about 1,700 pixels per radian (1,920 over 65°) and needs three of them a module, so a code that is
 * thrown on the wall one metre wide is read from 1 m / 65 · 1,700 / 3, nearly nine metres: a lecture room. At version 20,
 * 97 modules, it would be five.
 */
const MAX_BYTES = 271;
/** White modules on each side, without which readers need not find a code (ISO/IEC 18004, section 9.1). */
const QUIET_ZONE = 4;
/** Most pixels a side of the small code. */
const SMALL = 184;

export function fitsQrCode(text: string): boolean {
  return new TextEncoder().encode(text).length <= MAX_BYTES;
}

@customElement('qr-code')
export class QrCode extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      svg {
        display: block;
        forced-color-adjust: none;
      }
      :host(:not([fill])) svg {
        outline: 1px solid var(--hairline);
        outline-offset: -1px;
      }
      :host([fill]) svg {
        width: 100%;
        height: auto;
      }
    `,
  ];

  @property() text = '';
  /** As wide as its place is; otherwise small, a module a whole number of pixels. */
  @property({ type: Boolean, reflect: true }) fill = false;
  private readonly drawing = memo(drawingOf);

  protected override render() {
    if (!fitsQrCode(this.text))
      return html`<p class="small">
        ${msg('This link is too long for a QR code that a phone can read from a distance; copy it instead.')}
      </p>`;
    const { size, path } = this.drawing(this.text);
    const width = size * Math.max(1, Math.floor(SMALL / size));
    return html`<svg
      role="img"
      aria-label=${msg('QR code of the link')}
      viewBox="0 0 ${size} ${size}"
      width=${width}
      height=${width}
      shape-rendering="crispEdges"
    >
      ${svg`<rect width=${size} height=${size} fill="#fff"></rect><path d=${path} fill="#000"></path>`}
    </svg>`;
  }
}

/** Its modules as one path, each run of dark ones a rectangle. At level L, or a higher one where that takes no more room. */
function drawingOf(text: string): { readonly size: number; readonly path: string } {
  const { size, data } = encode(text, { ecc: 'L', boostEcc: true, border: QUIET_ZONE });
  let path = '';
  data.forEach((row, y) => {
    for (let x = 0; x < size; x += 1) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) x += 1;
      const run = x + 1 - start;
      path += `M${start} ${y}h${run}v1h-${run}z`;
    }
  });
  return { size, path };
}

declare global {
  interface HTMLElementTagNameMap {
    'qr-code': QrCode;
  }
}
