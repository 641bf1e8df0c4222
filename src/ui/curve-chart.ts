/**
 * <curve-chart>: curves over epochs or steps with a heading, labels at the lines, exact values under the pointer,
 * and the same numbers as a table. Knows the page's theme and size; charts.ts, loaded with the first curve, draws.
 *
 * It redraws by itself when its properties, its size, the colour scheme or the language change, at most four times a second and
 * never while hidden. It keeps its size whether it is empty, drawn or replaced by its table.
 */
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import { insist } from '../core/insist.ts';
import { msg } from '../core/text.ts';
import type { PlotFrame } from './charts.ts';
import { curveChartStyles } from './charts/curve-chart-styles.ts';
import {
  decimate,
  latest,
  nearest,
  sharedX,
  type CurveChart,
  type CurveSeries,
  type LevelLine,
  type ValueFormat,
} from './charts/curves.ts';
import { paceRedraws, type Pace } from './charts/pace.ts';
import { hoverTemplate, keyTemplate, labelHeights, summaryText, tableTemplate } from './charts/parts.ts';
import { themeOf } from './charts/theme.ts';
import { spoken, type Language } from './language.ts';
import { Sight } from './sight.ts';

type Charts = typeof import('./charts.ts');

@customElement('curve-chart')
export class CurveChartElement extends LitElement {
  static override styles = curveChartStyles;

  /** Names the image: "Accuracy", "Loss". */
  @property() heading = '';
  @property({ attribute: false }) series: readonly CurveSeries[] = [];
  @property({ attribute: false }) levels: readonly LevelLine[] = [];
  /** Epochs where nothing else is said. */
  @property({ attribute: 'x-label' }) xLabel = '';
  @property({ attribute: 'y-label' }) yLabel = '';
  @property() format: ValueFormat = 'decimal';
  @property({ attribute: false }) xDomain: readonly [number, number] | undefined;
  @property({ attribute: false }) yDomain: readonly [number, number] | undefined;
  /** Whether the latest value of each line stands beside its name. */
  @property({ attribute: false }) keyValues = true;
  @property({ attribute: 'y-scale' }) yScale: 'linear' | 'log' = 'linear';
  /** Whether it is as high as the page gives it, without its heading, key and table. */
  @property({ type: Boolean, reflect: true }) fill = false;
  /** What to read where the curves will be. */
  @property() empty = '';
  /** How the drawing code is loaded; a test replaces it. */
  @property({ attribute: false }) load: () => Promise<Charts> = () => import('./charts.ts');

  @state() private frame: PlotFrame | undefined;
  @state() private hoverX: number | undefined;
  @state() private failed = false;
  /** Whether the drawing code has not come, and is not asked for any more. */
  @state() private missing = false;
  @state() private tableOpen = false;
  @query('.canvas') private canvas!: HTMLElement;
  @query('.probe') private probe!: HTMLElement;

  private chart: CurveChart = { series: [], levels: [], xLabel: '', yLabel: '', format: 'decimal' };
  /** Of the words and numbers in it. */
  private language: Language | undefined;
  private charts: Charts | undefined;
  private pace: Pace | undefined;
  private readonly resized = new ResizeObserver(() => this.pace?.request());
  private readonly sight = new Sight(this, () => this.pace?.request());
  private readonly schemes = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((q) =>
    matchMedia(q),
  );
  private readonly repaint = (): void => this.pace?.request();

  override connectedCallback(): void {
    super.connectedCallback();
    this.pace = paceRedraws(() => this.draw());
    this.resized.observe(this);
    for (const scheme of this.schemes) scheme.addEventListener('change', this.repaint);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.pace?.stop();
    this.resized.disconnect();
    for (const scheme of this.schemes) scheme.removeEventListener('change', this.repaint);
    this.charts?.release(this.canvas);
    this.frame = undefined;
  }

  /** The chart as a PNG data URL that reads without the page; always dark on white. */
  async exportPng(scale = 2): Promise<string> {
    return (await this.load()).exportImage(this.heading, this.chart, 'png', scale);
  }

