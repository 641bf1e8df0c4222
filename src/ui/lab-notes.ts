/** <lab-notes>: what went wrong, with one thing to do about it, and notices that the reader can put away. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { reportInLocale, type ErrorReport } from '../core/errors.ts';
import { inLocale, msg, type Text } from '../core/text.ts';
import { send, type Command } from './commands.ts';
import { base } from './theme.ts';

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
    return html`${this.error(this.failure, msg('Try again'), { kind: 'retry' })}
      ${this.error(this.runError, msg('Run again'), { kind: 'run' })}
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

  /** Trying again helps where chance had a part; a diverged loss or a refused file comes out the same. */
  private error(error: ErrorReport | undefined, action: string, command: Command) {
    if (!error) return nothing;
    const { message, hint } = reportInLocale(error);
    const chance = error.code === 'network' || error.code === 'backend' || error.code === 'internal';
    return html`<div class="note failure" role="alert">
      <p class="text"><strong>${message}</strong> ${hint}</p>
      ${chance ? html`<button type="button" @click=${() => send(this, command)}>${action}</button>` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-notes': LabNotes;
  }
}
