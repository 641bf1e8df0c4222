/** <share-bar>: takes the experiment and the run elsewhere, as a link or as files, and brings an experiment in. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ExperimentConfig } from '../core/experiment.ts';
import { linkTo } from './address.ts';
import { send, type ExportKind } from './commands.ts';
import { openFile } from './open-file.ts';
import './pop-panel.ts';
import type { PopPanel } from './pop-panel.ts';
import { base } from './theme.ts';

const FILES: readonly { readonly what: ExportKind; readonly name: string }[] = [
  { what: 'results', name: 'Results as CSV' },
  { what: 'accuracy.png', name: 'Accuracy chart as PNG' },
  { what: 'loss.png', name: 'Loss chart as PNG' },
  { what: 'accuracy.svg', name: 'Accuracy chart as SVG' },
  { what: 'loss.svg', name: 'Loss chart as SVG' },
];

@customElement('share-bar')
export class ShareBar extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      .split {
        display: flex;
        gap: 2px;
      }
      .menu {
        display: grid;
        gap: 4px;
      }
      .menu button {
        justify-content: start;
        padding: 0 8px;
        border-color: transparent;
      }
      .share {
        position: relative;
      }
      .told {
        position: absolute;
        z-index: 3;
        inset: calc(100% + 4px) 0 auto auto;
        width: max-content;
        max-width: min(360px, calc(100vw - 32px));
        padding: 8px 12px;
        border: 1px solid var(--hairline);
        border-radius: 4px;
        background: var(--surface);
        font-size: 0.8125rem;
      }
      .told:not(.shown) {
        visibility: hidden;
      }
      .told input {
        width: 320px;
        max-width: 100%;
      }
      input[type='file'] {
        display: none;
      }
      @media (max-width: 760px) {
        button {
          min-height: 44px;
        }
        .told {
          inset-inline: 0 auto;
        }
      }
    `,
  ];

  @property({ attribute: false }) config!: ExperimentConfig;
  @property({ type: Boolean }) exportable = false;
  @state() private told: 'nothing' | 'copied' | 'link' = 'nothing';
  @query('input[type=file]') private picker!: HTMLInputElement;
  @query('pop-panel') private panel!: PopPanel;
  private forget: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.forget);
  }

  protected override render() {
    const { told, exportable } = this;
    return html`<div class="row">
      <div class="share">
        <button type="button" @click=${this.share}>Share</button>
        <div class="told ${told === 'nothing' ? '' : 'shown'}" aria-live="polite">
          ${told === 'copied' ? 'The link to this experiment is copied.' : nothing}
          ${
            told === 'link'
              ? html`<label
                  >Copy this link <input readonly .value=${linkTo(this.config)} @focus=${selectAll}
                /></label>`
              : nothing
          }
        </div>
      </div>
      <div class="split">
        ${this.exportButton('run', 'Export', exportable)}
        <pop-panel name="More files">
          <div class="menu">
            ${FILES.map(({ what, name }) => this.exportButton(what, name, exportable))}
            ${this.exportButton('experiment', 'Experiment as JSON', true)}
            <button type="button" @click=${() => this.picker.click()}>Open an experiment or a run</button>
          </div>
        </pop-panel>
      </div>
      <input
        type="file"
        aria-label="Experiment or run file"
        accept=".json,application/json"
        @change=${this.open}
      />
    </div>`;
  }

  private exportButton(what: ExportKind, name: string, enabled: boolean) {
    const press = (): void => {
      if (!enabled) return;
      this.panel.close();
      send(this, { kind: 'export', what });
    };
    return html`<button type="button" aria-disabled=${enabled ? 'false' : 'true'} @click=${press}>
      ${name}
    </button>`;
  }

  private async share(): Promise<void> {
    clearTimeout(this.forget);
    try {
      await navigator.clipboard.writeText(linkTo(this.config)); // missing in pages that do not come over https
      this.told = 'copied';
      this.forget = setTimeout(() => (this.told = 'nothing'), 4000);
    } catch {
      this.told = this.told === 'link' ? 'nothing' : 'link';
    }
  }

  private async open(): Promise<void> {
    const file = this.picker.files?.[0];
    this.picker.value = '';
    this.panel.close();
    if (file) await openFile(this, file);
  }
}

function selectAll(event: FocusEvent): void {
  (event.target as HTMLInputElement).select();
}

declare global {
  interface HTMLElementTagNameMap {
    'share-bar': ShareBar;
  }
}
