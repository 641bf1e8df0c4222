/** What the command says, as text: the device, the line of progress, the table of results, the list of presets. */
import { armWords } from '../core/arm-words.ts';
import { BACKEND_NAMES, type DeviceReport, type TrainerName } from '../core/device.ts';
import { changesText, type Environment } from '../core/environment.ts';
import { PHASE_TITLES, type Progress } from '../core/events.ts';
import { leaderboardOf, methodTitle, type LeaderboardRow, type Reference } from '../core/leaderboard.ts';
import { axisTitle, sweepOf, type SweepCell } from '../core/sweep.ts';
import { formatSetting } from '../core/setting-value.ts';
import { quantisedRows } from '../core/quantised-rows.ts';
import type { Preset } from '../core/preset.ts';
import { PRESET_WORDS } from '../core/preset-words.ts';
import type { Result, RunRecord, Verdict } from '../core/run-record.ts';
import { armsOf } from '../core/stages.ts';
import { meanOver } from '../core/summary.ts';
import { teacherSaw } from '../core/teacher-saw.ts';
import { english, signed } from '../core/text.ts';
import { settingText } from '../core/vary.ts';
import { verdictWords } from '../core/verdict-words.ts';

const TRAINERS: Record<TrainerName, string> = {
  fused: 'the fused trainer',
  tfjs: 'the reference trainer',
};

/** What will compute, and why nothing better does. */
export function deviceLine(device: DeviceReport): string {
  const { backend, adapter, softwareAdapter, reasons, trainer, trainerReason } = device;
  const where = [softwareAdapter && 'software adapter', adapter].filter(Boolean).join(', ');
  const first = `Training on ${BACKEND_NAMES[backend]}${where && ` (${where})`} with ${TRAINERS[trainer]}.`;
  return [first, ...reasons, ...(trainerReason ? [trainerReason] : [])].join(' ');
}

/** What has computed: a stage may have needed the other trainer, and only now the memory is known. */
export function trainedLine(environment: Environment): string {
  const { trainer, trainerReasons = [], gpuBytes } = environment;
  const memory = gpuBytes === undefined ? '' : `; GPU memory ${(gpuBytes / 1e6).toFixed(1)} MB`;
  const changed = changesText(environment);
  const first = `Trained with ${TRAINERS[trainer]}${memory}.`;
  return [first, ...trainerReasons, ...(changed ? [english(changed)] : [])].join(' ');
}

export function progressLine(progress: Progress): string {
  const { phase, epoch, epochs, step, steps, images, share, secondsLeft } = progress;
  const parts = [`${String(Math.floor(100 * share)).padStart(3)} %`, PHASE_TITLES[phase]];
  if (epoch !== undefined && epochs !== undefined) parts.push(`epoch ${epoch} of ${epochs}`);
  if (step !== undefined && steps !== undefined) parts.push(`step ${step} of ${steps}`);
  if (images) parts.push(`image ${images.answered} of ${images.of}`);
  if (secondsLeft !== undefined) parts.push(`${duration(secondsLeft)} left`);
  return parts.join(' · ');
}

/** `47 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const COLUMNS: readonly [string, (arm: readonly Result[]) => string | undefined][] = [
  ['network', ([first]) => armWords(first!)],
  ['layers', ([first]) => first!.architecture],
  ['seeds', (arm) => (arm.length > 1 ? String(arm.length) : undefined)],
  ['T', ([first]) => first!.settings?.temperature?.toString()],
  ['alpha', ([first]) => first!.settings?.softWeight?.toString()],
  ['test errors', (arm) => `${mean(arm, (r) => r.testErrors, whole)!} of ${arm[0]!.testImages}`],
  ['from - to', (arm) => (arm.length > 1 ? range(arm.map((r) => r.testErrors)) : undefined)],
  ['accuracy', (arm) => mean(arm, (r) => r.testAccuracy, percent)],
  ['ECE', (arm) => mean(arm, (r) => r.ece, percent)],
  ['parameters', ([first]) => String(first!.parameters)],
  ['compression', ([first]) => `${first!.compression.toFixed(1)}x`],
  ['agreement', (arm) => mean(arm, (r) => r.agreement, percent)],
  ['gap closed', (arm) => mean(arm, (r) => r.gapClosed, percent)],
  ['seconds', ([first]) => first!.trainSeconds?.toFixed(1)],
];

/** One line an arm, means over its seeds. Words to the left, numbers to the right; a column with nothing in it is left out. */
export function resultsTable(results: readonly Result[]): string {
  const arms = armsOf(results).map(({ of }) => of);
  return textTable(COLUMNS.map(([title, read]) => [title, arms.map((arm) => read(arm) ?? '')] as const));
}

