/** <keys-panel>: a small button that lists the keys in a dialog, with the switch that turns them off; and the keys themselves. */
import { LitElement, css, html } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { inLocale, msg, text } from '../../core/text.ts';
import { base } from '../theme.ts';
import { bindKeys, type KeyAction } from './keys.ts';
import { keysAreOn, switchKeys } from './keys-setting.ts';

@customElement('keys-panel')
export class KeysPanel extends LitElement {
  static override styles = [
    base,
    css`
      dialog {
        width: min(440px, calc(100% - 32px));
        padding: 20px 24px 24px;
        border: 1px solid var(--hairline);
        border-radius: 4px;
        background: var(--surface);
        color: var(--ink);
        box-shadow: 0 4px 20px rgb(0 0 0 / 14%);
        font-size: 0.9375rem;
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 40%);
      }
      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 16px;
      }
      h2 {
        font-size: 1.0625rem;
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 6px 20px;
        align-items: baseline;
        margin: 16px 0;
      }
      kbd {
        display: inline-block;
        min-width: 28px;
        padding: 0 8px;
        border: 1px solid var(--control);
        border-radius: 4px;
        font: 500 0.875rem/1.6 var(--font);
        text-align: center;
        white-space: nowrap;
      }
      dl.off {
        color: var(--ink-muted);
      }
      label {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 32px;
        padding-top: 12px;
        border-top: 1px solid var(--hairline);
        font-weight: 500;
      }
    `,
  ];

  @property({ attribute: false }) actions: readonly KeyAction[] = [];
  /** Whether keys count only where the focus is on nothing at all. */
  @property({ type: Boolean, attribute: 'only-on-nothing' }) onlyOnNothing = false;
  @state() private on = keysAreOn();
  @query('dialog') private dialog!: HTMLDialogElement;
  private unbind: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.bind();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unbind?.();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (this.isConnected && (changed.has('actions') || changed.has('on'))) this.bind();
  }

  private bind(): void {
    this.unbind?.();
    const all = [...this.actions, this.listing];
    this.unbind = this.on ? bindKeys(all, this.onlyOnNothing) : undefined;
  }

  private readonly listing: KeyAction = {
    keys: ['?', 'Shift+?'],
    shown: '?',
    does: text('This list'),
    act: () => this.open(),
  };

  protected override render() {
    return html`<button type="button" class="compact" aria-haspopup="dialog" @click=${this.open}>
        ${msg('Keys')}
      </button>
      <dialog tabindex="-1" aria-labelledby="title">
        <div class="head">
          <h2 id="title">${msg('Keys')}</h2>
          <button type="button" class="compact" @click=${() => this.dialog.close()}>${msg('Close')}</button>
        </div>
        <dl class=${this.on ? '' : 'off'}>
          ${[...this.actions, this.listing].map(
            ({ shown, does }) =>
              html`<dt>
                  ${inLocale(shown)
                    .split(' ')
                    .map((key) => html`<kbd>${key}</kbd> `)}
                </dt>
                <dd>${inLocale(does)}</dd>`,
          )}
        </dl>
        <p class="small">
          ${
            this.onlyOnNothing
              ? msg('They count while the focus is on no button or field.')
              : msg('They do nothing while you type, draw or choose from a list.')
          }
        </p>
        <label
          ><input
            type="checkbox"
            role="switch"
            .checked=${this.on}
            @change=${this.switch}
          />${msg('Keys on')}</label
        >
      </dialog>`;
  }

  private open(): void {
    if (!this.dialog.open) this.dialog.showModal();
  }

  private switch(event: Event): void {
    this.on = (event.target as HTMLInputElement).checked;
    switchKeys(this.on);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'keys-panel': KeysPanel;
  }
}
