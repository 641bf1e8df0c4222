/** The results table as CSV (RFC 4180), for spreadsheets. */
import type { Result } from './run-record.ts';

type Column = readonly [name: string, read: (result: Result) => string | number | boolean | undefined];

const QUANTISED = (['float16', 'uint8', 'int8'] as const).flatMap((precision): readonly Column[] => {
  const find = (result: Result) => result.quantised?.find((one) => one.precision === precision);
  return [
    [`${precision}Bytes`, (r) => find(r)?.bytes],
    [`${precision}TestErrors`, (r) => find(r)?.testErrors],
    [`${precision}Changed`, (r) => find(r)?.changed],
  ];
});

const COLUMNS: readonly Column[] = [
  ['role', (r) => r.role],
  ['method', (r) => r.method],
  ['setting', (r) => r.setting],
  ['member', (r) => r.member],
  ['seed', (r) => r.seed],
  ['temperature', (r) => r.settings?.temperature],
  ['softWeight', (r) => r.settings?.softWeight],
  ['tSquared', (r) => r.settings?.tSquared],
  ['architecture', (r) => r.architecture],
  ['parameters', (r) => r.parameters],
  ['macs', (r) => r.macs],
  ['compression', (r) => r.compression],
  ['bytes', (r) => r.bytes],
  ['testImages', (r) => r.testImages],
  ['testErrors', (r) => r.testErrors],
  ['testAccuracy', (r) => r.testAccuracy],
  ['testLoss', (r) => r.testLoss],
  ['ece', (r) => r.ece],
  ['kl', (r) => r.kl],
  ['agreement', (r) => r.agreement],
  ['gapClosed', (r) => r.gapClosed],
  ['inheritedErrors', (r) => r.inheritedErrors?.same],
  ['answerBytes', (r) => r.answerBytes],
  ['imagesPerSecond', (r) => r.imagesPerSecond],
  ['latencyMedianMs', (r) => r.latencyMs?.median],
  ['latencyP95Ms', (r) => r.latencyMs?.p95],
  ['latencyBackend', (r) => r.latencyMs?.backend],
  ['trainSeconds', (r) => r.trainSeconds],
  ...QUANTISED,
];

/** One line a result under a line of names; a number that was not computed is an empty cell. */
export function resultsCsv(results: readonly Result[]): string {
  return csvText([
    COLUMNS.map(([name]) => name),
    ...results.map((result) => COLUMNS.map(([, read]) => read(result))),
  ]);
}

type Cell = string | number | boolean | undefined;

/** @param rows the names first */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** Text that a spreadsheet would take for a formula gets an apostrophe; numbers stay as they are. */
function cell(value: Cell): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
