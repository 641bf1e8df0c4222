/** <update-note>: offers the new version of the lab, and lets a run end before. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { msg } from '../../core/text.ts';
import { base } from '../theme.ts';
import { latestNews, NewsReader, type News } from './news.ts';

@customElement('update-note')
export class UpdateNote extends LitElement {
  static override styles = [
    base,
    css`
      .note {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 8px 16px;
        margin-top: 12px;
        padding: 8px 0 8px 16px;
        border-inline-start: 3px solid var(--control);
      }
      .text {
        flex: 1 1 320px;
        max-width: 80ch;
      }
    `,
  ];

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
