/**
 * A run's history as what the two charts draw: the teacher's own curve first, then the students' against its level. A
 * curve is the mean of an arm's seeds, its band from the least to the most of them.
 */
import { compile } from '../core/compile.ts';
import type { ExperimentConfig } from '../core/experiment.ts';
import type { HistoryPoint } from '../core/run-record.ts';
import { armsOf, kindOfRole, type Arm, type Role, type StageKind } from '../core/stages.ts';
import { meanOf } from '../core/summary.ts';
import { inLocale, text } from '../core/text.ts';
import type { CurveSeries, LevelLine } from './charts/curves.ts';
import { armStyle, lineLabel } from './roles.ts';
import type { OverlaidRun } from './run-library.ts';

export type Quantity = 'accuracy' | 'loss';

export interface RunCurves {
  readonly series: readonly CurveSeries[];
  readonly levels: readonly LevelLine[];
  /** From the first step to the last one planned, so that the axis stays still. */
  readonly xDomain: readonly [number, number];
}

/** The value a point has for a chart; absent where it was not measured. */
export function valueOf(point: HistoryPoint, quantity: Quantity): number | undefined {
  return quantity === 'accuracy'
    ? (point.validationAccuracy ?? point.testSubsetAccuracy)
    : (point.validationLoss ?? point.testSubsetLoss);
}

/** @param overlaid other runs, whose students are drawn over those of this one, or alone where this one has none yet */
export function runCurves(
  history: readonly HistoryPoint[],
  config: ExperimentConfig,
  quantity: Quantity,
  overlaid: readonly OverlaidRun[] = [],
): RunCurves {
  const isEmpty = history.length === 0 && overlaid.length > 0;
  const shown = isEmpty ? 'students' : stageShown(history);
  const arms = armsOf(history);
  const all = arms.map(({ arm }) => arm);
  const lineOf = (arm: Arm) => ({ ...armStyle(arm, all), label: lineLabel(arm) });
  const series: CurveSeries[] = [];
  const levels: LevelLine[] = [];
  for (const { arm, of } of arms) {
    const value = meanAtEnd(of, quantity);
    if (value === undefined) continue;
    if (kindOfRole(arm.role) === shown)
      series.push({
        ...{
          id: `line${series.length}`,
          ...lineOf(arm),
          ...curveOf(of, (point) => valueOf(point, quantity)),
        },
        ...(isOneOfMany(arm, all) && { isOneOfMany: true }),
      });
    else levels.push({ id: `level${levels.length}`, ...lineOf(arm), value });
  }
  const stepsOf = (one: ExperimentConfig) =>
    Math.max(...compile(one).flatMap(({ kind, steps }) => (kind === shown ? [steps] : [])));
  if (shown !== 'students') return { series, levels, xDomain: [0, stepsOf(config)] };
  overlaid.forEach((run, place) => series.push(...overlaidSeries(run, place, quantity)));
  const configs = [...(isEmpty ? [] : [config]), ...overlaid.map(({ record }) => record.config)];
  return { series, levels, xDomain: [0, Math.max(...configs.map(stepsOf))] };
}

/** The students' curves of another run, in the colours of their roles and with the dash of its place. */
function overlaidSeries(
  { name, record }: OverlaidRun,
  place: number,
  quantity: Quantity,
): readonly CurveSeries[] {
  const arms = armsOf(record.history.filter(({ role }) => kindOfRole(role) === 'students'));
  const all = arms.map(({ arm }) => arm);
  return arms.map(({ arm, of }, i) => ({
    id: `overlaid${place}n${i}`,
    color: `color-mix(in srgb, ${armStyle(arm, all).color} 65%, var(--surface, #ffffff))`,
    dash: OVERLAID_DASHES[place % OVERLAID_DASHES.length]!,
    label: `${overlaidLabel(arm)}: ${name}`,
    points: curveOf(of, (point) => valueOf(point, quantity)).points,
    ...(isOneOfMany(arm, all) && { isOneOfMany: true }),
  }));
}

/** What students are called where the name of their run stands beside them. */
const BESIDE_NAMES: Partial<Record<Role, string>> = {
  hardLabel: text('Hard-label'),
  distilled: text('Distilled'),
  pseudoLabel: text('Pseudo-label'),
};

function overlaidLabel(arm: Arm): string {
  const isPlain = arm.role !== 'distilled' || arm.method === 'softTargets';
  const short = isPlain && arm.setting === undefined ? BESIDE_NAMES[arm.role] : undefined;
  return short === undefined ? lineLabel(arm) : inLocale(short);
}

/** The cells of a sweep of more than ten: their names would be taller than the drawing. */
function isOneOfMany(arm: Arm, all: readonly Arm[]): boolean {
  const alike = all.filter(({ role, setting }) => role === arm.role && setting !== undefined);
  return arm.setting !== undefined && alike.length > MOST_NAMED;
}

const MOST_NAMED = 10;

const OVERLAID_DASHES = [
  [1, 3],
  [10, 3],
  [5, 2, 1, 2],
  [3, 2],
  [12, 2, 2, 2, 2, 2],
  [6, 6],
] as const;

/** The population that trains now or has trained last: its curves are drawn, those before it are levels. */
export function stageShown(history: readonly HistoryPoint[]): StageKind {
  const last = history.at(-1);
  return last ? kindOfRole(last.role) : 'teacher';
}

/** The mean over seeds at each step, and where there are several the band of least and most. */
export function curveOf(
  points: readonly HistoryPoint[],
  read: (point: HistoryPoint) => number | undefined,
): Pick<CurveSeries, 'points' | 'band'> {
  const byStep = new Map<number, number[]>();
  for (const point of points) {
    const y = read(point);
    if (y === undefined) continue;
    const atStep = byStep.get(point.step);
    if (atStep) atStep.push(y);
    else byStep.set(point.step, [y]);
  }
  const steps = [...byStep];
  const several = steps.some(([, ys]) => ys.length > 1);
  return {
    points: steps.map(([x, ys]) => ({ x, y: meanOf(ys) })),
    ...(several && {
      band: steps.map(([x, ys]) => ({ x, low: ys.reduce(lower), high: ys.reduce(higher) })),
    }),
  };
}

// Math.min itself would take each value as an argument, and a file may hold more than there can be.
const lower = (a: number, b: number): number => Math.min(a, b);
const higher = (a: number, b: number): number => Math.max(a, b);

/** The mean over an arm's networks of the last value each has. */
export function meanAtEnd(points: readonly HistoryPoint[], quantity: Quantity): number | undefined {
  const last = new Map<number, number>();
  for (const point of points) {
    const y = valueOf(point, quantity);
    if (y !== undefined) last.set(point.member, y);
  }
  return last.size > 0 ? meanOf([...last.values()]) : undefined;
}
