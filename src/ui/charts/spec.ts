/**
 * Rewrites the chart that tfjs-vis describes into the one we want: true x values, our colours and dashes, hairline
 * grid, and a layout that does not move. Pure: no DOM, no drawing.
 *
 * What tfjs-vis gets wrong for us: it plots the array index instead of x, makes series names into field paths,
 * reads hover in a way current Vega-Lite misunderstands (hover belongs to the element here), and has no theme.
 */
import { formatNumber } from '../../core/text.ts';
import { decimate, sharedX, type CurveChart, type Point } from './curves.ts';
import type { ChartTheme } from './theme.ts';
import type { TfvisSpec } from './vega-embed.ts';

/** Space around the plot in px; fixed, so that the plot stays where it is while tick labels change. */
export const MARGIN = { left: 46, right: 12, top: 30, bottom: 38 };

const TICKS = 5;

export type Row = Record<string, number>;

export interface LinechartData {
  readonly ids: string[];
  readonly xs: number[]; // [rows]
  readonly values: Point[][]; // [lines, rows]; NaN where a line has no point
}

/**
 * What can be drawn of a chart: no more than MAX_POINTS per line, only finite values, above 0 on a logarithmic axis.
 */
export function drawable(chart: CurveChart): CurveChart {
  const fits = (y: number): boolean => Number.isFinite(y) && (chart.yScale !== 'log' || y > 0);
  return {
    ...chart,
    series: chart.series.map((s) => ({
      ...s,
      points: decimate(s.points.filter((p) => Number.isFinite(p.x) && fits(p.y))),
    })),
    levels: chart.levels.filter((level) => fits(level.value)),
  };
}

/**
 * One column per line over all x together, because tfjs-vis needs lines of equal length. A level is given at the two
 * ends of the x axis.
 */
export function toColumns(chart: CurveChart): LinechartData {
  const seen = sharedX(chart.series);
  const ends = chart.levels.length === 0 ? [] : (chart.xDomain ?? [seen[0]!, seen.at(-1)!]);
  const xs = [...new Set([...seen, ...ends])].sort((a, b) => a - b);
  const column = (points: readonly Point[]): Point[] => {
    const at = new Map(points.map((p) => [p.x, p.y]));
    return xs.map((x) => ({ x, y: at.get(x) ?? NaN }));
  };
  return {
    ids: [...chart.series, ...chart.levels].map((line) => line.id),
    xs,
    values: [
      ...chart.series.map((s) => column(s.points)),
      ...chart.levels.map((level) => column(ends.map((x) => ({ x, y: level.value })))),
    ],
  };
}

/** The rows of tfjs-vis with their index replaced by the x it stands for. */
export function rowsOf(spec: TfvisSpec, xs: readonly number[]): Row[] {
  const { values } = spec['data'] as { values: Row[] };
  return values.map((row) => ({ ...row, x: xs[row['x']!]! }));
}

/** A Vega-Lite 6 chart for the same lines; drawn from three data sets: `rows`, `bands`, and `ends` (the dot at each line's end). */
export function restyle(spec: TfvisSpec, chart: CurveChart, theme: ChartTheme): TfvisSpec {
  const lines = [...chart.series, ...chart.levels];
  const layers = (spec['layer'] as { encoding: { y: object } }[]).slice(0, lines.length);
  const axis = { tickCount: TICKS, labelColor: theme.inkMuted, titleColor: theme.inkMuted };
  const y = {
    axis: {
      ...axis,
      title: chart.yLabel,
      // As the page writes it, with a space before the sign.
      ...(chart.format === 'percent'
        ? { labelExpr: `format(100 * datum.value, '~g') + '\u00a0%'` }
        : { format: '~g' }),
    },
    scale: {
      type: chart.yScale ?? 'linear',
      ...(chart.yScale !== 'log' && { zero: false }),
      nice: chart.yDomain === undefined && TICKS, // outwards to a tick
      ...(chart.yDomain && { domain: chart.yDomain }),
    },
  };
  return {
    ...spec,
    autosize: { type: 'none' },
    description: chart.yLabel, // else Vega calls it a visualization, in English
    padding: MARGIN,
    background: 'transparent',
    data: { name: 'rows' },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        axis: { ...axis, grid: false, format: ',~r', ...wholeTicks(chart), title: chart.xLabel },
        scale: { zero: false, nice: false, ...(chart.xDomain && { domain: chart.xDomain }) },
      },
    },
    layer: [
      ...(hasBands(chart) ? [bandLayer(y)] : []),
      ...layers.map((layer, i) => ({
        mark: {
          type: 'line',
          aria: false, // the element names the image; marks would be read one by one
          clip: true,
          invalid: 'filter',
          stroke: theme.resolve(lines[i]!.color),
          strokeWidth: i < chart.series.length ? 2 : 1.25,
          strokeDash: lines[i]!.dash,
          strokeJoin: 'round',
        },
        encoding: { y: { ...layer.encoding.y, ...y } },
      })),
      {
        data: { name: 'ends' },
        mark: { type: 'circle', aria: false, size: 36, opacity: 1 },
        encoding: {
          y: { field: 'y', type: 'quantitative', ...y },
          fill: { field: 'color', type: 'nominal', scale: null },
        },
      },
    ],
    config: configOf(theme),
  };
}

