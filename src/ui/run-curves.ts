/** A run's history as what the two charts draw: the teacher's own curve first, then the students' against its level. */
import type { ExperimentConfig } from '../core/experiment.ts';
import type { HistoryPoint } from '../core/run-record.ts';
import { compile, type Role, type StageId } from '../core/stages.ts';
import type { CurveSeries, LevelLine } from './charts/curves.ts';
import { ROLES } from './roles.ts';

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

export function runCurves(
  history: readonly HistoryPoint[],
  config: ExperimentConfig,
  quantity: Quantity,
): RunCurves {
  const students = history.some(({ role }) => role !== 'teacher');
  const shown: StageId = students ? 'students' : 'teacher';
  const steps = compile(config).find(({ id }) => id === shown)!.steps;
  const last = history.findLast(
    (point) => point.role === 'teacher' && valueOf(point, quantity) !== undefined,
  );
  return {
    series: seriesOf(students ? history.filter(({ role }) => role !== 'teacher') : history, quantity),
    levels: students && last ? [{ id: 'teacher', ...ROLES.teacher, value: valueOf(last, quantity)! }] : [],
    xDomain: [0, steps],
  };
}

function seriesOf(points: readonly HistoryPoint[], quantity: Quantity): CurveSeries[] {
  const lines = new Map<string, { role: Role; points: { x: number; y: number }[] }>();
  for (const point of points) {
    const y = valueOf(point, quantity);
    if (y === undefined) continue;
    const id = `${point.role}${point.member}`;
    let line = lines.get(id);
    if (!line) lines.set(id, (line = { role: point.role, points: [] }));
    line.points.push({ x: point.step, y });
  }
  return [...lines].map(([id, line]) => ({ id, ...ROLES[line.role], points: line.points }));
}
