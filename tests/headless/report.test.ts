/** What the command prints: aligned, and silent about what was not computed. */
import { expect, test } from 'vitest';
import type { DeviceReport } from '../../src/core/device.ts';
import { presetById } from '../../src/core/presets.ts';
import { resultOf, type Result } from '../../src/core/run-record.ts';
import { compile } from '../../src/core/compile.ts';
import { verdictsOf } from '../../src/core/verdicts.ts';
import { measuredOf, runWithErrors } from '../core/measured.ts';
import { startProgress } from '../../src/headless/progress.ts';
import {
  biasTable,
  deviceLine,
  duration,
  leaderboardTable,
  quantisedTable,
  progressLine,
  resultsTable,
  trainedLine,
  verdictLines,
} from '../../src/headless/report.ts';

const [teacherStage, studentStage] = compile(presetById('quick')!.config) as [never, never];
const against = { member: 0, onlyThisRight: 450, onlyOtherRight: 130 };
const teacher = resultOf(teacherStage, 0, 269_322, measuredOf(340, { trainSeconds: 61.25 }));
const student = (member: number, errors: number, gapClosed?: number): Result =>
  resultOf(
    studentStage,
    member,
    269_322,
    measuredOf(errors, {
      agreement: 0.9412,
      trainSeconds: 40,
      ...(gapClosed !== undefined && { gapClosed }),
    }),
  );
const results = [teacher, student(0, 930), student(1, 610, 0.5424)];

test('the table', () => {
  const lines = [
    'network             layers          T  alpha   test errors  accuracy     ECE  parameters  compression  agreement  gap closed  seconds',
    'teacher             784-256-256-10            340 of 10000   96.60 %  2.00 %      269322         1.0x                            61.3',
    'hard-label student  784-128-128-10            930 of 10000   90.70 %  2.00 %      118282         2.3x    94.12 %                 40.0',
    'distilled student   784-128-128-10  8    0.9  610 of 10000   93.90 %  2.00 %      118282         2.3x    94.12 %     54.24 %     40.0',
  ];
  expect(resultsTable(results).split('\n')).toEqual([...lines, '']);
});

test('a column that nothing is in is left out', () => {
  expect(resultsTable([teacher])).not.toMatch(/gap|agreement|alpha/);
});

test('several seeds of an arm are one line: their mean, and the least and the most', () => {
  const seeds = [930, 950, 991].map((errors, i) => ({ ...student(0, errors), seed: i }));
  const table = resultsTable([...seeds, student(1, 610)]);
  expect(table.split('\n')).toHaveLength(4);
  expect(table).toContain('957 of 10000');
  expect(table).toContain('930 - 991');
});

test('a verdict is a line that begins with its conclusion', () => {
  const verdicts = verdictsOf(
    [student(0, 930), { ...student(1, 610), against: [against] }],
    [{ candidate: 1, baseline: 0 }],
  );
  expect(verdictLines(verdicts, 10_000)).toMatch(
    /^BETTER {2}The distilled student made 320 fewer errors of 10,000 than the hard-label student\. One seed shows little/,
  );
});

test('what fewer bits cost is a row for each network and precision, means over seeds', () => {
  const rounded = (testErrors: number) =>
    ({ precision: 'uint8', bytes: 100, testErrors, changed: 4 }) as const;
  const results = [610, 620].map((errors, seed) => ({
    ...{ ...student(1, errors), seed },
    quantised: [rounded(errors + seed), { ...rounded(errors - 1), precision: 'int8' } as const],
  }));
  const lines = quantisedTable([teacher, ...results]).split('\n');
  expect(lines).toHaveLength(5);
  expect(lines[2]).toMatch(/^ +uint8 +100 +615.5 +\+0.5 +4$/);
  expect(lines[3]).toMatch(/^ +int8 +100 +614 +−1.0 +4$/);
  expect(quantisedTable([teacher])).toBe('');
});

test('the leaderboard: what was chosen, differences with intervals and conclusions, and what was not tested', () => {
  const quick = presetById('quick')!.config;
  const vary = [
    { path: 'distillation.method', values: ['softTargets', 'fitnets', 'pseudoLabels'] },
    { path: 'distillation.strength', values: [1, 10] },
  ];
  const level: Record<string, number> = { labels: 900, softTargets: 600, fitnets: 640, pseudoLabels: 800 };
  const run = (seeds: number) =>
    runWithErrors({ ...quick, seeds, vary }, (name, seed, method) => ({
      test: level[method]! + (method === 'labels' ? 2 : 1) * seed,
      validation: name.endsWith('10') ? 150 : 200,
    }));
  const [head, first, second, ...rest] = leaderboardTable(run(3)).split('\n');
  expect(head).toMatch(
    /^method +chosen +tried +validation error +test errors +95 % interval +less labels alone +less soft targets/,
  );
  expect(first).toMatch(
    /^Soft targets +s = 10 +2 +3.00 % +601 +598.5 to 603.5 +-301 \(-303.5 to -298.5\) BETTER$/,
  );
  expect(second).toMatch(/^FitNets hints +s = 10 .+ BETTER +40 \(40 to 40\) NO DIFFERENCE SHOWN$/); // three seeds, no spread
  expect(rest[1]).toMatch(/^Labels alone +1 +4.00 % +902 +[\d.]+ to [\d.]+$/);
  expect(rest[2]).toContain('corrected for all 5 comparisons');
  expect(leaderboardTable(run(1))).toMatch(/^FitNets hints .+ 640 +-260 BETTER +not tested$/m);
  expect(leaderboardTable(run(1))).toContain('2 comparisons are not tested');
  expect(leaderboardTable(runWithErrors(quick, () => ({ test: 1, validation: 1 })))).toBe('');
});