/** A row an item of `cells`, the first two columns to the left. */
function textTable(columns: readonly (readonly [title: string, cells: readonly string[]])[]): string {
  const shown = columns.flatMap(([title, cells], at) => {
    if (cells.every((cell) => cell === '')) return [];
    const width = Math.max(title.length, ...cells.map(({ length }) => length));
    return [[title, ...cells].map((cell) => (at < 2 ? cell.padEnd(width) : cell.padStart(width)))];
  });
  return shown[0]!
    .map(
      (_, line) =>
        `${shown
          .map((cells) => cells[line])
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** What leaving digits out does by digit, before and after the bias; empty where nothing was left out. */
export function biasTable(results: readonly Result[]): string {
  const students = results.filter(({ biasMatched }) => biasMatched);
  return students
    .map((result) => {
      const { bias, testErrors, perClassAccuracy } = result.biasMatched!;
      const byDigit = (accuracy: readonly (number | null)[]) =>
        accuracy.map((share, digit) => `${digit}: ${share === null ? '-' : percent(share)}`).join('  ');
      const who = `${armWords(result)}, seed ${result.seed}`;
      return `${who}, by digit    ${byDigit(result.perClassAccuracy)}\n${who}, bias ${bias.toFixed(2)} (matched on validation images): ${testErrors} errors    ${byDigit(perClassAccuracy)}\n`;
    })
    .join('');
}

/** What fewer bits cost, an arm and a precision a row; empty where nobody has measured it. */
export function quantisedTable(results: readonly Result[]): string {
  const rows = armsOf(results).flatMap(({ of }) =>
    quantisedRows(of).map((row, i) => ({ ...row, who: i === 0 ? armWords(of[0]!) : '' })),
  );
  if (rows.length === 0) return '';
  const column = (title: string, read: (row: (typeof rows)[number]) => string | undefined) =>
    [title, rows.map((row) => read(row) ?? '')] as const;
  return textTable([
    column('network', ({ who }) => who),
    column('numbers', ({ precision }) => precision),
    column('bytes', ({ bytes }) => String(bytes)),
    column('test errors', ({ testErrors }) => whole(testErrors)),
    column('more', ({ moreErrors }) => (moreErrors === undefined ? undefined : signed(moreErrors))),
    column('other answers', ({ changed }) => (changed === undefined ? undefined : whole(changed))),
    column('images a second', ({ imagesPerSecond }) => imagesPerSecond?.toFixed(0)),
  ]);
}

/** One line for each comparison: the conclusion, the sentence, how far to trust it. */
export function verdictLines(verdicts: readonly Verdict[], testImages: number, sharesTeacher = true): string {
  return verdicts
    .map((verdict) => {
      const { sentence, caution, evidence } = verdictWords(verdict, testImages, sharesTeacher);
      return `${verdict.conclusion}  ${sentence} ${caution} ${evidence}\n`;
    })
    .join('');
}

function mean(
  arm: readonly Result[],
  read: (result: Result) => number | undefined,
  format: (value: number) => string,
): string | undefined {
  const value = meanOver(arm, read);
  return value === undefined ? undefined : format(value);
}

/** Test errors of the cells, means over seeds: an asterisk is chosen on validation images, two are also shown to be better. */
export function sweepTable(record: RunRecord): string {
  const sweep = sweepOf(record);
  if (!sweep) return '';
  const [down, across] = sweep.axes;
  const text = (cell: SweepCell) =>
    whole(cell.testErrors) + (cell === sweep.best ? (sweep.isBestShown ? ' **' : ' *') : '');
  const columns: (readonly [string, readonly string[]])[] = [
    [axisTitle(down!), down!.values.map(formatSetting)],
    ...(across ? across.values : [undefined]).map((value, c) => {
      const title =
        across && value !== undefined ? `${axisTitle(across)} = ${formatSetting(value)}` : 'distilled';
      return [title, sweep.rows.map((row) => text(row[c]!))] as const;
    }),
    [
      'labels alone',
      sweep.rows.map((row) => [...new Set(row.map((cell) => whole(cell.baselineErrors)))].join(', ')),
    ],
  ];
  const note = '* chosen on validation images; ** and shown on test images to be better than labels alone\n';
  return `${textTable(columns)}${note}`;
}

const LESS: Record<Reference, string> = { labels: 'less labels alone', softTargets: 'less soft targets' };

/** A method a row: what was chosen, its test errors, and how they differ from labels and from soft targets. */
export function leaderboardTable(record: Pick<RunRecord, 'config' | 'results' | 'verdicts'>): string {
  const board = leaderboardOf(record);
  if (!board) return '';
  const { rows, references, tested, untested } = board;
  const column = (title: string, read: (row: LeaderboardRow) => string | undefined) =>
    [title, rows.map((row) => read(row) ?? '')] as const;
  const table = textTable([
    column('method', ({ method }) => methodTitle(method)),
    column('chosen', ({ values }) => settingText({ values })),
    column('tried', ({ tried }) => String(tried)),
    column('validation error', ({ validationError: share }) =>
      share === undefined ? undefined : percent(share),
    ),
    column('test errors', ({ testErrors }) => whole(testErrors)),
    column('95 % interval', ({ interval }) => interval && intervalText(interval)),
    ...references.map((reference) =>
      column(LESS[reference], ({ method, against }) => {
        const verdict = against[reference];
        if (!verdict) return method === 'labels' || method === reference ? undefined : 'not tested';
        const { meanDifference, interval, conclusion } = verdict;
        return `${whole(meanDifference)}${interval ? ` (${intervalText(interval)})` : ''} ${conclusion}`;
      }),
    ),
  ]);
  const notes = [
    ...(rows.some(({ tried }) => tried > 1) ? ['Settings are chosen on validation images.'] : []),
    `Differences are on test images, by seed; verdicts are corrected for all ${tested} comparisons of this table (Holm), intervals are not.`,
    'Rows are in the order of test errors, which claims nothing: the verdicts do.',
    ...(untested > 0
      ? [
          `${untested} comparisons are not tested: with one seed only networks that the run itself compares image by image can be.`,
        ]
      : []),
  ];
  return `${table}${notes.join(' ')}\n`;
}

function intervalText([low, high]: readonly [number, number]): string {
  return `${whole(low)} to ${whole(high)}`;
}

function range(values: readonly number[]): string {
  return `${Math.min(...values)} - ${Math.max(...values)}`;
}

function whole(value: number): string {
  return String(Number(value.toFixed(1)));
}

export function presetList(presets: readonly Preset[]): string {
  const width = Math.max(...presets.map(({ id }) => id.length));
  const indent = ' '.repeat(width + 2);
  return presets
    .map(({ id, title, config }) => {
      const { teaches, expect } = PRESET_WORDS[id]!;
      return `${id.padEnd(width)}  ${title}\n${indent}${teaches}\n${indent}${teacherSaw(config)}\n${indent}Expect: ${expect}\n`;
    })
    .join('\n');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
