/** <lab-explore>: a row of tabs under the results. Each answers one question about the run on the page, and is loaded when it is opened. */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { DistillationConfig, ExperimentConfig } from '../core/experiment.ts';
import { isActive, type RunState } from '../core/run-state.ts';
import { presetOf, type Look } from '../core/state.ts';
import { inLocale, msg, text } from '../core/text.ts';
import { send } from './commands.ts';
import type { Networks } from './networks.ts';
import { EMPTY_SHELF, type Shelf } from './run-library.ts';
import { base } from './theme.ts';

/** What there is to look at. */
interface Shown {
  readonly run: RunState;
  readonly shelf: Shelf;
  /** The experiment in the form; a run has its own. */
  readonly config: ExperimentConfig;
  readonly networks: Networks | undefined;
  readonly look: Look;
}

export interface Tab {
  readonly id: string;
  /** To be shown with `inLocale`. */
  readonly title: string;
  /** Whether this experiment has it. */
  readonly isFor?: (config: ExperimentConfig) => boolean;
  /** Whether the run has come far enough. */
  readonly isReady: (run: RunState) => boolean;
  readonly panel: (shown: Shown) => TemplateResult;
  /** Defines the panel's element. */
  readonly load: () => Promise<unknown>;
}

const measured = ({ results }: RunState): boolean => results.length > 0;

const TABS: readonly Tab[] = [
  {
    id: 'paper',
    title: text('The paper'),
    isFor: (config) => presetOf(config)?.id === 'hinton-2015',
    isReady: () => true,
    panel: ({ run: { results } }) => html`<paper-panel .results=${results}></paper-panel>`,
    load: () => import('./explore/paper-panel.ts'),
  },
  {
    id: 'dark',
    title: text('Dark knowledge'),
    isReady: () => true,
    panel: (shown) =>
      html`<dark-knowledge-panel
        .networks=${shown.networks}
        .run=${shown.run}
        .temperature=${distillationOf(shown).temperature}
        .look=${shown.look}
      ></dark-knowledge-panel>`,
    load: () => import('./explore/dark-knowledge-panel.ts'),
  },
  {
    id: 'draw',
    title: text('Draw a digit'),
    isReady: () => true,
    panel: (shown) =>
      html`<draw-panel
        .networks=${shown.networks}
        .run=${shown.run}
        .temperature=${distillationOf(shown).temperature}
        ?guest=${(shown.run.config ?? shown.config).data.omittedClasses.length === 0}
      ></draw-panel>`,
    load: () => import('./explore/draw-panel.ts'),
  },
  {
    id: 'loss',
    title: text('The loss'),
    isReady: () => true,
    panel: (shown) =>
      html`<loss-panel
          .networks=${shown.networks}
          .run=${shown.run}
          .distillation=${distillationOf(shown)}
        ></loss-panel>
        <gradient-panel .history=${shown.run.history}></gradient-panel>`,
    load: () => Promise.all([import('./explore/loss-panel.ts'), import('./explore/gradient-panel.ts')]),
  },
  {
    id: 'sweep',
    title: text('Sweep'),
    isFor: ({ vary }) => vary.length > 0,
    isReady: measured,
    panel: ({ run: { results, verdicts, config }, config: inForm }) =>
      html`<sweep-panel .run=${{ results, verdicts, config: config ?? inForm }}></sweep-panel>`,
    load: () => import('./explore/sweep-panel.ts'),
  },
  {
    id: 'classes',
    title: text('Classes'),
    isReady: measured,
    panel: ({ run: { results } }) =>
      html`<digits-panel .results=${results}></digits-panel>
        <confusion-panel .results=${results}></confusion-panel>`,
    load: () => Promise.all([import('./explore/digits-panel.ts'), import('./explore/confusion-panel.ts')]),
  },
  {
    id: 'disagreements',
    title: text('Disagreements'),
    isReady: () => true,
    panel: ({ networks, run }) =>
      html`<disagreements-panel .networks=${networks} .run=${run}></disagreements-panel>`,
    load: () => import('./explore/disagreements-panel.ts'),
  },
  {
    id: 'confidence',
    title: text('Confidence'),
    isReady: measured,
    panel: ({ run: { results } }) => html`<confidence-panel .results=${results}></confidence-panel>`,
    load: () => import('./explore/confidence-panel.ts'),
  },
  {
    id: 'cost',
    title: text('Size and speed'),
    isReady: measured,
    panel: ({ run: { results, record, origin } }) =>
      html`<cost-panel .results=${results} ?exportable=${record !== undefined && !origin}></cost-panel>`,
    load: () => import('./explore/cost-panel.ts'),
  },
  {
    id: 'runs',
    title: text('Runs'),
    isReady: () => true,
    panel: ({ run, shelf }) => html`<runs-panel .shelf=${shelf} ?busy=${isActive(run)}></runs-panel>`,
    load: () => import('./explore/runs-panel.ts'),
  },
];

