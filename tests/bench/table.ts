/** The results as text: a head about the adapter, a block of aligned rows a case, and a foot about all of them. */
import { PATHS, type AdapterReport, type PathName } from './protocol.ts';
import { ourGflops, perMember, type CaseResult, type GemmReport, type PathResult } from './results.ts';

const TITLES: Record<PathName, string> = {
  ours: 'this lab',
  tfjs: 'tfjs variableGrads + adam',
  modelFit: 'tfjs model.fit',
  jaxjs: 'jax-js jit',
  jaxjsStacked: 'jax-js jit of vmap',
};

const HEADINGS = [
  'path',
  'ms/step',
  'ratio',
  'dispatches',
  'submits',
  'buffers',
  'bind groups',
  'uploads',
  'readbacks',
  'final loss',
  'differs by',
  'timed steps',
];

export function headText({ name, software }: AdapterReport): string {
  return [
    `Adapter: ${name || 'unnamed'}${software ? ' (software: fewer steps are timed)' : ''}.`,
    'A step trains all networks of a case on a batch of 128. Calls of WebGPU are counted per step.',
    '',
  ].join('\n');
}

export function caseText(result: CaseResult): string {
  const { name, comparedAfter } = result;
  const paths = PATHS.filter((path) => resultOf(result, path));
  const rows = [HEADINGS, ...paths.map((path) => rowOf(result, path))];
  const aligned = align(rows);
  const lines = aligned.map((row, i) => `  ${row.join('  ')}${asideOf(result, paths[i - 1])}`.trimEnd());
  const foot = [`losses after ${comparedAfter} steps`];
  const each = perMember(result, []);
  if (each) foot.push(`${number(each.ms)} ms/step a member of ours`);
  return [name, ...lines, `  ${foot.join('; ')}`, ''].join('\n');
}

const FOOT_HEADINGS = ['matrix products of ours', 'GFLOP/s', 'of the best'];

/** What takes all cases to say: shares of the adapter's best rate, and what a population spares its members. */
export function footText(results: readonly CaseResult[], gemm: GemmReport): string {
  const { gflops, kernel, size } = gemm;
  const shares = results.flatMap((result) => {
    const rate = ourGflops(result);
    return rate === undefined ? [] : [[result.name, number(rate), percent(rate / gflops)]];
  });
  const others = gemm.rates.map((rate) => `${rate.kernel} ${number(rate.gflops)}`).join(', ');
  return [
    `Best matrix product here: ${number(gflops)} GFLOP/s (${kernel}; ${size} x ${size} x ${size}) of ${others}.`,
    ...align([FOOT_HEADINGS, ...shares]).map((row) => `  ${row.join('  ')}`),
    ...results.flatMap((result) => {
      const each = perMember(result, results);
      if (!each?.alone) return [];
      const { name, ms, ratio } = each.alone;
      return [
        `Time per member: ${result.name} ${number(each.ms)} ms, ${name} ${number(ms)} ms (${number(ratio)}).`,
      ];
    }),
    '',
  ].join('\n');
}

/** All cells of a column at one width; the first column on the left. */
function align(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))),
  );
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

function resultOf(result: CaseResult, path: PathName) {
  return path === 'ours' ? result.ours : result.peers[path];
}

/** A path that failed has no numbers: its cells are empty. */
function rowOf(result: CaseResult, path: PathName): readonly string[] {
  const measured = resultOf(result, path);
  if (!measured || 'error' in measured) return [TITLES[path], ...HEADINGS.slice(1).map(() => '')];
  const { msPerStep, counts, finalLoss, stepsPerRound, rounds }: PathResult = measured;
  const ratio = path === 'ours' ? undefined : result.ratio[path];
  const difference = path === 'ours' ? undefined : result.difference[path];
  return [
    TITLES[path],
    number(msPerStep),
    ratio === undefined ? '' : `${number(ratio)}x`,
    number(counts.dispatches),
    number(counts.submits),
    number(counts.buffers),
    number(counts.bindGroups),
    number(counts.uploads),
    number(counts.readbacks),
    finalLoss.toFixed(6),
    difference === undefined ? '' : difference.toExponential(1),
    `${rounds.length} x ${stepsPerRound}`,
  ];
}

/** What stands behind a row: how the path went about it, why it failed, why there is no ratio. */
function asideOf(result: CaseResult, path: PathName | undefined): string {
  const measured = path && resultOf(result, path);
  if (!measured) return '';
  const refused = path === 'ours' ? undefined : result.refused[path];
  const asides = 'error' in measured ? [`failed: ${measured.error}`] : [measured.note];
  if (refused && !('error' in measured)) asides.push(`no ratio: ${refused}`);
  return asides.filter(Boolean).length > 0 ? `  ${asides.filter(Boolean).join('; ')}` : '';
}

/** Three digits that count, and no exponent. */
function number(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 3));
}
