import { expect, test } from 'vitest';
import { csvText, resultsCsv } from '../../src/core/csv.ts';
import { compile } from '../../src/core/compile.ts';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import { resultOf } from '../../src/core/run-record.ts';
import { measuredOf } from './measured.ts';

const measured = measuredOf(900);

test('a column a field, a line a result, and nothing where nothing was computed', () => {
  const stage = compile(DEFAULT_EXPERIMENT)[1]!;
  const results = [
    resultOf(stage, 0, 269_322, measured),
    resultOf(stage, 1, 269_322, { ...measured, agreement: 0.5, gapClosed: -0.25 }),
  ];
  const [head, hard, distilled, end] = resultsCsv(results)
    .split('\r\n')
    .map((line) => line.split(','));
  expect(end).toEqual(['']);
  expect(hard).toHaveLength(head!.length);
  const cell = (row: string[], name: string) => row[head!.indexOf(name)];
  expect(cell(hard!, 'temperature')).toBe('');
  expect(cell(hard!, 'agreement')).toBe('');
  expect(cell(distilled!, 'temperature')).toBe('8');
  expect(cell(distilled!, 'gapClosed')).toBe('-0.25'); // a number, not a formula
  expect(cell(distilled!, 'architecture')).toBe('784-128-128-10');
});

test.each([
  ['=HYPERLINK("x"),1', `"'=HYPERLINK(""x""),1"`],
  ['+1', `'+1`],
  ['-1', `'-1`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ['\t=1', `'\t=1`],
  ['\r=1', `"'\r=1"`],
  ['T = -1', 'T = -1'],
])('text that a spreadsheet would calculate is defused, in every column of text: %j', (text, cell) => {
  const stage = compile(DEFAULT_EXPERIMENT)[1]!;
  const hostile = { ...resultOf(stage, 0, 1, measured), setting: text, architecture: text };
  const csv = resultsCsv([{ ...hostile, gapClosed: -0.5 }]);
  expect(csv.split(cell)).toHaveLength(3);
  expect(csv).toContain(',-0.5,'); // a number
  expect(csvText([[text, -1, true, undefined]])).toBe(`${cell},-1,true,\r\n`);
});
