/** <large-code>: a link's QR code over the whole window, for a room that looks at a projector. */
import { LitElement, css, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { msg } from '../core/text.ts';
import './qr-code.ts';
import { base } from './theme.ts';

@customElement('large-code')
export class LargeCode extends LitElement {
  static override styles = [
    base,
    css`
      /* On white in the dark too: a code that is turned inside out is not read by every phone. */
      dialog {
        color-scheme: light;
        width: 100vw;
        max-width: none;
        height: 100dvh;
        max-height: none;
        margin: 0;
        padding: 24px;
        border: 0;
        background: var(--surface);
        color: var(--ink);
      }
      dialog[open] {
        display: grid;
        grid-template-rows: minmax(0, 1fr) auto;
        gap: 16px;
      }
      .place {
        display: grid;
        place-items: center;
        container-type: size;
      }
      qr-code {
        width: min(100cqw, 100cqh);
      }
      .link {
        justify-self: center;
        max-width: 48em;
        font-size: clamp(1.125rem, 2.2vw, 2.25rem);
        font-weight: 500;
        line-height: 1.3;
        text-align: center;
        overflow-wrap: anywhere;
      }
      button {
        position: absolute;
        inset: 16px 16px auto auto;
        min-height: 44px;
      }
      @media (max-width: 760px) {
        dialog {
          padding: 76px 16px 24px;
        }
      }
    `,
  ];

  @property() link = '';
  @query('dialog') private dialog!: HTMLDialogElement;

  show(): void {
    this.dialog.showModal();
  }

  close(): void {
    this.dialog.close();
  }

  protected override render() {
    return html`<dialog tabindex="-1" aria-label=${msg('The QR code, large')} @click=${this.press}>
      <div class="place"><qr-code .text=${this.link} fill></qr-code></div>
      <p class="link">${this.link}</p>
      <button type="button">${msg('Close')}</button>
    </dialog>`;
  }

  /** Closes it, unless it was the code or its link that was pressed: the link may be marked and copied. */
  private press(event: Event): void {
    const kept = (target: EventTarget): boolean =>
      target instanceof Element && target.matches('qr-code, .link');
    if (!event.composedPath().some(kept)) this.dialog.close();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'large-code': LargeCode;
  }
}
