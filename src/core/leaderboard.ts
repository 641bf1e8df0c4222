/**
 * A run that varies the method of distillation as one row a method: its best choice of the other varied settings, by validation images,
 * and what that came to on test images beside labels alone and beside soft targets. Labels alone get the same choice where a
 * setting matters to them: else a method could be better only because it was tuned.
 */
import { csvText } from './csv.ts';
import type { Axis, AxisValue } from './experiment.ts';
import { METHODS } from './methods.ts';
import type { Result, RunRecord, Verdict } from './run-record.ts';
import { formatSetting } from './setting-value.ts';
import { armOf, armsOf, type Method } from './stages.ts';
import { pairedT } from './statistics.ts';
import { meanOf } from './summary.ts';
import { bestOf, sweepOf, validationErrorOf, type SweepCell } from './sweep.ts';
import { text } from './text.ts';
import { canJudge, intervalOf, judge, type Pair } from './verdicts.ts';

const METHOD = 'distillation.method';

/** Whom methods are compared with, where they are on the board. */
const REFERENCES = ['labels', 'softTargets'] as const;
export type Reference = (typeof REFERENCES)[number];

export interface LeaderboardRow {
  /** `labels` is what methods are compared with. */
  readonly method: Method;
  /** Chosen, by path: of the other varied settings those that make a difference to this method. */
  readonly values: ReadonlyMap<string, AxisValue>;
  /** How many choices there were: combinations that share their networks are one. */
  readonly tried: number;
  /** The chosen ones, one a seed. */
  readonly students: readonly Result[];
  /** Mean over seeds; share of the validation images; absent where nothing is held out. */
  readonly validationError?: number;
  /** Mean over seeds. */
  readonly testErrors: number;
  /** 95 %, of that mean; absent with one seed. */
  readonly interval?: readonly [low: number, high: number];
  /** On the same seeds, corrected for all comparisons of the board; absent where it cannot be tested or is nobody else. */
  readonly against: Readonly<Partial<Record<Reference, Verdict>>>;
}

export interface Leaderboard {
  /** What is varied beside the method. */
  readonly axes: readonly Axis[];
  readonly references: readonly Reference[];
  /** The fewest test errors first, which is an order to read in and claims nothing: verdicts do. */
  readonly rows: readonly LeaderboardRow[];
  /** Comparisons that were tested, and those that could not be: with one seed only images of networks that the run itself compares. */
  readonly tested: number;
  readonly untested: number;
}

/** @returns nothing where the method is not varied, not all was measured, or there is a choice and no validation images to make it by */
export function leaderboardOf(
  record: Pick<RunRecord, 'config' | 'results' | 'verdicts'>,
): Leaderboard | undefined {
  const { vary } = record.config;
  const cells = sweepOf(record)?.rows.flat();
  const at = vary.findIndex(({ path }) => path === METHOD);
  if (!cells || at < 0) return undefined;
  const axes = vary.filter((_, i) => i !== at);
  const chosen = [
    choose(cells, ({ hardLabel }) => hardLabel, vary),
    ...vary[at]!.values.map((method) =>
      choose(
        cells.filter(({ values }) => values[at] === method),
        ({ distilled }) => distilled,
        vary,
      ),
    ),
  ];
  if (!chosen.every((row) => row !== undefined)) return undefined;

  const references = REFERENCES.filter((reference) => chosen.some(({ method }) => method === reference));
  const comparisons = chosen
    .filter(({ method }) => method !== 'labels')
    .flatMap((row) =>
      references
        .filter((reference) => reference !== row.method)
        .map((reference) => {
          const other = chosen.find(({ method }) => method === reference)!;
          return { method: row.method, reference, pairs: pairsOf(row.students, other.students) };
        }),
    );
  const testable = comparisons.filter(({ pairs }) => canJudge(pairs));
  const verdicts = judge(testable.map(({ pairs }) => pairs));
  const againstOf = (method: Method): LeaderboardRow['against'] =>
    Object.fromEntries(
      testable.flatMap((one, i) => (one.method === method ? [[one.reference, verdicts[i]!]] : [])),
    );
  return {
    axes,
    references,
    rows: chosen
      .map((row) => ({ ...row, against: againstOf(row.method) }))
      .sort((a, b) => a.testErrors - b.testErrors), // stable: of equals labels first, then as the experiment names them
    tested: testable.length,
    untested: comparisons.length - testable.length,
  };
}

type Chosen = Omit<LeaderboardRow, 'against'>;

/** @param cells of one method @param studentsOf its networks in a cell, one a seed */
function choose(
  cells: readonly SweepCell[],
  studentsOf: (cell: SweepCell) => readonly Result[],
  vary: readonly Axis[],
): Chosen | undefined {
  const trials = armsOf(cells.map((cell) => ({ ...armOf(studentsOf(cell)[0]!), cell }))).map(
    ({ arm, of }) => {
      const students = studentsOf(of[0]!.cell);
      const validationError = validationErrorOf(students);
      const errors = students.map(({ testErrors }) => testErrors);
      // A setting whose values share these networks makes no difference to them.
      const matters = (i: number) => new Set(of.map(({ cell }) => cell.values[i])).size === 1;
      return {
        method: arm.method,
        values: new Map(
          vary.flatMap(({ path }, i) =>
            path !== METHOD && matters(i) ? [[path, of[0]!.cell.values[i]!] as const] : [],
          ),
        ),
        students,
        ...(validationError !== undefined && { validationError }),
        testErrors: meanOf(errors),
        ...(errors.length > 1 && { interval: intervalOf(pairedT(errors)) }),
      };
    },
  );
  const best = trials.length > 1 ? bestOf(trials) : trials[0];
  return best && { ...best, tried: trials.length };
}

/** By seed. */
function pairsOf(candidates: readonly Result[], baselines: readonly Result[]): readonly Pair[] {
  return candidates.map((candidate) => ({
    candidate,
    baseline: baselines.find(({ seed }) => seed === candidate.seed)!,
  }));
}

/** To be shown with `inLocale`. */
export function methodTitle(method: Method): string {
  return method === 'labels' ? text('Labels alone') : METHODS[method].title;
}

const VERDICT = ['meanDifference', 'low', 'high', 'test', 'p', 'signFlipP', 'holmP', 'conclusion'];

/** A row a line: what was chosen, every seed's test errors, and each comparison in full. */
export function leaderboardCsv({ axes, references, rows }: Leaderboard): string {
  const seeds = rows[0]!.students.map(({ seed }) => seed);
  const head = [
    ...[METHOD, ...axes.map(({ path }) => path), 'seeds', 'tried', 'validationError'],
    ...['testErrors', 'testErrorsLow', 'testErrorsHigh', ...seeds.map((seed) => `testErrors.seed${seed}`)],
    ...references.flatMap((reference) => VERDICT.map((name) => `${reference}.${name}`)),
  ];
  const lines = rows.map(
    ({ method, values, students, tried, validationError, testErrors, interval, against }) => [
      method,
      ...axes.map(({ path }) => (values.has(path) ? formatSetting(values.get(path)!) : undefined)),
      ...[seeds.length, tried, validationError, testErrors, interval?.[0], interval?.[1]],
      ...seeds.map((seed) => students.find((one) => one.seed === seed)!.testErrors),
      ...references.flatMap((reference) => {
        const verdict = against[reference];
        const [low, high] = verdict?.interval ?? [];
        return [
          ...[verdict?.meanDifference, low, high, verdict?.test],
          ...[verdict?.p, verdict?.signFlipP, verdict?.holmP, verdict?.conclusion],
        ];
      }),
    ],
  );
  return csvText([head, ...lines]);
}
