/** <update-note>: offers the new version of the lab, and lets a run end before. */
import { LitElement, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { msg } from '../../core/text.ts';
import { noteStyles } from '../note-styles.ts';
import { base } from '../theme.ts';
import { latestNews, NewsReader, type News } from './news.ts';

@customElement('update-note')
export class UpdateNote extends LitElement {
  static override styles = [base, noteStyles];

  protected readonly news = new NewsReader(this);

  protected override render() {
    const { update, runs } = latestNews();
    return html`<div aria-live="polite">
      ${
        update
          ? html`<div class="note">
              <p class="text">${sentence(update.kind, runs)}</p>
              <button type="button" ?disabled=${runs !== undefined} @click=${update.use}>
                ${update.kind === 'waiting' ? msg('Use the new version') : msg('Reload')}
              </button>
            </div>`
          : nothing
      }
    </div>`;
  }
}

function sentence(kind: 'waiting' | 'replaced', runs: News['runs']): string {
  if (runs === 'here') return msg('A new version of the lab is there. You can use it after this run.');
  if (runs === 'elsewhere')
    return msg('A new version of the lab is there. You can use it after the run in another tab.');
  return kind === 'waiting'
    ? msg('A new version of the lab is there.')
    : msg('A new version of the lab is there, and parts of this one are gone. Reload the page to use it.');
}

declare global {
  interface HTMLElementTagNameMap {
    'update-note': UpdateNote;
  }
}
