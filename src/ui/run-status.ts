/** <run-status>: the status region and the progress bar. The words change at most every few seconds, the bar at once. */
import { LitElement, css, html, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { LabState } from '../core/state.ts';
import { msg } from '../core/text.ts';
import { progressShare, statusText } from './status-text.ts';
import { base } from './theme.ts';

/** Between two texts that differ only in numbers, so that a screen reader can keep up. */
const QUIET_MILLISECONDS = 3000;

@customElement('run-status')
export class RunStatus extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .bar {
        height: 3px;
        background: var(--hairline);
        overflow: hidden;
      }
      .done {
        height: 100%;
        background: var(--ink);
        transform-origin: 0 0;
      }
      p {
        min-height: 1lh;
        margin-top: 6px;
        padding-inline-end: var(--status-end, 0);
        font-size: var(--status-size, 0.875rem);
        line-height: 1.4;
      }
      @media (max-width: 760px) {
        p {
          min-height: 2lh;
          font-size: 0.8125rem;
        }
      }
      @media (forced-colors: active) {
        .done {
          background: CanvasText;
        }
      }
    `,
  ];

  @property({ attribute: false }) state!: LabState;
  @state() private text = '';
  private changedAt = -Infinity;
  private later: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.later);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.size === 0) this.say(); // in another language
    if (!changed.has('state')) return;
    const wait = sameMoment(changed.get('state'), this.state)
      ? this.changedAt + QUIET_MILLISECONDS - performance.now()
      : 0;
    clearTimeout(this.later);
    if (wait > 0) this.later = setTimeout(() => this.say(), wait);
    else this.say();
  }

  private say(): void {
    const text = statusText(this.state);
    if (text === this.text) return;
    this.text = text;
    this.changedAt = performance.now();
  }

  protected override render() {
    const share = progressShare(this.state);
    const percent = Math.round(100 * (share ?? 0));
    return html`<div
        class="bar"
        role="progressbar"
        aria-label=${msg('Progress')}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${percent}
      >
        <div class="done" .style=${`transform: scaleX(${share ?? 0})`}></div>
      </div>
      <p role="status" aria-atomic="true">${this.text}</p>`;
  }
}

/** Whether nothing but numbers has moved: steps of one phase, bytes of one download. */
function sameMoment(before: LabState | undefined, { run, download }: LabState): boolean {
  if (before?.run.status !== run.status) return false;
  if (run.status === 'running' || run.status === 'replaying')
    return before.run.progress?.phase === run.progress?.phase;
  return download !== undefined && before.download !== undefined && before.download !== download;
}

declare global {
  interface HTMLElementTagNameMap {
    'run-status': RunStatus;
  }
}
