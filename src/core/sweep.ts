/**
 * A run over the values of one or two settings as a table of cells. The best cell is chosen by its errors on validation
 * images; whether it is better than learning from labels is for the test images to say, corrected for all comparisons.
 */
import { csvText } from './csv.ts';
import type { Axis, AxisValue, ExperimentConfig } from './experiment.ts';
import type { Result, RunRecord, Verdict } from './run-record.ts';
import { formatSetting } from './setting-value.ts';
import { settingAt } from './settings.ts';
import { armKey, kindOfRole, type Method } from './stages.ts';
import { studentNames } from './student-names.ts';
import { meanOf, meanOver } from './summary.ts';

export interface SweepCell {
  /** Of each axis. */
  readonly values: readonly AxisValue[];
  /** The cell's own students of every seed; members that several cells share stand in each. */
  readonly distilled: readonly Result[];
  /** Those that learnt from labels alone, otherwise alike. */
  readonly hardLabel: readonly Result[];
  /** Means over seeds. */
  readonly testErrors: number;
  readonly baselineErrors: number;
  /** Share of the validation images; absent where nothing is held out. */
  readonly validationError?: number;
  /** Of the cell against its hard-label students; absent where they are not compared. */
  readonly verdict?: Verdict;
}

export interface Sweep {
  /** One or two. */
  readonly axes: readonly Axis[];
  /** A row for each value of the first axis; a column for each of the second, or one. */
  readonly rows: readonly (readonly SweepCell[])[];
  /** With the fewest errors on validation images; absent where nothing is held out. */
  readonly best?: SweepCell;
  /** Whether the best cell has been shown to be better than its baseline, on test images. */
  readonly isBestShown: boolean;
}

/** @returns nothing where nothing varies, or where not all cells were measured */
export function sweepOf({
  config,
  results,
  verdicts,
}: Pick<RunRecord, 'config' | 'results' | 'verdicts'>): Sweep | undefined {
  const { vary: axes } = config;
  if (axes.length === 0) return undefined;
  const students = results.filter(({ role }) => kindOfRole(role) === 'students');
  const cells = studentNames(config).map(({ combination, hardLabel, distilled }) => {
    const of = (method: Method, setting: string | undefined) =>
      students.filter((one) => one.method === method && one.setting === setting);
    return cellOf(
      axes.map(({ path }) => combination.values.get(path)!),
      of(combination.config.distillation.method, distilled),
      of('labels', hardLabel),
      config.seeds,
      verdicts,
    );
  });
  if (!cells.every((cell) => cell !== undefined)) return undefined;
  const columns = axes[1]?.values.length ?? 1;
  const rows = axes[0]!.values.map((_, row) => cells.slice(row * columns, (row + 1) * columns));
  const best = bestOf(cells);
  return {
    axes,
    rows,
    ...(best && { best }),
    isBestShown: best?.verdict?.conclusion === 'BETTER',
  };
}

function cellOf(
  values: readonly AxisValue[],
  distilled: readonly Result[],
  hardLabel: readonly Result[],
  seeds: number,
  verdicts: readonly Verdict[],
): SweepCell | undefined {
  if (distilled.length < seeds || hardLabel.length < seeds) return undefined;
  const [own, other] = [armKey(distilled[0]!), armKey(hardLabel[0]!)];
  const verdict = verdicts.find(
    ({ candidate, baseline }) => armKey(candidate) === own && armKey(baseline) === other,
  );
  const errors = (some: readonly Result[]) => meanOf(some.map(({ testErrors }) => testErrors));
  const validationError = validationErrorOf(distilled);
  return {
    values,
    distilled,
    hardLabel,
    testErrors: errors(distilled),
    baselineErrors: errors(hardLabel),
    ...(validationError !== undefined && { validationError }),
    ...(verdict && { verdict }),
  };
}

/** Mean share of the validation images; undefined where nothing is held out. */
export function validationErrorOf(students: readonly Result[]): number | undefined {
  return meanOver(students, ({ validation }) => validation && validation.errors / validation.images);
}

/** The one with the fewest errors on validation images, the first of equals; undefined where nothing is held out. */
export function bestOf<T extends { readonly validationError?: number }>(all: readonly T[]): T | undefined {
  if (all.some(({ validationError }) => validationError === undefined)) return undefined;
  return all.reduce((a, b) => (b.validationError! < a.validationError! ? b : a));
}

/** The name of an axis, such as `T`. */
export function axisTitle({ path }: Axis): string {
  const { symbol, label } = settingAt(path);
  return symbol ?? label;
}

/** A cell a line: its values, means over seeds, and what it has been shown to be. */
export function sweepCsv(sweep: Sweep, config: ExperimentConfig): string {
  const head = [
    ...sweep.axes.map(({ path }) => path),
    ...['seeds', 'validationError', 'testErrors', 'hardLabelTestErrors', 'meanDifference', 'low', 'high'],
    ...['p', 'holmP', 'conclusion', 'isBest'],
  ];
  const lines = sweep.rows.flat().map((cell) => {
    const { verdict } = cell;
    return [
      ...cell.values.map(formatSetting),
      ...[config.seeds, cell.validationError, cell.testErrors, cell.baselineErrors],
      ...[verdict?.meanDifference, verdict?.interval?.[0], verdict?.interval?.[1]],
      ...[verdict?.p, verdict?.holmP, verdict?.conclusion, cell === sweep.best],
    ];
  });
  return csvText([head, ...lines]);
}
