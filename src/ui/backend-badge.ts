/** <backend-badge>: what computes and which trainer runs on it, with the reasons and the GPU memory of a run behind it. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { BACKEND_NAMES, isGpu, type DeviceReport, type TrainerName } from '../core/device.ts';
import { environmentOf, type Environment, type OpenedStage, type Variants } from '../core/environment.ts';
import type { StageId, StageKind } from '../core/stages.ts';
import { inLocale, msg, str, text } from '../core/text.ts';
import { send } from './commands.ts';
import { formatMegabytes } from './format.ts';
import './pop-panel.ts';
import { base } from './theme.ts';

const TRAINER_TITLES: Record<TrainerName, string> = {
  fused: text('fused, written for WebGPU'),
  tfjs: text('tfjs, the reference'),
};

const STAGE_TITLES: Record<StageKind, string> = {
  teacher: text('Teacher'),
  assistant: text('Assistant'),
  students: text('Students'),
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
      dl + button {
        margin-top: 12px;
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
            ? html`${details(ran, memory)}${this.again(ran)}`
            : html`<p class="small">${msg('The lab is finding out what this device can compute with.')}</p>`
        }
      </pop-panel>`;
  }

  /** A GPU that was lost or refused may be there again: a driver restarts, a cable is plugged in. */
  private again({ backend, reasons }: Environment) {
    if (isGpu(backend) || reasons.length === 0) return nothing;
    return html`<button
      type="button"
      class="compact"
      ?disabled=${this.busy}
      @click=${() => send(this, { kind: 'tryGpu' })}
    >
      ${msg('Try the GPU again')}
    </button>`;
  }
}

function details(ran: Environment, memory: string | undefined) {
  const reasons = [...ran.reasons, ...(ran.trainerReasons ?? [])];
  const variants = Object.entries(ran.variants) as [StageId, Variants][];
  return html`<dl>
    <dt>${msg('Computes with')}</dt>
    <dd>${inLocale(BACKEND_NAMES[ran.backend])}, tfjs ${ran.tfjs}</dd>
    <dt>${msg('Adapter')}</dt>
    <dd>
      ${ran.adapter ?? msg('none', { id: 'no-adapter', desc: 'No graphics adapter' })}${ran.softwareAdapter ? ` (${msg('software adapter')})` : ''}
    </dd>
    <dt>${msg('Trainer')}</dt>
    <dd>${inLocale(TRAINER_TITLES[ran.trainer])}</dd>
    <dt>${msg('Why')}</dt>
    <dd>
      ${
        reasons.length === 0
          ? msg('They are the first choice, and they work here.')
          : reasons.map((reason) => html`<p>${reasonWords(reason)}</p>`)
      }
    </dd>
    ${
      memory
        ? html`<dt>${msg('GPU memory')}</dt>
            <dd>${msg(str`${memory}, the most that one stage held`)}</dd>`
        : nothing
    }
    ${
      variants.length > 0
        ? html`<dt>${msg('Kernels')}</dt>
            <dd>
              ${variants.map(([stage, chosen]) => html`<p>${stageTitle(stage)}: ${kernels(chosen)}</p>`)}
            </dd>`
        : nothing
    }
  </dl>`;
}

/** A reason, which reports keep in English, "WebGPU: no answer within 10 s.": what of whom, with numbers for its values. */
function reasonWords(reason: string): string {
  const [, whose, why = reason] = /^([^:]+): (.+)$/.exec(reason) ?? [];
  const parts = why.split(/(\d+|(?<=")[^"]+(?="))/);
  const between = parts.filter((_, i) => i % 2 === 0);
  const strings = Object.assign(between, { raw: between });
  const words = inLocale(str(strings, ...parts.filter((_, i) => i % 2 === 1)));
  return whose === undefined ? words : `${inLocale(whose)}: ${words}`;
}

/** `Students`, or `Students 2` where there are several populations of them. */
function stageTitle(id: StageId): string {
  const [kind, number] = id.split('-') as [StageKind, string | undefined];
  const title = inLocale(STAGE_TITLES[kind]);
  return number === undefined ? title : `${title} ${number}`;
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
