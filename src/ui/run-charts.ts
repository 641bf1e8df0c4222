/** <run-charts>: the two charts of a run, Accuracy and Loss, side by side where there is room. */
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { ExperimentConfig } from '../core/experiment.ts';
import { isUnderWay, type RunState } from '../core/run-state.ts';
import { CURVE_IMAGES } from '../core/stages.ts';
import { msg, str } from '../core/text.ts';
import './curve-chart.ts';
import type { CurveChartElement } from './curve-chart.ts';
import { formatCount } from './format.ts';
import type { GhostRun } from './ghost-run.ts';
import { spoken, type Language } from './language.ts';
import { memo } from './memo.ts';
import { painted } from './painted.ts';
import { lineSample } from './roles.ts';
import { runCurves, type Quantity } from './run-curves.ts';
import { EMPTY_SHELF } from './run-library.ts';
import { base } from './theme.ts';

@customElement('run-charts')
export class RunCharts extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 24px 40px;
      }
      @media (max-width: 900px) {
        :host {
          gap: 24px;
        }
      }
      @media (max-width: 760px) {
        :host(:not([fill])) {
          grid-template-columns: minmax(0, 1fr);
        }
      }
      /* On a stage: as high as there is room; one under the other beside something tall, and on a phone. */
      :host([fill]) {
        grid-template-rows: auto minmax(0, 1fr);
        row-gap: 8px;
      }
      :host([fill]) div {
        grid-row: 2;
        min-height: 0;
      }
      :host([fill][stacked]) {
        grid-template: repeat(2, minmax(0, 1fr)) / minmax(0, 1fr);
      }
      :host([fill][stacked]) div {
        grid-row: auto;
      }
      @media (max-width: 700px) {
        :host([fill]) {
          grid-template: none / minmax(0, 1fr);
        }
        :host([fill]) div {
          grid-row: auto;
          height: 240px;
        }
      }
      :host([fill]) curve-chart {
        height: 100%;
      }
      .key {
        display: flex;
        flex-wrap: wrap;
        grid-column: 1 / -1;
        gap: 0 20px;
        list-style: none;
      }
      .key li {
        display: flex;
        align-items: center;
        gap: 8px;
        font-size: 0.75rem;
      }
    `,
  ];

  /** The experiment of the run, or the one in the form. */
  @property({ attribute: false }) config!: ExperimentConfig;
  @property({ attribute: false }) run!: RunState;
  @property({ attribute: false }) shelf = EMPTY_SHELF;
  /** What the curves are measured on, such as "2,000 validation images". */
  @property() images = '';
  /** Whether they are as high as the page gives them, and without captions. */
  @property({ type: Boolean, reflect: true }) fill = false;
  /** Whether they stand one under the other, beside something that says whose lines these are. */
  @property({ type: Boolean, reflect: true }) stacked = false;
  /** Whether the recorded run is shown in pale lines before there is one; the device and the digits come first. */
  @property({ type: Boolean }) ghosts = false;
  @query('#accuracy') private accuracyChart!: CurveChartElement;
  @query('#loss') private lossChart!: CurveChartElement;

  private ghost: GhostRun | undefined;
  private readonly curves = {
    accuracy: memo((_: Language, ...input: Parameters<typeof runCurves>) => runCurves(...input)),
    loss: memo((_: Language, ...input: Parameters<typeof runCurves>) => runCurves(...input)),
  };

  async chartImage(quantity: Quantity): Promise<string> {
    await this.updateComplete;
    return this.chartOf(quantity).exportPng();
  }

  async chartSvg(quantity: Quantity): Promise<string> {
    await this.updateComplete;
    return this.chartOf(quantity).exportSvg();
  }

  /** Other runs, laid over this one. */
  private get overlaid() {
    const { overlaid } = this.shelf;
    return overlaid.length > 0 ? overlaid : (this.ghost?.runs ?? overlaid);
  }

  private chartOf(quantity: Quantity): CurveChartElement {
    return quantity === 'accuracy' ? this.accuracyChart : this.lossChart;
  }

  /** Its code comes late, like the run: a page is not held up by what was there before. */
  protected override firstUpdated(): void {
    const come = async (): Promise<void> => {
      await painted();
      const { GhostRun } = await import('./ghost-run.ts');
      const wanted = () => (this.run.status === 'idle' && this.ghosts ? this.config : undefined);
      this.ghost = new GhostRun(this, wanted);
      this.requestUpdate();
    };
    come().catch(() => undefined); // then there are no lines
  }

  protected override updated(changed: PropertyValues<this>): void {
    // The drawing code is fetched while the worker gets ready, not when it has sent the first point. Should it fail, each chart
    // asks again and says so.
    const before = changed.get('run');
    const begins = changed.has('run') && isUnderWay(this.run) && !(before && isUnderWay(before));
    if (begins) void import('./charts.ts').catch(() => undefined);
  }

  protected override render() {
    return html`${this.fill && !this.stacked ? this.key() : nothing}
    ${this.chart('accuracy', msg(str`Share of ${this.images} that are answered right.`))}
    ${this.chart('loss', msg(str`Cross-entropy with the labels at T = 1, on ${this.images}.`))}`;
  }

  /** Of both charts at once; what has a role of its own is told by the networks above. */
  private key() {
    const { run, config, overlaid } = this;
    const { series, levels } = this.curves.accuracy(spoken(), run.history, config, 'accuracy', overlaid);
    const lines = [...series.filter(({ isOneOfMany }) => !isOneOfMany), ...levels];
    if (lines.every(({ label }) => !label.includes(','))) return nothing;
    return html`<ul class="key">
      ${lines.map((line) => html`<li>${lineSample(line)}${line.label}</li>`)}
    </ul>`;
  }

  private chart(quantity: Quantity, caption: string) {
    const { run, config, overlaid } = this;
    const { series, levels, xDomain } = this.curves[quantity](
      spoken(),
      run.history,
      config,
      quantity,
      overlaid,
    );
    return html`<div>
      <curve-chart
        id=${quantity}
        heading=${quantity === 'accuracy' ? msg('Accuracy') : msg('Loss')}
        format=${quantity === 'accuracy' ? 'percent' : 'decimal'}
        x-label=${msg('Step')}
        .series=${series}
        .levels=${levels}
        .xDomain=${xDomain}
        empty=${msg('The curves grow here while the networks train.')}
        ?fill=${this.fill}
      ></curve-chart>
      ${this.fill ? nothing : html`<p class="small">${caption}</p>`}
    </div>`;
  }
}

/** What curves are measured on, in words. */
export function imagesOfCurves({ data }: ExperimentConfig): string {
  const count = formatCount(CURVE_IMAGES);
  return data.trainingRows === 'all'
    ? msg(str`${count} test images`, { id: 'on-test-images', desc: 'behind "on" and "of"' })
    : msg(str`${count} validation images`, { id: 'on-validation-images', desc: 'behind "on" and "of"' });
}

declare global {
  interface HTMLElementTagNameMap {
    'run-charts': RunCharts;
  }
}
