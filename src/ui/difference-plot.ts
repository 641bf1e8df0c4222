/**
 * <difference-plot>: one row a comparison, a dot for each seed's difference in test errors, and the 95 % interval of their
 * mean. Differences are paired, so they stand for themselves and not as two overlapping bars.
 */
import { LitElement, css, html, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { armWords } from '../core/arm-words.ts';
import type { Verdict } from '../core/run-record.ts';
import { decimal, msg, str } from '../core/text.ts';
import { roleStyle } from './roles.ts';
import { base } from './theme.ts';

const WIDTH = 360;
const HEIGHT = 22;
const EDGE = 6;

@customElement('difference-plot')
export class DifferencePlot extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        margin-top: 16px;
      }
      .rows {
        display: grid;
        grid-template-columns: minmax(0, auto) minmax(0, ${WIDTH}px);
        gap: 4px 16px;
        align-items: center;
        justify-content: start;
      }
      svg {
        width: 100%;
        height: ${HEIGHT}px;
        overflow: visible;
      }
      .zero {
        stroke: var(--control);
      }
      .interval {
        stroke: var(--ink);
        stroke-width: 1.5;
      }
      .ends {
        display: flex;
        justify-content: space-between;
      }
      @media (max-width: 600px) {
        .rows {
          grid-template-columns: minmax(0, 1fr);
        }
        .ends {
          grid-column: 1;
        }
      }
    `,
  ];

  @property({ attribute: false }) verdicts: readonly Verdict[] = [];
  /** What a comparison is called, where not by its two arms. */
  @property({ attribute: false }) name: ((verdict: Verdict) => string) | undefined;

  protected override render() {
    const shown = this.verdicts.filter(({ interval }) => interval);
    const all = shown.flatMap(({ differences, interval }) => [...differences, ...interval!, 0]);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const x = (value: number): number =>
      EDGE + ((value - low) / Math.max(high - low, 1)) * (WIDTH - 2 * EDGE);
    return html`<div class="rows">
      ${shown.map((verdict) => {
        const name = (this.name ?? nameOf)(verdict);
        return html`<span class="small">${name}</span>${row(verdict, x, name)}`;
      })}
      <span></span>
      <span class="ends small"
        ><span>${msg('← fewer errors')}</span><span>${msg('more errors →')}</span></span
      >
    </div>`;
  }
}

function nameOf({ candidate, baseline, precision }: Verdict): string {
  const arms = msg(str`${armWords(candidate)} less ${armWords(baseline)}`);
  return precision ? msg(str`${arms}, in 8-bit integers`) : arms;
}

function row(verdict: Verdict, x: (value: number) => number, name: string) {
  const { candidate, differences, interval } = verdict;
  const middle = HEIGHT / 2;
  const [low, high] = interval!;
  const ends = [decimal(low.toFixed(1)), decimal(high.toFixed(1))];
  const words = msg(
    str`${name} by seed: ${differences.join(', ')}; 95 % interval ${ends[0]!} to ${ends[1]!}.`,
  );
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${words}>
    <line class="zero" x1=${x(0)} x2=${x(0)} y1="0" y2=${HEIGHT} />
    <path
      class="interval"
      fill="none"
      d="M${x(low)} ${middle - 5}v10M${x(low)} ${middle}H${x(high)}M${x(high)} ${middle - 5}v10"
    />
    ${differences.map((d) => svg`<circle cx=${x(d)} cy=${middle} r="4" .style=${`fill: ${roleStyle(candidate).color}`} fill-opacity="0.75" />`)}
  </svg>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'difference-plot': DifferencePlot;
  }
}
