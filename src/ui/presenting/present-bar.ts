/** <present-bar>: the run's buttons, and those of a talk: what is shown, how fast, the recorded run, full screen, keys, Leave. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { isActive } from '../../core/run-state.ts';
import { paceWords } from '../../core/slow-motion.ts';
import type { LabState } from '../../core/state.ts';
import { decimal, msg, str } from '../../core/text.ts';
import '../run-bar.ts';
import { base } from '../theme.ts';
import type { KeyAction } from './keys.ts';
import './keys-panel.ts';
import type { PresentActions } from './present-keys.ts';

@customElement('present-bar')
export class PresentBar extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: relative;
        display: block;
        padding-top: 12px;
        border-top: 1px solid var(--hairline);
        --status-size: 1.0625rem;
      }
      /* Beside the run's buttons; what it does now has the whole width under them. */
      .tools {
        position: absolute;
        inset: 14px 0 auto auto;
        display: flex;
        gap: 8px;
        align-items: center;
      }
      .choice {
        display: flex;
        align-items: center;
        gap: 2px;
      }
      .choice span {
        min-width: 8.5em;
        font-size: 0.8125rem;
        text-align: center;
      }
      .choice button {
        min-width: 32px;
        padding: 0 8px;
      }
      @media (max-width: 900px) {
        .tools {
          position: static;
          flex-wrap: wrap;
          margin-top: 8px;
        }
      }
    `,
  ];

  @property({ attribute: false }) state!: LabState;
  /** What is shown now, in a word or two. */
  @property() shown = '';
  @property({ attribute: false }) actions!: PresentActions;
  @property({ attribute: false }) keys: readonly KeyAction[] = [];
  @property({ type: Boolean, attribute: 'is-full' }) isFull = false;

  protected override render() {
    const { actions, state } = this;
    const { playback } = state.run;
    const pace = playback ? msg(str`${decimal(playback.speed)}× as fast`) : paceWords(state.pace);
    // Pressed with a pointer, a button does not take the focus: Space stays the run's.
    return html`<run-bar .state=${state} @mousedown=${keepFocus}></run-bar>
      <div class="tools" @mousedown=${keepFocus}>
        <div class="choice" role="group" aria-label=${msg('What is shown')}>
          ${button('‹', actions.previous, msg('Previous panel'))}<span aria-live="polite">${this.shown}</span>
          ${button('›', actions.next, msg('Next panel'))}
        </div>
        <div class="choice" role="group" aria-label=${msg('Pace')}>
          ${button('−', actions.slower, msg('Slower'))}<span aria-live="polite">${pace}</span>
          ${button('+', actions.faster, msg('Faster'))}
        </div>
        ${button(msg('Recorded run'), actions.replay, undefined, !isActive(state.run))}
        ${
          document.fullscreenEnabled
            ? html`<button
                type="button"
                class="compact"
                aria-pressed=${this.isFull}
                @click=${actions.fullScreen}
              >
                ${msg('Full screen')}
              </button>`
            : nothing
        }
        <keys-panel .actions=${this.keys}></keys-panel>
        ${button(msg('Leave'), actions.leave)}
      </div>`;
  }
}

function button(text: string, act: () => void, name?: string, enabled = true) {
  return html`<button
    type="button"
    class="compact"
    aria-label=${name ?? nothing}
    aria-disabled=${enabled ? 'false' : 'true'}
    @click=${() => enabled && act()}
  >
    ${text}
  </button>`;
}

function keepFocus(event: MouseEvent): void {
  const isOnButton = event.composedPath().some((target) => target instanceof HTMLButtonElement);
  if (isOnButton) event.preventDefault();
}

declare global {
  interface HTMLElementTagNameMap {
    'present-bar': PresentBar;
  }
}