function distillationOf({ run, config }: Shown): DistillationConfig {
  return (run.config ?? config).distillation;
}

@customElement('lab-explore')
export class LabExplore extends LitElement implements Shown {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        scroll-margin-top: 96px; /* the run bar's */
        margin-top: 36px;
      }
      [role='tablist'] {
        display: flex;
        gap: 4px 24px;
        overflow-x: auto;
        border-bottom: 1px solid var(--hairline);
      }
      [role='tab'] {
        min-height: 40px;
        padding: 0;
        border: 0;
        border-bottom: 2px solid transparent;
        border-radius: 0;
        background: none;
        color: var(--ink-muted);
        font-weight: 500;
      }
      [role='tab'][aria-selected='true'] {
        border-color: var(--ink);
        color: var(--ink);
      }
      #panel {
        min-height: 240px;
        padding: 20px 0;
      }
      #panel > * + * {
        margin-top: 48px;
      }
      :host([bare]) {
        --panel-lead: none;
        margin: 0;
      }
      :host([bare]) #panel {
        padding: 0;
      }
      .pending {
        color: var(--ink-muted);
      }
      /* In a low window the answers are brought, rather than what is said above them. */
      @media (max-height: 780px) {
        :host {
          scroll-margin-top: -68px;
        }
      }
      @media (max-width: 760px) {
        :host {
          scroll-margin-top: 8px;
        }
      }
    `,
  ];

  /** The experiment in the form; a run shows its own. */
  @property({ attribute: false }) config!: ExperimentConfig;
  @property({ attribute: false }) run!: RunState;
  @property({ attribute: false }) shelf = EMPTY_SHELF;
  @property({ attribute: false }) networks: Networks | undefined;
  @property({ attribute: false }) look: Look = {};
  /** The tab that was asked for. */
  @property({ attribute: false }) chosen: string | undefined;
  /** Whether only the panel is shown, and something else chooses it. */
  @property({ type: Boolean, reflect: true }) bare = false;
  /** The tab whose panel could not be loaded. */
  @state() private failed: string | undefined;
  private asked: string | undefined;

  protected override willUpdate(): void {
    const { shown } = this.tabs();
    if (shown.id === this.asked) return;
    this.asked = shown.id;
    this.failed = undefined;
    shown.load().catch(() => (this.failed = shown.id));
  }

  private tabs(): { readonly tabs: readonly Tab[]; readonly shown: Tab } {
    const config = this.run.config ?? this.config;
    const tabs = tabsFor(config);
    return { tabs, shown: tabs.find(({ id }) => id === (this.chosen ?? usual(config))) ?? tabs[0]! };
  }

  protected override render() {
    const { tabs, shown } = this.tabs();
    const panel = html`${
      this.failed === shown.id
        ? html`<p class="error" role="alert">
            ${msg('This part of the page could not be loaded. Check the network, then choose another tab and this one again.')}
          </p>`
        : shown.isReady(this.run)
          ? shown.panel(this)
          : html`<p class="pending">${msg('This fills when the networks are trained and measured.')}</p>`
    }`;
    if (this.bare)
      return html`<div id="panel" role="region" aria-label=${inLocale(shown.title)}>${panel}</div>`;
    return html`<div
        role="tablist"
        aria-label=${msg('Look closer')}
        @keydown=${(event: KeyboardEvent) => this.move(event, tabs)}
      >
        ${tabs.map(
          ({ id, title }) =>
            html`<button
              type="button"
              role="tab"
              id="tab-${id}"
              aria-selected=${id === shown.id}
              aria-controls="panel"
              tabindex=${id === shown.id ? 0 : -1}
              @click=${() => send(this, { kind: 'openTab', tab: id })}
            >
              ${inLocale(title)}
            </button>`,
        )}
      </div>
      <div id="panel" role="tabpanel" aria-labelledby="tab-${shown.id}">${panel}</div>`;
  }

  private move(event: KeyboardEvent, tabs: readonly Tab[]): void {
    const at = tabs.findIndex(({ id }) => `tab-${id}` === (event.target as HTMLElement).id);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = tabs[(to + tabs.length) % tabs.length]!;
    send(this, { kind: 'openTab', tab: next.id });
    this.renderRoot.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
  }
}

/** The tabs that an experiment has, in order. */
export function tabsFor(config: ExperimentConfig): readonly Tab[] {
  return TABS.filter(({ isFor }) => isFor?.(config) ?? true);
}

/** The tab that speaks of what is special about an experiment. */
function usual({ data, vary }: ExperimentConfig): string | undefined {
  if (data.omittedClasses.length > 0 || vary.some(({ path }) => path === 'data.omittedClasses'))
    return 'classes';
  if (vary.some(({ path }) => path === 'distillation.tSquared')) return 'loss';
  if (vary.length > 0) return 'sweep';
  return undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-explore': LabExplore;
  }
}
