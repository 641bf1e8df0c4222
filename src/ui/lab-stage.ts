/** <lab-stage>: the networks, the two charts, the verdict and the results, in the places they keep from start to end. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { deviceName } from '../core/device.ts';
import { changesText } from '../core/environment.ts';
import type { ExperimentConfig } from '../core/experiment.ts';
import type { RunRecord } from '../core/run-record.ts';
import { isUnderWay, type RunOrigin, type RunState } from '../core/run-state.ts';
import type { Look } from '../core/state.ts';
import { inLocale, msg, str } from '../core/text.ts';
import type { PagePart } from './commands.ts';
import './network-strip.ts';
import type { Networks } from './networks.ts';
import { networksToDraw } from './networks-to-draw.ts';
import './run-charts.ts';
import { imagesOfCurves, type RunCharts } from './run-charts.ts';
import { EMPTY_SHELF } from './run-library.ts';
import { base } from './theme.ts';

@customElement('lab-stage')
export class LabStage extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        scroll-margin-top: 96px; /* the run bar's */
      }
      network-strip {
        margin-top: 20px;
      }
      .source {
        display: grid;
        align-content: start;
        gap: 4px;
        min-height: 36px; /* so that nothing moves when the offer comes and goes */
        margin-top: 12px;
      }
      run-charts {
        margin-top: 28px;
      }
      /* Their room until they are here, see late.ts. */
      :is(lab-verdict, results-table, lab-explore):not(:defined) {
        display: block;
        min-height: 320px;
      }
      @media (max-width: 1150px) {
        .source {
          min-height: 59px;
        }
      }
      @media (max-width: 900px) {
        .source {
          min-height: 78px;
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
  @property({ type: Number }) classes = 10;
  @property({ attribute: false }) shelf = EMPTY_SHELF;
  @property({ attribute: false }) networks: Networks | undefined;
  @query('run-charts') readonly charts!: RunCharts;
  @property({ attribute: false }) look: Look = {};

  private readonly networksToDraw = networksToDraw();
  /** Scrolls there; at once where motion is not wanted. */
  bring(part: PagePart): void {
    const element = part === 'tabs' ? this.renderRoot.querySelector('lab-explore') : this;
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    element?.scrollIntoView({ block: 'start', behavior: isStill ? 'auto' : 'smooth' });
  }

  protected override render() {
    const { run } = this;
    const config = run.config ?? this.config;
    const drawn = this.networksToDraw(run, config, this.classes);
    const images = imagesOfCurves(config);
    const changed = run.record && changesText(run.record.environment);
    return html`<network-strip .networks=${drawn} .run=${run} images=${images}></network-strip>
      <div class="source">
        ${run.origin ? html`<p class="small">${originSentence(run.origin, run.record)}</p>` : nothing}
        <replay-bar .config=${this.config} .run=${run}></replay-bar>
        ${changed ? html`<p class="small">${inLocale(changed)}</p>` : nothing}
        <reuse-note .reused=${reusedBy(run)} ?ran-here=${!run.origin}></reuse-note>
      </div>
      <run-charts
        .config=${config}
        .run=${run}
        .shelf=${this.shelf}
        images=${images}
        ?ghosts=${this.networks !== undefined}
      ></run-charts>
      <lab-verdict
        .verdicts=${run.verdicts}
        .testImages=${run.results[0]?.testImages ?? 0}
        ?sharesTeacher=${!config.teacher.perSeed}
        pending=${withoutVerdict(run)}
      ></lab-verdict>
      <results-table .networks=${drawn} .results=${run.results}></results-table>
      <lab-explore
        .config=${this.config}
        .run=${run}
        .shelf=${this.shelf}
        .networks=${this.networks}
        .look=${this.look}
        .chosen=${this.look.tab}
      ></lab-explore>`;
  }
}

function reusedBy({ record, opened }: RunState): NonNullable<RunRecord['reused']> {
  return record?.reused ?? opened.flatMap(({ stage, reuse }) => (reuse ? [{ stage, ...reuse }] : []));
}

/** Where a run comes from that was not computed here just now. */
export function originSentence(origin: RunOrigin, record: RunRecord | undefined): string {
  return `${origin.name}: ${originWords(origin, record)}`;
}

/** The same without its name. */
export function originWords({ from }: RunOrigin, record: RunRecord | undefined): string {
  const device = record ? deviceName(record.environment) : msg('a device that is not named');
  switch (from) {
    case 'kept':
      return msg(str`a run that this browser has kept; it ran on ${device}.`);
    case 'recorded':
      return msg(str`recorded on ${device}, not computed here.`);
    case 'imported':
      return msg(str`imported, so not computed here; it says that it ran on ${device}.`);
  }
  return from satisfies never;
}

/** What to read in the verdict's place. */
export function withoutVerdict(run: RunState): string {
  if (run.status === 'idle')
    return msg('Which student will make fewer errors, and how many fewer? Guess, then run.');
  if (isUnderWay(run)) return msg('The verdict follows when both students are measured on the test images.');
  return msg('No verdict: the run ended before both students were measured.');
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-stage': LabStage;
  }
}
