/** <unfinished-note>: offers to go on with a run that was interrupted. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { UnfinishedRun } from '../core/checkpoint.ts';
import { PHASE_TITLES } from '../core/events.ts';
import type { StageKind } from '../core/stages.ts';
import { presetOf } from '../core/state.ts';
import { inLocale } from '../core/text.ts';
import { send } from './commands.ts';
import { formatCount, formatMoment } from './format.ts';
import { base } from './theme.ts';

@customElement('unfinished-note')
export class UnfinishedNote extends LitElement {
  static override styles = [
    base,
    css`
      .note {
        display: flex;
        flex-wrap: wrap;
        align-items: start;
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
      .buttons {
        display: flex;
        gap: 6px;
      }
    `,
  ];

  @property({ attribute: false }) unfinished: UnfinishedRun | undefined;

  protected override render() {
    const { unfinished } = this;
    return html`<div aria-live="polite">
      ${
        unfinished
          ? html`<div class="note">
              <p class="text">${sentence(unfinished)}</p>
              <div class="buttons">
                <button type="button" @click=${() => send(this, { kind: 'continue' })}>Go on with it</button>
                <button type="button" @click=${() => send(this, { kind: 'discard' })}>Discard</button>
              </div>
            </div>`
          : nothing
      }
    </div>`;
  }
}

function sentence({
  config,
  stage,
  epoch,
  epochs,
  step,
  steps,
  savedAt,
  isSameDevice,
}: UnfinishedRun): string {
  const preset = presetOf(config);
  const what = preset ? `A run of “${inLocale(preset.title)}”` : 'A run with settings of your own';
  const phase = inLocale(PHASE_TITLES[stage.split('-')[0] as StageKind]).toLowerCase();
  const where =
    step === steps
      ? `after “${phase}”`
      : `while ${phase}, in epoch ${formatCount(epoch)} of ${formatCount(epochs)}`;
  const elsewhere = isSameDevice
    ? ''
    : ' It ran on another device, so the rest will be rounded a little differently.';
  return `${what} was interrupted ${where} and kept ${formatMoment(savedAt)}.${elsewhere}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'unfinished-note': UnfinishedNote;
  }
}
