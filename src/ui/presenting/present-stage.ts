/** <present-stage>: the lab in front of an audience: the question, the networks, the charts, and the verdict as the largest thing. */
import { LitElement, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ExperimentConfig } from '../../core/experiment.ts';
import type { RunRecord } from '../../core/run-record.ts';
import type { RunOrigin } from '../../core/run-state.ts';
import { beside, PACES } from '../../core/slow-motion.ts';
import { datasetOf, type LabState } from '../../core/state.ts';
import { inLocale, msg } from '../../core/text.ts';
import { send } from '../commands.ts';
import '../lab-explore.ts';
import { tabsFor, type Tab } from '../explore/tabs.ts';
import '../lab-notes.ts';
import { originWords } from '../lab-stage.ts';
import { kindsOf } from '../network-strip.ts';
import { networksToDraw } from '../networks-to-draw.ts';
import type { Networks } from '../networks.ts';
import { SPEEDS } from '../replay-bar.ts';
import '../run-charts.ts';
import { imagesOfCurves, type RunCharts } from '../run-charts.ts';
import { EMPTY_SHELF } from '../run-library.ts';
import { base } from '../theme.ts';
import { fetchAhead, recordingFor } from './fallbacks.ts';
import { FullScreen } from './full-screen.ts';
import './present-bar.ts';
import { presentKeys, type PresentActions } from './present-keys.ts';
import './present-prompt.ts';
import { presentStageStyles } from './present-stage-styles.ts';
import './present-verdict.ts';
import { experimentLine } from './experiment-line.ts';
import { Scale } from './scale.ts';
import { WakeLock } from './wake-lock.ts';

@customElement('present-stage')
export class PresentStage extends LitElement {
  static override styles = [base, presentStageStyles];

  @property({ attribute: false }) state!: LabState;
  @property({ attribute: false }) shelf = EMPTY_SHELF;
  @property({ attribute: false }) networks: Networks | undefined;
  /** The panel that takes the charts' place. */
  @state() private panel: string | undefined;
  @query('run-charts') readonly charts!: RunCharts;

  private readonly scale = new Scale(this);
  private readonly screen = new FullScreen(this);
  private readonly networksToDraw = networksToDraw();
  private readonly actions: PresentActions = {
    previous: () => this.turn(-1),
    next: () => this.turn(1),
    charts: () => (this.panel = undefined),
    slower: () => this.changePace('slower'),
    faster: () => this.changePace('faster'),
    reset: () => this.state.run.status !== 'idle' && send(this, { kind: 'reset' }),
    replay: () => this.replay(),
    fullScreen: () => this.screen.toggle(),
    leave: () => this.leave(),
  };
  private readonly keys = presentKeys(this, this.actions);

  constructor() {
    super();
    new WakeLock(this);
  }

  private get config(): ExperimentConfig {
    return this.state.run.config ?? this.state.config;
  }

  /** Kept runs have names of the presenter's own: they stay in the lab. */
  private get panels(): readonly Tab[] {
    return tabsFor(this.config).filter(({ id }) => id !== 'runs');
  }

  protected override firstUpdated(): void {
    fetchAhead(this.state.config, this.panels);
  }

  protected override render() {
    const { state, config, scale } = this;
    const { run } = state;
    const panel = this.panels.find(({ id }) => id === this.panel);
    const view = panel
      ? 'panel'
      : run.verdicts.length > 0
        ? 'verdict'
        : run.status === 'idle'
          ? 'prompt'
          : 'run';
    const drawn = this.networksToDraw(run, config, datasetOf(state)?.classes);
    return html`<div class="sheet" .style=${`zoom: ${scale.value}`} data-view=${view}>
      <header>
        <h1>${msg('Can a small network learn more from a teacher than from the labels?')}</h1>
        <p class="experiment">${experimentLine(config)}</p>
        ${run.origin ? html`<p class="origin">${originOf(run.origin, run.record)}</p>` : nothing}
      </header>
      <lab-notes .notices=${state.notices} .failure=${state.failure} .runError=${run.error}></lab-notes>
      <main>
        <network-strip
          brief
          class=${kindsOf(drawn).length > 3 ? 'many' : ''}
          .networks=${drawn}
          .run=${run}
          ?hidden=${view === 'panel' || view === 'verdict'}
        ></network-strip>
        ${view === 'prompt' ? html`<present-prompt .state=${state}></present-prompt>` : nothing}
        ${
          view === 'verdict'
            ? html`<present-verdict .run=${run} ?sharesTeacher=${!config.teacher.perSeed}></present-verdict>`
            : nothing
        }
        <run-charts
          fill
          ?stacked=${view === 'verdict'}
          ?hidden=${view === 'panel' || view === 'prompt'}
          .config=${config}
          .run=${run}
          .shelf=${this.shelf}
          images=${imagesOfCurves(config)}
        ></run-charts>
        ${panel ? this.closer(panel) : nothing}
      </main>
      <footer>
        <present-bar
          .state=${state}
          shown=${panel ? inLocale(panel.title) : view === 'verdict' ? msg('Verdict') : msg('Charts')}
          .actions=${this.actions}
          .keys=${this.keys}
          ?is-full=${this.screen.isOn}
        ></present-bar>
      </footer>
    </div>`;
  }

  private closer({ id, title }: Tab) {
    return html`<div class="panel" tabindex="0" role="group" aria-label=${inLocale(title)}>
      <lab-explore
        bare
        .chosen=${id}
        .config=${this.state.config}
        .run=${this.state.run}
        .shelf=${this.shelf}
        .networks=${this.networks}
      ></lab-explore>
    </div>`;
  }

  /** Charts, panels, and charts again. */
  private turn(by: 1 | -1): void {
    const stops = [undefined, ...this.panels.map(({ id }) => id)];
    const at = Math.max(0, stops.indexOf(this.panel));
    this.panel = stops[(at + by + stops.length) % stops.length];
  }

  private changePace(way: 'slower' | 'faster'): void {
    const { run, pace } = this.state;
    if (!run.playback)
      return send(this, { kind: 'pace', pace: beside(PACES, pace, way === 'slower' ? 1 : -1) });
    const speed = beside(SPEEDS, run.playback.speed, way === 'faster' ? 1 : -1);
    send(this, { kind: 'replay', command: { what: 'speed', speed } });
  }

  private replay(): void {
    const recording = recordingFor(this.state.config);
    if (recording) send(this, { kind: 'replay', command: { what: 'open', recording } });
  }

  private leave(): void {
    if (this.screen.isOn) this.screen.toggle();
    send(this, { kind: 'view', view: 'lab' });
  }
}

/** Without the name, which is on the left. */
function originOf(origin: RunOrigin, record: RunRecord | undefined): string {
  const words = originWords(origin, record);
  return words[0]!.toUpperCase() + words.slice(1);
}

declare global {
  interface HTMLElementTagNameMap {
    'present-stage': PresentStage;
  }
}
