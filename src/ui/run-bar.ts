/** <run-bar>: the buttons that drive a run, always in the same places, and under them how far it is. */
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { isActive } from '../core/run-state.ts';
import type { LabState } from '../core/state.ts';
import { msg } from '../core/text.ts';
import { send, type Press } from './commands.ts';
import { blockedBecause } from './run-gate.ts';
import './run-status.ts';
import { base } from './theme.ts';

@customElement('run-bar')
export class RunBar extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        background: var(--surface);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 8px 24px;
      }
      .buttons {
        display: flex;
        gap: 6px;
      }
      .buttons button {
        min-width: 76px;
      }
      .buttons .primary,
      .buttons [data-press='run'] {
        min-width: 96px;
      }
      .under {
        position: relative;
        margin-top: 10px;
        --status-end: 216px; /* what stands beside the words */
      }
      /* Beside the words, under the bar of the progress. */
      ::slotted([slot='pace']) {
        position: absolute;
        inset: 6px 0 auto auto;
      }
      /* One row for all of it. */
      @media (max-width: 1100px) {
        .row {
          column-gap: 12px;
        }
        .buttons button {
          min-width: 64px;
          padding-inline: 10px;
        }
        .buttons [data-press='run'] {
          min-width: 80px;
        }
      }
      @media (max-width: 760px) {
        ::slotted(*) {
          display: none;
        }
        .buttons {
          flex: 1;
          gap: 4px;
        }
        .buttons button {
          flex: 1 1 0;
          min-width: 0;
          min-height: 44px;
          padding: 0 2px;
          font-size: 0.875rem;
        }
        .buttons button[data-press='run'] {
          flex-grow: 1.3;
          min-width: 0;
        }
        .row {
          margin-top: 8px;
        }
        :host {
          display: flex;
          flex-direction: column-reverse;
        }
        .under {
          margin-top: 0;
          --status-end: 0;
        }
      }
    `,
  ];

  @property({ attribute: false }) state!: LabState;

  protected override render() {
    const { run } = this.state;
    const active = isActive(run);
    const paused = run.status === 'paused';
    const moving = active && !paused && run.status !== 'stopping';
    const ready = !active && blockedBecause(this.state) === undefined;
    return html`<div class="row">
        <div class="buttons" role="group" aria-label=${msg('The run')}>
          ${this.button('run', msg('Run'), ready, ready)}
          ${paused ? this.button('resume', msg('Resume'), true) : this.button('pause', msg('Pause'), moving)}
          ${this.button('step', msg('Step'), ready || paused || run.status === 'running')}
          ${this.button('stop', msg('Stop'), active && run.status !== 'stopping')}
          ${this.button('reset', msg('Reset'), run.status !== 'idle')}
        </div>
        <slot></slot>
      </div>
      <div class="under">
        <run-status .state=${this.state}></run-status>
        <slot name="pace"></slot>
      </div>`;
  }

  // aria-disabled rather than disabled: a pressed button keeps the focus when it has nothing more to do.
  private button(press: Press, name: string, enabled: boolean, primary = false) {
    return html`<button
      type="button"
      class=${primary ? 'primary' : ''}
      data-press=${press === 'resume' ? 'pause' : press}
      aria-disabled=${enabled ? 'false' : 'true'}
      @click=${() => enabled && send(this, { kind: press })}
    >
      ${name}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'run-bar': RunBar;
  }
}
