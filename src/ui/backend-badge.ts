/** <backend-badge>: what computes and which trainer runs on it, with the reasons and the GPU memory of a run behind it. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { BackendName, DeviceReport, TrainerName } from '../core/device.ts';
import { environmentOf, type Environment, type OpenedStage, type Variants } from '../core/environment.ts';
import type { StageId, StageKind } from '../core/stages.ts';
import { formatMegabytes } from './format.ts';
import './pop-panel.ts';
import { base } from './theme.ts';

const BACKEND_NAMES: Record<BackendName, string> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  webgl: 'WebGL',
  cpu: 'plain JavaScript',
};

const TRAINER_TITLES: Record<TrainerName, string> = {
  fused: 'fused, written for WebGPU',
  tfjs: 'tfjs, the reference',
};

const STAGE_TITLES: Record<StageKind, string> = {
  teacher: 'Teacher',
  assistant: 'Assistant',
  students: 'Students',
};

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
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 4px 16px;
        font-size: 0.8125rem;
      }
      dt {
        color: var(--ink-muted);
      }
      dd {
        overflow-wrap: anywhere;
      }
      .badge {
        font-size: 0.8125rem;
      }
      .badge .role {
        color: var(--ink-muted);
        font-weight: 400;
      }
      @media (max-width: 600px) {
        .software,
        .memory {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) device: DeviceReport | undefined;
  /** The stages of the run on the page that have begun. */
  @property({ attribute: false }) opened: readonly OpenedStage[] = [];

  protected override render() {
    const { device } = this;
    const ran = device && environmentOf(device, this.opened);
    const name = ran ? `${BACKEND_NAMES[ran.backend]} · ${ran.trainer}` : 'preparing';
    const software = ran?.softwareAdapter ? ', software adapter' : '';
    const memory = ran?.gpuBytes === undefined ? undefined : `${formatMegabytes(ran.gpuBytes)}\u00a0MB`;
    return html`${memory ? html`<span class="memory small">GPU memory ${memory}</span>` : nothing}
      <pop-panel class="badge" name="Backend ${name}${software}">
        <span slot="label"
          ><span class="role">Backend</span> ${name}<span class="software">${software}</span></span
        >
        ${
          ran
            ? details(ran, memory)
            : html`<p class="small">The lab is finding out what this device can compute with.</p>`
        }
      </pop-panel>`;
  }
}

function details(ran: Environment, memory: string | undefined) {
  const reasons = [...ran.reasons, ...(ran.trainerReasons ?? [])];
  const variants = Object.entries(ran.variants) as [StageId, Variants][];
  return html`<dl>
    <dt>Computes with</dt>
    <dd>${BACKEND_NAMES[ran.backend]}, tfjs ${ran.tfjs}</dd>
    <dt>Adapter</dt>
    <dd>${ran.adapter ?? 'none'}${ran.softwareAdapter ? ' (software adapter)' : ''}</dd>
    <dt>Trainer</dt>
    <dd>${TRAINER_TITLES[ran.trainer]}</dd>
    <dt>Why</dt>
    <dd>
      ${
        reasons.length === 0
          ? 'They are the first choice, and they work here.'
          : reasons.map((reason) => html`<p>${reason}</p>`)
      }
    </dd>
    ${
      memory
        ? html`<dt>GPU memory</dt>
            <dd>${memory}, the most that one stage held</dd>`
        : nothing
    }
    ${
      variants.length > 0
        ? html`<dt>Kernels</dt>
            <dd>
              ${variants.map(([stage, chosen]) => html`<p>${stageTitle(stage)}: ${kernels(chosen)}</p>`)}
            </dd>`
        : nothing
    }
  </dl>`;
}

/** `Students`, or `Students 2` where there are several populations of them. */
function stageTitle(id: StageId): string {
  const [kind, number] = id.split('-') as [StageKind, string | undefined];
  return number === undefined ? STAGE_TITLES[kind] : `${STAGE_TITLES[kind]} ${number}`;
}

function kernels(chosen: Variants): string {
  return Object.entries(chosen)
    .map(([kernel, variant]) => `${kernel} ${variant}`)
    .join(', ');
}

declare global {
  interface HTMLElementTagNameMap {
    'backend-badge': BackendBadge;
  }
}
