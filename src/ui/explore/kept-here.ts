/** <kept-here>: how much the lab keeps in this browser, whether the browser promises to keep it, and the way to erase it all. */
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { inLocale, msg, str, text, type Text } from '../../core/text.ts';
import { send } from '../commands.ts';
import { formatMegabytes } from '../format.ts';
import type { KeptRun } from '../run-library.ts';
import { base } from '../theme.ts';

const KEPT = text('The browser keeps it until you erase it.');
const NOT_KEPT = text(
  'The browser did not agree: it may remove what is kept when space runs short, so export what you need.',
);

@customElement('kept-here')
export class KeptHere extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        margin-top: 32px;
        padding-top: 16px;
        border-top: 1px solid var(--hairline);
      }
      p {
        max-width: 76ch;
        text-wrap: pretty;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
        margin-top: 12px;
      }
      [role='status'] {
        margin-top: 8px;
      }
      dialog {
        width: min(480px, calc(100% - 32px));
        padding: 20px 24px 24px;
        border: 1px solid var(--hairline);
        border-radius: 4px;
        background: var(--surface);
        color: var(--ink);
        box-shadow: 0 4px 20px rgb(0 0 0 / 14%);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 40%);
      }
      h4 {
        margin: 0 0 8px;
        font-size: 1.0625rem;
      }
    `,
  ];

  /** Those in the list; another list is another amount. */
  @property({ attribute: false }) runs: readonly KeptRun[] = [];
  /** What has come of erasing. */
  @property({ attribute: false }) said: Text | undefined;
  /** While something trains there is always something to be kept. */
  @property({ type: Boolean }) busy = false;
  @state() private bytes: number | undefined;
  @state() private isPersisted = false;
  @state() private answer: Text | undefined;
  @query('dialog') private dialog!: HTMLDialogElement;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('runs')) void this.look();
    if (changed.has('said') && this.said !== undefined) this.answer = undefined;
  }

  /** What the browser says; over plain http and in some frames it says nothing. */
  private async look(): Promise<void> {
    const { storage } = navigator as { readonly storage?: StorageManager };
    try {
      this.bytes = (await storage?.estimate())?.usage;
      this.isPersisted = (await storage?.persisted()) ?? false;
    } catch {
      this.bytes = undefined;
    }
  }

  protected override render() {
    const { bytes, busy, isPersisted } = this;
    const said = this.answer ?? this.said;
    const canAsk = 'storage' in navigator && (!isPersisted || said === KEPT); // the focus stays on it
    return html`<p>
        ${msg('Nothing leaves this browser.')}
        ${bytes === undefined ? nothing : msg(str`This site keeps ${formatMegabytes(bytes)}\u00a0MB in it.`)}
        ${isPersisted && said !== KEPT ? inLocale(KEPT) : nothing}
      </p>
      <div class="buttons">
        ${
          canAsk
            ? html`<button type="button" @click=${() => void this.persist()}>
                ${msg('Ask the browser to keep it')}
              </button>`
            : nothing
        }
        ${
          busy
            ? html`<span class="small">${msg('Erasing everything waits for the end of the run.')}</span>`
            : html`<button type="button" aria-haspopup="dialog" @click=${() => this.dialog.showModal()}>
                ${msg('Erase everything')}
              </button>`
        }
      </div>
      <p aria-live="polite">${said === undefined ? nothing : inLocale(said)}</p>
      <dialog aria-labelledby="title" aria-describedby="what">
        <h4 id="title">${msg('Erase everything that the lab keeps in this browser?')}</h4>
        <p id="what">
          ${msg('Kept runs, kept teachers, the run that was interrupted, your choices on this page and files for use without a network. It cannot be taken back.')}
        </p>
        <div class="buttons">
          <button type="button" class="primary" @click=${this.erase}>${msg('Erase it all')}</button>
          <button type="button" autofocus @click=${() => this.dialog.close()}>${msg('Keep it')}</button>
        </div>
      </dialog>`;
  }

  private readonly erase = (): void => {
    this.dialog.close();
    if (!this.busy) send(this, { kind: 'library', command: { what: 'erase' } });
  };

  private async persist(): Promise<void> {
    try {
      this.isPersisted = await navigator.storage.persist();
    } catch {
      this.isPersisted = false;
    }
    this.answer = this.isPersisted ? KEPT : NOT_KEPT;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kept-here': KeptHere;
  }
}
