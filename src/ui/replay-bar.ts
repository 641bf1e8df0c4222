/** <replay-bar>: offers the recorded run of the preset, and drives it while it is played. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ExperimentConfig } from '../core/experiment.ts';
import { isActive, type Playback, type RunState } from '../core/run-state.ts';
import { presetOf } from '../core/state.ts';
import { msg, str } from '../core/text.ts';
import { send } from './commands.ts';
import { formatClock } from './format.ts';
import { recordingOf, type Recording } from './recordings.ts';
import { base } from './theme.ts';

/** Times as fast as it was. */
export const SPEEDS = [1, 4, 16, 64];
/** Of the slider, from the beginning to the end. */
const NOTCHES = 1000;

@customElement('replay-bar')
export class ReplayBar extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
        font-size: 0.875rem;
        font-variant-numeric: tabular-nums;
      }
      select {
        font-size: 0.8125rem;
      }
      button {
        min-width: 64px;
      }
      input {
        flex: 1 1 160px;
        min-width: 120px;
        min-height: 24px;
        accent-color: var(--ink);
      }
    `,
  ];

  /** The experiment in the form. */
  @property({ attribute: false }) config!: ExperimentConfig;
  @property({ attribute: false }) run!: RunState;
  /** Whether a recording was asked for and is on its way. */
  private opening = false;

  protected override render() {
    const { run } = this;
    if (run.playback) return this.controls(run.playback);
    return isActive(run) ? nothing : this.offer();
  }

  private offer() {
    const recording = recordingOf(presetOf(this.config)?.id);
    if (!recording) return nothing;
    return html`<p class="row">
      <button type="button" class="compact" @click=${() => this.open(recording)}>
        ${msg('Replay a recorded run')}
      </button>
      <span class="small"
        >${msg(str`of this preset, recorded on ${recording.recordedOn}: nothing is computed.`)}</span
      >
    </p>`;
  }

  private controls({ at, seconds, speed, playing }: Playback) {
    const what = playing ? 'pause' : 'play';
    const [word, name] = playing
      ? [msg('Pause'), msg('Pause the recording')]
      : at < seconds
        ? [msg('Play'), msg('Play the recording')]
        : [msg('Play again'), msg('Play again the recording')];
    const moment = msg(str`${formatClock(at)} of ${formatClock(seconds)}`);
    return html`<div class="row" role="group" aria-label=${msg('The recording')}>
      <button
        type="button"
        class="compact"
        aria-label=${name}
        @click=${() => send(this, { kind: 'replay', command: { what } })}
      >
        ${word}
      </button>
      <input
        type="range"
        aria-label=${msg('Moment of the recording')}
        aria-valuetext=${moment}
        min="0"
        max=${NOTCHES}
        .value=${String(Math.round((at / seconds) * NOTCHES))}
        @input=${this.seek}
      />
      <span>${moment}</span>
      <label
        >${msg('Speed')}
        <select @change=${this.chooseSpeed}>
          ${SPEEDS.map(
            (times) => html`<option value=${times} ?selected=${times === speed}>${times}×</option>`,
          )}
        </select>
      </label>
    </div>`;
  }

  private open(recording: Recording): void {
    this.opening = true;
    send(this, { kind: 'replay', command: { what: 'open', recording } });
  }

  /** The button that was pressed is gone: its place is taken by those of the recording. */
  protected override updated(): void {
    if (!this.opening || !this.run.playback) return;
    this.opening = false;
    this.renderRoot.querySelector('button')?.focus();
  }

  private seek(event: Event): void {
    const at = (Number((event.target as HTMLInputElement).value) / NOTCHES) * this.run.playback!.seconds;
    send(this, { kind: 'replay', command: { what: 'seek', at } });
  }

  private chooseSpeed(event: Event): void {
    const speed = Number((event.target as HTMLSelectElement).value);
    send(this, { kind: 'replay', command: { what: 'speed', speed } });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'replay-bar': ReplayBar;
  }
}
