/** The pieces of <curve-chart> that are plain templates of their values: labels, hover, summary, table. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { msg, str } from '../../core/text.ts';
import type { PlotFrame } from '../charts.ts';
import {
  formatValue,
  formatX,
  latest,
  sharedX,
  spread,
  type CurveChart,
  type CurveSeries,
  type LevelLine,
} from './curves.ts';

const LABEL_HEIGHT = 36; // px: a value with a label under it

type Line = CurveSeries | LevelLine;

function lastValue(line: Line): number | undefined {
  return 'value' in line ? line.value : latest(line)?.y;
}

function valueAt(line: Line, x: number): number | undefined {
  return 'value' in line ? line.value : line.points.find((p) => p.x === x)?.y;
}

function sample(line: Line): TemplateResult {
  return html`<svg class="sample" aria-hidden="true">
    ${svg`<line x1="0" x2="24" y1="4" y2="4" stroke-dasharray=${line.dash.join(' ') || 'none'}
      .style=${`stroke: ${line.color}`}></line>`}
  </svg>`;
}

/** The lines that are named; of those that are one of many only the highest and the lowest. */
function namedLines({ series, levels }: CurveChart): readonly Line[] {
  const many = series
    .filter((one) => one.isOneOfMany && latest(one) !== undefined)
    .sort((a, b) => latest(b)!.y - latest(a)!.y);
  const ends = new Set([many[0], many.at(-1)]);
  return [...series.filter((one) => !one.isOneOfMany || ends.has(one)), ...levels];
}

/** What is said of the lines that are not named. */
function othersTemplate(chart: CurveChart): TemplateResult | typeof nothing {
  const others = chart.series.length + chart.levels.length - namedLines(chart).length;
  return others > 0 ? html`<li class="others">${msg(str`and ${others} between them`)}</li>` : nothing;
}

/**
 * Where each label goes beside the plot: at the height of its line's latest value, one under the other as long as
 * nothing is drawn. Undefined when they do not fit.
 */
export function labelHeights(chart: CurveChart, frame: PlotFrame | undefined): number[] | undefined {
  const lines = [...chart.series, ...chart.levels];
  if (chart.series.some(({ isOneOfMany }) => isOneOfMany)) return undefined;
  if (!frame) return lines.map((_, i) => LABEL_HEIGHT / 2 + i * LABEL_HEIGHT);
  const bottom = frame.top + frame.height;
  const wanted = lines.map((line) => {
    const y = frame.y(lastValue(line) ?? NaN);
    return Number.isFinite(y) ? Math.min(Math.max(y, frame.top), bottom) : bottom;
  });
  return spread(wanted, LABEL_HEIGHT, bottom);
}

export function keyTemplate(
  chart: CurveChart,
  heights: readonly number[] | undefined,
  withValues: boolean,
): TemplateResult {
  const digits = chart.format === 'percent' ? 1 : 3;
  const named = namedLines(chart);
  return html`<ul class="key">
    ${named.map((line, i) => {
      const value = lastValue(line);
      return html`<li .style=${heights ? `--at: ${Math.round(heights[i]!)}px` : ''}>
        ${sample(line)}
        <span class="label" title=${line.label}>${line.label}</span>
        ${
          withValues
            ? html`<span class="value">${formatValue(value ?? NaN, chart.format, digits)}</span>`
            : nothing
        }
      </li>`;
    })}
    ${othersTemplate(chart)}
  </ul>`;
}

/** A rule at `x` with a dot on each line and the exact values of those that are named, largest first. */
export function hoverTemplate(chart: CurveChart, frame: PlotFrame, x: number): TemplateResult {
  const lines = [...chart.series, ...chart.levels]
    .map((line) => ({ line, value: valueAt(line, x) ?? NaN }))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => b.value - a.value);
  const named = new Set(namedLines(chart));
  const left = frame.x(x);
  const isLeft = left < frame.left + frame.width / 2;
  return html`<div class="hover" aria-hidden="true">
    <div class="rule" .style=${`left: ${left}px; top: ${frame.top}px; height: ${frame.height}px`}></div>
    ${lines.map(
      ({ line, value }) =>
        html`<div
          class="dot"
          .style=${`left: ${left}px; top: ${frame.y(value)}px; background: ${line.color}`}
        ></div>`,
    )}
    <div class="tip" .style=${isLeft ? `left: ${left + 12}px` : `right: calc(100% - ${left - 12}px)`}>
      <p class="at">${chart.xLabel} ${formatX(x)}</p>
      <ul>
        ${lines
          .filter(({ line }) => named.has(line))
          .map(
            ({ line, value }) =>
              html`<li>
                ${sample(line)}<span class="value">${formatValue(value, chart.format)}</span
                ><span class="label">${line.label}</span>
              </li>`,
          )}
        ${othersTemplate(chart)}
      </ul>
    </div>
  </div>`;
}

/** One sentence with the latest value of every line, for those who do not see the drawing. */
export function summaryText(chart: CurveChart): string {
  const last = sharedX(chart.series).at(-1);
  const values = [...chart.series, ...chart.levels].flatMap((line) => {
    const value = lastValue(line);
    return value === undefined ? [] : [`${line.label} ${formatValue(value, chart.format)}`];
  });
  return msg(str`${chart.yLabel} by ${chart.xLabel}, up to ${formatX(last ?? 0)}: ${values.join(', ')}.`);
}

/** The value, and where it is a mean the least and the most of what it is the mean of. */
function cellText(line: Line, x: number, { format }: CurveChart): string {
  const value = formatValue(valueAt(line, x) ?? NaN, format);
  const band = 'points' in line ? line.band?.find((point) => point.x === x) : undefined;
  return band
    ? msg(str`${value} (${formatValue(band.low, format)} to ${formatValue(band.high, format)})`)
    : value;
}

/** The drawn points as numbers: a row per x, a column per line. */
export function tableTemplate(heading: string, chart: CurveChart): TemplateResult {
  const lines = [...chart.series, ...chart.levels];
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${msg(str`${heading} as table`)}>
    <table>
      <caption>
        ${msg(str`${chart.yLabel} by ${chart.xLabel}`)}
      </caption>
      <thead>
        <tr>
          <th scope="col">${chart.xLabel}</th>
          ${lines.map((line) => html`<th scope="col">${line.label}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${sharedX(chart.series).map(
          (x) =>
            html`<tr>
              <th scope="row">${formatX(x)}</th>
              ${lines.map((line) => html`<td>${cellText(line, x, chart)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
