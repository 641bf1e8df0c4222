/** <lab-header>: the name, the one question, the preset to answer it with, and the badge of what computes. */
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { DeviceReport } from '../core/device.ts';
import type { OpenedStage } from '../core/environment.ts';
import type { ExperimentConfig } from '../core/experiment.ts';
import { presetById, PRESETS } from '../core/presets.ts';
import { presetOf } from '../core/state.ts';
import { inLocale, msg, text } from '../core/text.ts';
import './backend-badge.ts';
import { send } from './commands.ts';
import type { ControlHelp } from './help/control-help.ts';
import { base } from './theme.ts';

@customElement('lab-header')
export class LabHeader extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        border-bottom: 1px solid var(--hairline);
      }
      .top {
        display: flex;
        align-items: center;
        justify-content: space-between;
        flex-wrap: wrap;
        gap: 8px 16px;
        padding: 12px 0;
      }
      .name {
        display: flex;
        align-items: center;
        gap: 10px;
        font-weight: 600;
        letter-spacing: 0.005em;
      }
      .name svg {
        width: 20px;
        height: 20px;
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      .quiet {
        padding: 0 8px;
        border-color: transparent;
        text-decoration: underline 1px var(--control);
        text-underline-offset: 5px;
      }
      .quiet[aria-expanded='true'] {
        text-decoration: underline 2px var(--ink);
      }
      .question {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 560px);
        gap: 16px 48px;
        align-items: end;
        padding: 12px 0 24px;
      }
      h1 {
        font: 400 2.125rem/1.18 var(--font-serif);
        letter-spacing: -0.012em;
        text-wrap: balance;
      }
      .preset {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 8px 12px;
        align-items: center;
      }
      .preset select {
        width: 100%;
        font-weight: 500;
      }
      preset-words {
        display: block;
        grid-column: 1 / -1;
        min-height: 3lh;
        max-width: 62ch;
        text-wrap: pretty;
      }
      @media (max-width: 900px) {
        .question {
          grid-template-columns: minmax(0, 1fr);
          padding-top: 4px;
        }
      }
      @media (max-width: 600px) {
        .top {
          gap: 4px 8px;
        }
        .name {
          gap: 8px;
          font-size: 0.9375rem;
        }
        .ways {
          order: 1;
          flex: 1 0 100%;
          margin-inline-start: -8px;
        }
        .ways button {
          min-height: 44px;
        }
        h1 {
          font-size: 1.625rem;
        }
      }
    `,
  ];

  @property({ attribute: false }) config!: ExperimentConfig;
  @property({ attribute: false }) device: DeviceReport | undefined;
  @property({ attribute: false }) opened: readonly OpenedStage[] = [];
  @property({ type: Boolean }) busy = false;
  /** Whether the guided tour is open. */
  @property({ type: Boolean }) guided = false;
  @state() private helpLoaded = false;
  @query('.tour') private tour!: HTMLButtonElement;
  @query('control-help') private help!: ControlHelp;

  /** The tour was closed by a button that has gone with it. */
  protected override updated(changed: PropertyValues<this>): void {
    if (changed.get('guided') && !this.guided && document.activeElement === document.body) this.tour.focus();
  }

  protected override render() {
    const preset = presetOf(this.config);
    return html`<div class="top">
        <div class="name">${mark} Dark Knowledge Lab</div>
        <div class="ways">
          <button
            type="button"
            class="tour quiet"
            aria-expanded=${this.guided ? 'true' : 'false'}
            @click=${() => send(this, { kind: this.guided ? 'closeGuide' : 'guide' })}
          >
            ${msg('Guided tour')}
          </button>
          <button type="button" class="quiet" aria-haspopup="dialog" @click=${this.openHelp}>
            ${msg('What is what?')}
          </button>
        </div>
        ${this.helpLoaded ? html`<control-help></control-help>` : nothing}
        <backend-badge .device=${this.device} .opened=${this.opened} ?busy=${this.busy}></backend-badge>
      </div>
      <div class="question">
        <h1>${msg('Can a small network learn more from a teacher than from the labels?')}</h1>
        <div class="preset">
          <label for="preset">${msg('Preset')}</label>
          <select
            id="preset"
            aria-describedby="teaches"
            .value=${live(preset?.id ?? '')}
            @change=${this.choose}
          >
            ${PRESETS.map(({ id, title }) => html`<option value=${id} ?selected=${id === preset?.id}>${inLocale(title)}</option>`)}
            <option value="" ?selected=${!preset} ?hidden=${preset !== undefined} disabled>
              ${msg('Your own settings')}
            </option>
          </select>
          <preset-words id="teaches" class="small" .config=${this.config}></preset-words>
        </div>
      </div>`;
  }

  private async openHelp(): Promise<void> {
    try {
      await import('./help/control-help.ts');
    } catch {
      const message = text('The help could not be loaded. Check the network, then press it again.');
      return send(this, { kind: 'notice', message });
    }
    this.helpLoaded = true;
    await this.updateComplete;
    this.help.open();
  }

  private choose(event: Event): void {
    const preset = presetById((event.target as HTMLSelectElement).value);
    if (preset) send(this, { kind: 'load', config: preset.config });
  }
}

/** A teacher's answer: one tall bar, which the label knows too, and the small ones, which only the teacher knows. */
const mark = html`<svg viewBox="2 3 28 26" aria-hidden="true">
  <path fill="var(--role-distilled)" d="M2 24h4v5H2zM8 27h4v2H8zM20 18h4v11h-4zM26 25h4v4h-4z" />
  <path fill="var(--ink)" d="M14 3h4v26h-4z" />
</svg>`;

declare global {
  interface HTMLElementTagNameMap {
    'lab-header': LabHeader;
  }
}
