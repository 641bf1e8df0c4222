/** <share-bar>: takes the experiment and the run elsewhere, as a link or as files, and brings an experiment in. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ExperimentConfig } from '../core/experiment.ts';
import { inLocale, msg, text } from '../core/text.ts';
import { linkTo } from './address.ts';
import { send, type ExportKind } from './commands.ts';
import { openFile } from './open-file.ts';
import './pop-panel.ts';
import type { PopPanel } from './pop-panel.ts';
import type { SharePanel } from './share-panel.ts';
import { base } from './theme.ts';

const FILES: readonly { readonly what: ExportKind; readonly name: string }[] = [
  { what: 'results', name: text('Results as CSV') },
  { what: 'accuracy.png', name: text('Accuracy chart as PNG') },
  { what: 'loss.png', name: text('Loss chart as PNG') },
  { what: 'accuracy.svg', name: text('Accuracy chart as SVG') },
  { what: 'loss.svg', name: text('Loss chart as SVG') },
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
        anchor-name: --share;
      }
      /* Where it would take a row of its own, the link of Share will do. */
      @media (max-width: 1100px) {
        .present {
          display: none;
        }
      }
      /* Under the button; in the middle of the window where that is low, or the browser knows no anchors. */
      @media (min-height: 560px) {
        @supports (position-area: bottom) {
          share-panel {
            inset: auto;
            max-height: calc(100% - 8px);
            margin: 4px 0;
            position-anchor: --share;
            position-area: bottom span-left;
            position-try-fallbacks: flip-inline;
          }
        }
      }
      input[type='file'] {
        display: none;
      }
      @media (max-width: 760px) {
        button {
          min-height: 44px;
        }
        share-panel {
          inset: auto 0 0;
          max-height: calc(100dvh - 32px);
          margin: 0;
          position-area: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) config!: ExperimentConfig;
  @property({ type: Boolean }) exportable = false;
  @state() private opened = false;
  @state() private loaded = false;
  private wasOpen = false;
  @query('input[type=file]') private picker!: HTMLInputElement;
  @query('pop-panel') private files!: PopPanel;
  @query('.share') private button!: HTMLButtonElement;
  @query('share-panel') private panel!: SharePanel;

  protected override render() {
    const { exportable, opened } = this;
    return html`<div class="row">
      <button
        type="button"
        class="share"
        aria-haspopup="dialog"
        aria-expanded=${opened ? 'true' : 'false'}
        @pointerdown=${() => (this.wasOpen = this.opened)}
        @click=${this.press}
      >
        ${msg('Share')}
      </button>
      ${
        this.loaded
          ? html`<share-panel
              popover
              role="dialog"
              tabindex="-1"
              aria-label=${msg('Share this experiment')}
              .config=${this.config}
              @beforetoggle=${this.toggle}
            ></share-panel>`
          : nothing
      }
      <button type="button" class="present" @click=${() => send(this, { kind: 'view', view: 'present' })}>
        ${msg('Present')}
      </button>
      <div class="split">
        ${this.exportButton('run', msg('Export'), exportable)}
        <pop-panel name=${msg('More files')}>
          <div class="menu">
            ${FILES.map(({ what, name }) => this.exportButton(what, inLocale(name), exportable))}
            ${this.exportButton('experiment', msg('Experiment as JSON'), true)}
            <button type="button" @click=${() => this.picker.click()}>
              ${msg('Open an experiment or a run')}
            </button>
          </div>
        </pop-panel>
      </div>
      <input
        type="file"
        aria-label=${msg('Experiment or run file')}
        accept=".json,application/json"
        @change=${this.open}
      />
    </div>`;
  }

  private exportButton(what: ExportKind, name: string, enabled: boolean) {
    const press = (): void => {
      if (!enabled) return;
      this.files.close();
      send(this, { kind: 'export', what });
    };
    return html`<button type="button" aria-disabled=${enabled ? 'false' : 'true'} @click=${press}>
      ${name}
    </button>`;
  }

  /** A pointer's press has closed an open panel by the time that it is a click; it should not open it again. */
  private async press({ detail: clicks }: PointerEvent): Promise<void> {
    const closed = clicks > 0 && this.wasOpen && !this.opened;
    if (this.opened) this.panel.close();
    else if (!closed) await this.share();
  }

  private async share(): Promise<void> {
    const copying = copied(linkTo(this.config)); // at once: browsers allow it to a press only
    try {
      await import('./share-panel.ts');
    } catch {
      const message = (await copying)
        ? text(
            'The link to this experiment is copied. The panel of Share could not be loaded; press it again to try.',
          )
        : text(
            'Share could not be loaded; press it again to try. Or copy the page’s address: it is a link to this experiment, too.',
          );
      return send(this, { kind: 'notice', message });
    }
    this.loaded = true;
    await this.updateComplete;
    await this.panel.open(this.button, await copying);
  }

  private toggle({ newState }: ToggleEvent): void {
    this.opened = newState === 'open';
    // Not where a press elsewhere has closed it, and taken the focus along.
    if (!this.opened && this.panel.matches(':focus-within')) this.button.focus();
  }

  private async open(): Promise<void> {
    const file = this.picker.files?.[0];
    this.picker.value = '';
    this.files.close();
    if (file) await openFile(this, file);
  }
}

/** @returns whether the text is on the clipboard, which pages that do not come over https do not have */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'share-bar': ShareBar;
  }
}
