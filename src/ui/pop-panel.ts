/** <pop-panel>: a button that opens a small panel under itself. Escape, a click elsewhere or leaving it closes it. */
import { LitElement, css, html, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { base } from './theme.ts';

@customElement('pop-panel')
export class PopPanel extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: relative;
        display: inline-block;
      }
      .panel {
        position: absolute;
        z-index: 3;
        inset-block-start: calc(100% + 4px);
        inset-inline-end: 0;
        width: max-content;
        max-width: min(360px, calc(100vw - 32px));
        padding: 12px 16px;
        border: 1px solid var(--hairline);
        border-radius: 4px;
        background: var(--surface);
        box-shadow: 0 4px 20px rgb(0 0 0 / 14%);
      }
      :host([side='start']) .panel {
        inset-inline: 0 auto;
      }
      button {
        padding: 0 10px;
      }
      .mark {
        width: 8px;
        height: 8px;
        margin-block-start: -4px;
        border: solid currentcolor;
        border-width: 0 1.5px 1.5px 0;
        transform: rotate(45deg);
      }
    `,
  ];

  /** The button's accessible name, where its content does not say it all. */
  @property() name = '';
  @state() private open = false;
  @query('button') private button!: HTMLButtonElement;
  private readonly onPointer = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.close();
  };

  close(): void {
    this.open = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('pointerdown', this.onPointer);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('pointerdown', this.onPointer);
  }

  protected override firstUpdated(_: PropertyValues): void {
    this.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.open) return;
      this.close();
      this.button.focus();
    });
    this.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !this.contains(relatedTarget)) this.close();
    });
  }

  protected override render() {
    return html`<button
        type="button"
        aria-expanded=${this.open ? 'true' : 'false'}
        aria-controls="panel"
        aria-label=${this.name || null}
        @click=${() => (this.open = !this.open)}
      >
        <slot name="label"></slot><span class="mark"></span>
      </button>
      <div class="panel" id="panel" ?hidden=${!this.open}><slot></slot></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pop-panel': PopPanel;
  }
}
