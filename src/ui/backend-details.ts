/** <backend-details>: behind the badge: what computes, which trainer and why, the GPU memory and the kernels of a run. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { BACKEND_NAMES, isGpu, type TrainerName } from '../core/device.ts';
import type { Environment, Variants } from '../core/environment.ts';
import type { StageId, StageKind } from '../core/stages.ts';
import { inLocale, msg, str, text } from '../core/text.ts';
import { send } from './commands.ts';
import { formatMegabytes } from './format.ts';
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

@customElement('backend-details')
export class BackendDetails extends LitElement {
  static override styles = [
    base,
    css`
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
      dl + button {
        margin-top: 12px;
      }
    `,
  ];

  @property({ attribute: false }) ran!: Environment;
  /** Whether a run goes on, which nothing may take the device from. */
  @property({ type: Boolean }) busy = false;

  protected override render() {
    const { ran } = this;
    const reasons = [...ran.reasons, ...(ran.trainerReasons ?? [])];
    const memory = ran.gpuBytes === undefined ? undefined : `${formatMegabytes(ran.gpuBytes)}\u00a0MB`;
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
      </dl>
      ${this.again(ran)}`;
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
    'backend-details': BackendDetails;
  }
}
