/** <lab-explore>: the row of tabs under the results, and the panel of the one that is open, which is loaded when it is seen. */
import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ExperimentConfig } from '../core/experiment.ts';
import type { RunState } from '../core/run-state.ts';
import type { Look } from '../core/state.ts';
import { inLocale, msg } from '../core/text.ts';
import { send } from './commands.ts';
import { tabsFor, usual, type Shown, type Tab } from './explore/tabs.ts';
import type { Networks } from './networks.ts';
import { EMPTY_SHELF } from './run-library.ts';
import { Sight } from './sight.ts';
import { base } from './theme.ts';

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
      /* So that the tabs can be brought to the top of the window before their panel is here. */
      #panel > :not(:defined) {
        display: block;
        min-height: 90dvh;
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
  private readonly sight = new Sight(this);

  protected override willUpdate(): void {
    const { shown } = this.tabs();
    if (!this.sight.isSeen || shown.id === this.asked) return;
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

declare global {
  interface HTMLElementTagNameMap {
    'lab-explore': LabExplore;
  }
}
