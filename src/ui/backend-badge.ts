/** <backend-badge>: what computes and which trainer runs on it; behind it, <backend-details>, which comes late. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { BACKEND_NAMES, type DeviceReport } from '../core/device.ts';
import { environmentOf, type OpenedStage } from '../core/environment.ts';
import { inLocale, msg, str } from '../core/text.ts';
import { formatMegabytes } from './format.ts';
import './pop-panel.ts';
import { base } from './theme.ts';

@customElement('backend-badge')
export class BackendBadge extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 12px;
      }
      .badge {
        font-size: 0.8125rem;
      }
      .badge .role {
        color: var(--ink-muted);
        font-weight: 400;
      }
      @media (max-width: 600px) {
        /* At the end of its line, from where the panel has room. */
        :host {
          margin-inline-start: auto;
        }
        /* In one row with the page's name: first what it is about, then what it is. */
        .known,
        .more,
        .memory {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) device: DeviceReport | undefined;
  /** Whether a run goes on, which nothing may take the device from. */
  @property({ type: Boolean }) busy = false;
  /** The stages of the run on the page that have begun. */
  @property({ attribute: false }) opened: readonly OpenedStage[] = [];

  protected override render() {
    const { device } = this;
    const ran = device && environmentOf(device, this.opened);
    const backend = ran && inLocale(BACKEND_NAMES[ran.backend]);
    const name = ran ? `${backend} · ${ran.trainer}` : msg('preparing');
    const isSoftware = ran?.softwareAdapter ?? false;
    const whole = isSoftware ? msg(str`Backend ${name}, software adapter`) : msg(str`Backend ${name}`);
    const memory = ran?.gpuBytes === undefined ? undefined : `${formatMegabytes(ran.gpuBytes)}\u00a0MB`;
    return html`${memory ? html`<span class="memory small">${msg(str`GPU memory ${memory}`)}</span>` : nothing}
      <pop-panel class="badge" name=${whole}>
        <span slot="label"
          ><span class=${ran ? 'role known' : 'role'}>${msg('Backend')}</span> ${
            ran
              ? html`${backend}<span class="more"> · ${ran.trainer}</span>`
              : html`<span class="more">${name}</span>`
          }${isSoftware ? html`<span class="more">, ${msg('software adapter')}</span>` : nothing}</span
        >
        ${
          ran
            ? html`<backend-details .ran=${ran} ?busy=${this.busy}></backend-details>`
            : html`<p class="small">${msg('The lab is finding out what this device can compute with.')}</p>`
        }
      </pop-panel>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backend-badge': BackendBadge;
  }
}