/** Steps are counted; a share from 0 to 1 is not. */
function wholeTicks({ xDomain }: CurveChart): { readonly tickMinStep?: number } {
  return xDomain && xDomain[1] - xDomain[0] <= 1 ? {} : { tickMinStep: 1 };
}

function bandLayer(y: object): object {
  return {
    data: { name: 'bands' },
    mark: { type: 'area', aria: false, clip: true, opacity: 0.16, invalid: 'filter' },
    encoding: {
      y: { field: 'low', type: 'quantitative', ...y },
      y2: { field: 'high' },
      fill: { field: 'color', type: 'nominal', scale: null },
      detail: { field: 'id', type: 'nominal' },
    },
  };
}

function configOf(theme: ChartTheme): object {
  return {
    aria: false,
    locale: { number: numberMarks() },
    font: theme.font,
    view: { stroke: null },
    axis: {
      labelFontSize: 12,
      titleFontSize: 12,
      titleFontWeight: 'normal',
      labelPadding: 6,
      gridColor: theme.hairline,
      gridWidth: 1,
      domain: false,
      ticks: false,
    },
    axisX: { domain: true, domainColor: theme.inkMuted, domainWidth: 1, titlePadding: 6, labelFlush: false },
    // The name of the y axis stands level above the axis: nobody has to turn their head.
    axisY: {
      titleAngle: 0,
      titleAlign: 'left',
      titleBaseline: 'bottom',
      titleAnchor: 'end',
      titleX: -MARGIN.left,
      titleY: -10,
    },
  };
}

/** The marks of numbers in the page's language, as Vega asks for them. It has no table of languages of its own. */
function numberMarks() {
  const [, decimal] = formatNumber(0.5);
  const [, thousands] = formatNumber(1e6);
  return { decimal, thousands, grouping: [3], currency: ['', ''] };
}

export function hasBands({ series }: CurveChart): boolean {
  return series.some(({ band }) => band);
}

/** The bands of all series, one row a point. */
export function bandsOf(
  chart: CurveChart,
  theme: ChartTheme,
): { x: number; low: number; high: number; id: string; color: string }[] {
  return chart.series.flatMap(({ id, color, band = [] }) =>
    band.map((point) => ({ ...point, id, color: theme.resolve(color) })),
  );
}

/** The last drawn point of each series, for the dot at its end; none where the axis was asked to leave it out. */
export function endsOf(chart: CurveChart, theme: ChartTheme): { x: number; y: number; color: string }[] {
  const within = (value: number, domain: readonly [number, number] = [-Infinity, Infinity]): boolean =>
    value >= domain[0] && value <= domain[1];
  return chart.series.flatMap((series) => {
    const last = series.points.at(-1);
    const shown = last && within(last.x, chart.xDomain) && within(last.y, chart.yDomain);
    return shown ? [{ x: last.x, y: last.y, color: theme.resolve(series.color) }] : [];
  });
}