test('what a bias does is a line for each student that was not shown some digits', () => {
  const biasMatched = {
    bias: 1.25,
    testErrors: 500,
    perClassAccuracy: Array.from({ length: 10 }, () => 0.95),
  };
  const text = biasTable([teacher, { ...student(1, 610), biasMatched }]);
  expect(text.split('\n')).toHaveLength(3);
  expect(text).toContain('bias 1.25 (matched on validation images): 500 errors');
});

test('the device, and why no better one', () => {
  const device: DeviceReport = {
    backend: 'webgpu',
    trainer: 'fused',
    adapter: 'google swiftshader',
    softwareAdapter: true,
    reasons: [],
    tfjs: '4.22.0',
    userAgent: '',
  };
  expect(deviceLine(device)).toBe(
    'Training on WebGPU (software adapter, google swiftshader) with the fused trainer.',
  );
  const { adapter: _, ...plain } = device;
  const wasm = { ...plain, backend: 'wasm', softwareAdapter: false, reasons: ['WebGPU: none.'] } as const;
  expect(deviceLine({ ...wasm, trainer: 'tfjs', trainerReason: 'The fused trainer needs WebGPU.' })).toBe(
    'Training on WebAssembly with the reference trainer. WebGPU: none. The fused trainer needs WebGPU.',
  );
});

test('the trainer in the end, with the memory only where it is known', () => {
  const known = {
    backend: 'webgpu',
    softwareAdapter: false,
    reasons: [],
    tfjs: '4.22.0',
    userAgent: '',
    variants: {},
  } as const;
  expect(trainedLine({ ...known, trainer: 'fused', gpuBytes: 92_345_678 })).toBe(
    'Trained with the fused trainer; GPU memory 92.3 MB.',
  );
  expect(trainedLine({ ...known, trainer: 'tfjs', trainerReasons: ['The fused one cannot.'] })).toBe(
    'Trained with the reference trainer. The fused one cannot.',
  );
});

test('times', () => {
  expect([0, 1.4, 59, 60, 200, 3599, 3600, 7500].map(duration)).toEqual([
    '1 s',
    '1 s',
    '59 s',
    '1 min 0 s',
    '3 min 20 s',
    '59 min 59 s',
    '1 h 0 min',
    '2 h 5 min',
  ]);
});

test('the line of progress says what is known', () => {
  expect(progressLine({ phase: 'preparing', share: 0 })).toBe('  0 % · Preparing');
  const progress = {
    phase: 'teacher',
    share: 0.349,
    epoch: 4,
    epochs: 10,
    step: 276,
    steps: 790,
    secondsLeft: 130,
  } as const;
  expect(progressLine(progress)).toBe(
    ' 34 % · Training the teacher · epoch 4 of 10 · step 276 of 790 · 2 min 10 s left',
  );
  expect(progressLine({ phase: 'measuring', share: 1, images: { answered: 500, of: 10_000 } })).toBe(
    '100 % · Measuring on the test images · image 500 of 10000',
  );
});

/** Collects what is written. */
function stream(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  return { written, stream: { isTTY, columns: 20, write } as unknown as NodeJS.WriteStream };
}

test('a terminal gets one line that is rewritten and never wraps', () => {
  const { written, stream: terminal } = stream(true);
  const line = startProgress(terminal);
  line.show({ phase: 'teacher', share: 0.1, step: 1, steps: 2 });
  line.end();
  expect(written).toEqual(['\r\u001b[2K 10 % · Training th', '\r\u001b[2K']);
});

test('a log gets a line for each phase and one every ten seconds', () => {
  let now = 0;
  const { written, stream: log } = stream(false);
  const line = startProgress(log, () => now);
  for (now = 0; now <= 25_000; now += 500) line.show({ phase: 'teacher', share: now / 50_000 });
  line.show({ phase: 'students', share: 0.6 });
  line.end();
  expect(written.map((text) => text.slice(0, 5))).toEqual(['  0 %', ' 20 %', ' 40 %', ' 60 %']);
});
