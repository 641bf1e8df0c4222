/** <offline-line>: one line that says that the lab works without a network, as soon as it does. */
import { LitElement, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { msg } from '../../core/text.ts';
import { base } from '../theme.ts';
import { latestNews, NewsReader } from './news.ts';

@customElement('offline-line')
export class OfflineLine extends LitElement {
  static override styles = base;

  protected readonly news = new NewsReader(this);

  protected override render() {
    return html`<p aria-live="polite">${latestNews().offline ? msg('Ready to work offline.') : nothing}</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'offline-line': OfflineLine;
  }
}
