/**
 * <share-panel>: the link to the experiment, what it opens, and its QR code. A popover of <share-bar>, which copies the
 * link first and loads this file with the first press.
 */
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ExperimentConfig } from '../core/experiment.ts';
import { presetOf } from '../core/state.ts';
import { inLocale, msg } from '../core/text.ts';
import { linkTo, type LinkView } from './address.ts';
import './large-code.ts';
import type { LargeCode } from './large-code.ts';
import { fitsQrCode } from './qr-code.ts';
import { sharePanelStyles } from './share-panel-styles.ts';
import { base } from './theme.ts';

/** What became of the last attempt to hand the link on. */
type Outcome = 'copied' | 'notCopied' | 'notSent';

@customElement('share-panel')
export class SharePanel extends LitElement {
  static override styles = [base, sharePanelStyles];

  @property({ attribute: false }) config!: ExperimentConfig;
  @state() private view: LinkView | undefined;
  @state() private outcome: Outcome | undefined;
  @query('.told') private sentence!: HTMLElement;
  @query('#field') private field!: HTMLInputElement | HTMLTextAreaElement;
  @query('large-code') private large!: LargeCode;

  /** Where the page is narrow, another <share-bar> takes over: a dialog that went with its bar would block the page unseen. */
  private readonly narrow = matchMedia('(max-width: 760px)');
  private readonly onNarrow = (): void => this.close();

  override connectedCallback(): void {
    super.connectedCallback();
    this.narrow.addEventListener('change', this.onNarrow);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.narrow.removeEventListener('change', this.onNarrow);
  }

  close(): void {
    this.large.close();
    this.hidePopover();
  }

  /** Opens it under `source`, which has copied the link of the lab, or was not allowed to. */
  async open(source: HTMLElement, copied: boolean): Promise<void> {
    this.view = undefined;
    this.outcome = copied ? 'copied' : 'notCopied';
    this.togglePopover({ force: true, source });
    this.requestUpdate();
    await this.updateComplete;
    if (copied)
      this.sentence.focus(); // a screen reader says it
    else this.mark();
  }

  /** Closed, it has nothing to show; `open` brings it up to date. */
  protected override shouldUpdate(): boolean {
    return !this.hasUpdated || this.matches(':popover-open');
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('config') && this.hasUpdated) this.outcome = undefined; // it was another link
  }

  protected override render() {
    const link = linkTo(this.config, this.view);
    return html`<div class="head">
        <p class="told" tabindex="-1" aria-live="polite">${this.told()}</p>
        <button type="button" class="compact" @click=${this.close}>${msg('Close')}</button>
      </div>
      <div class="body">
        <div class="main">
          <fieldset>
            <legend>${msg('The link opens')}</legend>
            ${this.choice(undefined, msg('The lab'))} ${this.choice('present', msg('A presentation'))}
            ${this.choice('embed', msg('A frame for slides and course pages'))}
          </fieldset>
          ${
            this.view === 'embed'
              ? html`<div class="link">
                  <label for="field">${msg('The frame’s HTML')}</label>
                  <textarea
                    id="field"
                    readonly
                    rows="4"
                    .value=${frameOf(link, this.config)}
                    @focus=${selectAll}
                  ></textarea>
                  <button type="button" @click=${this.copy}>${msg('Copy HTML')}</button>
                </div>`
              : html`<div class="link">
                  <label for="field">${msg('The link')}</label>
                  <input id="field" readonly .value=${link} @focus=${selectAll} />
                  <button type="button" @click=${this.copy}>${msg('Copy link')}</button>
                </div>`
          }
          <p class="small">${msg('Opening a link shows the settings and starts nothing.')}</p>
        </div>
        <div class="code">
          <qr-code .text=${link}></qr-code>
          ${
            fitsQrCode(link)
              ? html`<button type="button" @click=${() => this.large.show()}>${msg('Show large')}</button>`
              : nothing
          }
          ${'share' in navigator ? html`<button type="button" @click=${this.send}>${msg('Send …')}</button>` : nothing}
        </div>
      </div>
      <large-code .link=${link}></large-code>`;
  }

  private choice(view: LinkView | undefined, name: string) {
    const choose = (): void => {
      this.view = view;
      this.outcome = undefined;
    };
    return html`<label class="choice"
      ><input type="radio" name="view" .checked=${this.view === view} @change=${choose} />${name}</label
    >`;
  }

  private told(): string {
    switch (this.outcome) {
      case undefined:
        return msg('Share this experiment');
      case 'copied':
        if (this.view === 'embed') return msg('The HTML of the frame is copied.');
        if (this.view === 'present') return msg('The link to the presentation is copied.');
        return msg('The link to this experiment is copied.');
      case 'notCopied':
        return msg('This browser does not let the page copy. Copy the marked text yourself.');
      case 'notSent':
        return msg('This device did not take the link. Copy it instead.');
    }
    return this.outcome satisfies never;
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.field.value);
      this.outcome = 'copied';
    } catch {
      this.outcome = 'notCopied';
      this.mark();
    }
  }

  /** One key more, and it is copied. */
  private mark(): void {
    this.field.focus();
    this.field.select();
  }

  private async send(): Promise<void> {
    try {
      await navigator.share({ title: titleOf(this.config), url: linkTo(this.config, this.view) });
    } catch (error) {
      const changedTheirMind = error instanceof DOMException && error.name === 'AbortError';
      if (!changedTheirMind) this.outcome = 'notSent';
    }
  }
}

function titleOf(config: ExperimentConfig): string {
  const preset = presetOf(config);
  return preset ? `Dark Knowledge Lab: ${inLocale(preset.title)}` : 'Dark Knowledge Lab';
}

/**
 * What the frame may: run, with its own address (a worker and its files need one), and open the whole lab in a tab. Not lead the
 * page around it elsewhere, ask in dialogs, or send forms and files.
 */
const SANDBOX = 'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox';

/** To be pasted into a page or a deck of slides. */
function frameOf(link: string, config: ExperimentConfig): string {
  const [src, title] = [link, titleOf(config)].map((text) =>
    text.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
  );
  return `<iframe src="${src}" title="${title}" width="960" height="600" loading="lazy" allow="fullscreen" sandbox="${SANDBOX}"></iframe>`;
}

function selectAll(event: FocusEvent): void {
  (event.target as HTMLInputElement | HTMLTextAreaElement).select();
}

declare global {
  interface HTMLElementTagNameMap {
    'share-panel': SharePanel;
  }
}