  /** The same image as SVG text. */
  async exportSvg(): Promise<string> {
    return (await this.load()).exportImage(this.heading, this.chart, 'svg');
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const inputs = [
      'heading',
      'series',
      'levels',
      'xLabel',
      'yLabel',
      'format',
      'xDomain',
      'yDomain',
      'yScale',
    ] as const;
    if (this.language === spoken() && !inputs.some((name) => changed.has(name))) return;
    this.language = spoken();
    this.chart = {
      series: this.series.map((s) => ({ ...s, points: decimate(s.points) })),
      levels: this.levels,
      xLabel: this.xLabel || msg('Epoch'),
      yLabel: this.yLabel || this.heading,
      format: this.format,
      yScale: this.yScale,
      ...(this.xDomain && { xDomain: this.xDomain }),
      ...(this.yDomain && { yDomain: this.yDomain }),
    };
    this.pace?.request();
  }

  protected override render(): TemplateResult {
    const { chart, frame, hoverX, failed } = this;
    const drawable = this.drawable();
    const heights = labelHeights(chart, drawable ? frame : undefined);
    const unloaded = failed
      ? msg('The chart could not be loaded; its numbers are in the table below.')
      : undefined;
    const note = drawable ? unloaded : this.empty;
    const again = html`<button type="button" @click=${this.tryAgain}>${msg('Try again')}</button>`;
    return html`<figure class=${classMap({ beside: heights !== undefined })}>
      <figcaption class="head">
        <span class="heading">${this.heading}</span><slot name="actions"></slot>
      </figcaption>
      ${keyTemplate(chart, heights, this.keyValues)}
      <div class="stage" @pointermove=${this.point} @pointerdown=${this.point} @pointerleave=${this.leave}>
        <div
          class="drawing"
          role=${drawable && !failed ? 'img' : nothing}
          aria-label=${drawable && !failed ? this.heading : nothing}
          aria-describedby=${drawable && !failed ? 'summary' : nothing}
        >
          <div class="canvas"></div>
        </div>
        ${
          note === undefined
            ? nothing
            : html`<p class="empty">${note}${drawable && this.missing ? again : nothing}</p>`
        }
        ${drawable && frame && hoverX !== undefined ? hoverTemplate(chart, frame, hoverX) : nothing}
      </div>
      <p id="summary" class="visually-hidden">${drawable ? summaryText(chart) : nothing}</p>
      <details ?open=${failed} @toggle=${this.toggled}>
        <summary>${msg('Show as table')}</summary>
        ${this.tableOpen ? tableTemplate(this.heading, chart) : nothing}
      </details>
      <span class="probe" aria-hidden="true"></span>
    </figure>`;
  }

  private drawable(): boolean {
    return this.chart.series.some((s) => latest(s) !== undefined);
  }

  private async draw(): Promise<void> {
    const size = { width: this.canvas.clientWidth, height: this.canvas.clientHeight };
    if (!this.drawable()) {
      this.charts?.release(this.canvas);
      this.frame = undefined;
      return;
    }
    if (!this.sight.isSeen || size.width === 0 || size.height === 0) return; // its observers tell when it is to be drawn
    try {
      if (this.missing) return;
      this.charts ??= await this.bring();
      if (!this.isConnected) return;
      this.frame = await this.charts.drawCurves(this.canvas, this.chart, size, themeOf(this.probe));
      this.failed = false;
    } catch (error) {
      console.warn(error);
      this.failed = true;
    }
  }

  /** The table stands there from the first failure on. */
  private async bring(): Promise<Charts> {
    const once = (): Promise<Charts> =>
      this.load().catch((error: unknown) => {
        this.failed = true;
        throw error;
      });
    try {
      return await insist(once, (ms) => new Promise((resolve) => setTimeout(resolve, ms)));
    } catch (error) {
      this.missing = true;
      throw error;
    }
  }

  private readonly tryAgain = (): void => {
    this.missing = false;
    this.pace?.request();
  };

  private point(event: PointerEvent): void {
    const box = this.canvas.getBoundingClientRect();
    const zoom = box.width / this.canvas.clientWidth; // of a page that is presented
    const x = this.frame?.xAt((event.clientX - box.left) / zoom);
    this.hoverX = x === undefined ? undefined : nearest(sharedX(this.chart.series), x);
  }

  private leave(): void {
    this.hoverX = undefined;
  }

  private toggled(event: Event): void {
    this.tableOpen = (event.currentTarget as HTMLDetailsElement).open;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'curve-chart': CurveChartElement;
  }
}
