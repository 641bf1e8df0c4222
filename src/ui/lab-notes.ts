/** <lab-notes>: what went wrong, with one thing to do about it, and notices that the reader can put away. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { reportInLocale, type ErrorCode, type ErrorReport } from '../core/errors.ts';
import { inLocale, msg, type Text } from '../core/text.ts';
import { send, type Press } from './commands.ts';
import { base } from './theme.ts';

/** Trying again helps where chance had a part; a diverged loss or a refused file comes out the same. */
const SAME_AGAIN: ReadonlySet<ErrorCode> = new Set(['config', 'data', 'diverged', 'stopped']);

@customElement('lab-notes')
export class LabNotes extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
      }
      .note {
        display: flex;
        align-items: start;
        justify-content: space-between;
        gap: 16px;
        margin-top: 12px;
        padding: 8px 0 8px 16px;
        border-inline-start: 3px solid var(--control);
        overflow-wrap: anywhere;
      }
      .failure {
        border-color: var(--wrong);
      }
      ul {
        list-style: none;
      }
      .text {
        min-width: 0;
        max-width: 80ch;
      }
    `,
  ];

  @property({ attribute: false }) notices: readonly Text[] = [];
  /** Outside a run: no backend, no data. */
  @property({ attribute: false }) failure: ErrorReport | undefined;
  @property({ attribute: false }) runError: ErrorReport | undefined;

  protected override render() {
    return html`${this.error(this.failure, msg('Try again'), 'retry')}
      ${this.error(this.runError, msg('Run again'), 'run')}
      <div aria-live="polite">
        ${
          this.notices.length > 0
            ? html`<div class="note">
                <ul class="text">
                  ${this.notices.map((notice) => html`<li>${inLocale(notice)}</li>`)}
                </ul>
                <button type="button" @click=${() => send(this, { kind: 'dismiss' })}>
                  ${msg('Dismiss')}
                </button>
              </div>`
            : nothing
        }
      </div>`;
  }

  private error(error: ErrorReport | undefined, again: string, press: Press) {
    if (!error) return nothing;
    const { message, hint } = reportInLocale(error);
    return html`<div class="note failure" role="alert">
      <p class="text"><strong>${message}</strong> ${hint}</p>
      ${this.remedy(error.code, again, press)}
    </div>`;
  }

  private remedy(code: ErrorCode, again: string, press: Press) {
    if (code === 'outdated') return this.button(msg('Reload'), 'reload');
    if (code === 'busy') return this.button(msg('Train here'), 'takeOver');
    return SAME_AGAIN.has(code) ? nothing : this.button(again, press);
  }

  private button(name: string, press: Press) {
    return html`<button type="button" @click=${() => send(this, { kind: press })}>${name}</button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-notes': LabNotes;
  }
}
