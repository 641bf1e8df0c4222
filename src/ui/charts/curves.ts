/**
 * What a chart of curves is, as plain values, and the arithmetic on them: decimation, shared x, number formats.
 * Knows nothing of the DOM or of the chart library; the element loads this file at once and charts.ts only later.
 */

import { formatNumber } from '../../core/text.ts';

export interface Point {
  readonly x: number;
  readonly y: number; // NaN or infinite: not drawn
}

interface Line {
  /** Letters and digits only: it names a column of the drawing library. What people read is `label`. */
  readonly id: string;
  readonly label: string;
  /** Any CSS colour. `var(--token, fallback)` follows the page's theme; exported images use the fallback. */
  readonly color: string;
  /** Lengths of dashes and gaps in px; empty for a solid line. */
  readonly dash: readonly number[];
}

export interface CurveSeries extends Line {
  /** One of too many to be named one by one: the highest and the lowest of them stand for all. */
  readonly isOneOfMany?: boolean;
  readonly points: readonly Point[]; // ascending in x
  /** What is between the least and the most of the values that a point is the mean of. */
  readonly band?: readonly BandPoint[]; // ascending in x
}

export interface BandPoint {
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

/** A level: one value drawn across the whole chart, such as the finished teacher's accuracy. */
export interface LevelLine extends Line {
  readonly value: number;
}

/** Accuracies are `percent` (0.924 is written 92.4 %), losses are `decimal`; both with the marks of the page's language. */
export type ValueFormat = 'percent' | 'decimal';

export interface CurveChart {
  readonly series: readonly CurveSeries[];
  readonly levels: readonly LevelLine[];
  readonly xLabel: string;
  readonly yLabel: string;
  readonly format: ValueFormat;
  /** Omitted: what the points span. Given while training, it keeps the axis still as points arrive. */
  readonly xDomain?: readonly [number, number];
  /** Omitted: what the points span, rounded outwards. */
  readonly yDomain?: readonly [number, number];
  /** A logarithmic axis leaves out values of 0 and below. */
  readonly yScale?: 'linear' | 'log';
}

/** More points than this on one line cannot be told apart, and cost time on every redraw. */
export const MAX_POINTS = 300;

/** At most `limit` points: the first, the last, and the lowest and highest of each bucket between, in order. */
export function decimate(points: readonly Point[], limit = MAX_POINTS): readonly Point[] {
  if (points.length <= limit) return points;
  const kept = new Set<number>([0, points.length - 1]);
  const buckets = Math.floor((limit - 2) / 2);
  const inner = points.length - 2;
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const from = 1 + Math.floor((bucket * inner) / buckets);
    const to = 1 + Math.floor(((bucket + 1) * inner) / buckets);
    let low = from;
    let high = from;
    for (let i = from; i < to; i += 1) {
      const y = points[i]!.y;
      if (!(y >= points[low]!.y)) low = i;
      if (!(y <= points[high]!.y)) high = i;
    }
    kept.add(low).add(high);
  }
  return [...kept].sort((a, b) => a - b).map((i) => points[i]!);
}

/** All x at which some line has a point, ascending and without repeats. */
export function sharedX(series: readonly CurveSeries[]): number[] {
  const all = new Set(series.flatMap((s) => s.points.map((p) => p.x)).filter(Number.isFinite));
  return [...all].sort((a, b) => a - b);
}

/** The x among `xs` (ascending) nearest to `x`, or undefined when there is none. */
export function nearest(xs: readonly number[], x: number): number | undefined {
  return xs.reduce<number | undefined>(
    (best, candidate) =>
      best === undefined || Math.abs(candidate - x) < Math.abs(best - x) ? candidate : best,
    undefined,
  );
}

/** The last point with a finite value: the one a reader wants to know. */
export function latest(series: CurveSeries): Point | undefined {
  return series.points.findLast((p) => Number.isFinite(p.y));
}

/** Exact enough to read off a chart: two decimals of a percent, four of a loss. */
export function formatValue(
  value: number,
  format: ValueFormat,
  digits = format === 'percent' ? 2 : 4,
): string {
  if (!Number.isFinite(value)) return '–';
  const text = formatNumber(format === 'percent' ? 100 * value : value, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format === 'percent' ? `${text}\u00a0%` : text;
}

/** Epochs or steps: at most two decimals, none when whole. */
export function formatX(x: number): string {
  return formatNumber(x, { maximumFractionDigits: 2 });
}

/**
 * Moves wanted heights apart until neighbours are `gap` apart, within `[0, room]`, keeping their order.
 * Returns undefined when they do not fit.
 */
export function spread(wanted: readonly number[], gap: number, room: number): number[] | undefined {
  if ((wanted.length - 1) * gap > room) return undefined;
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const placed = [...wanted];
  let floor = 0;
  for (const i of order) {
    placed[i] = Math.max(placed[i]!, floor);
    floor = placed[i] + gap;
  }
  let ceiling = room;
  for (const i of order.reverse()) {
    placed[i] = Math.min(placed[i]!, ceiling);
    ceiling = placed[i] - gap;
  }
  return placed;
}
