// A run as a file: what was written is read back whole, and what anybody else wrote is refused in a sentence.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import { parseRun, parseRunText } from '../../src/core/run-file.ts';
import { resultOf, type RunRecord } from '../../src/core/run-record.ts';
import { MAX_RUN_CHARACTERS } from '../../src/core/schema.ts';
import { english } from '../../src/core/text.ts';
import { runHeadline, runTitle } from '../../src/core/run-words.ts';
import { armOf } from '../../src/core/stages.ts';
import { verdictsOf } from '../../src/core/verdicts.ts';
import { measuredOf } from './measured.ts';

/** Everything that a run may hold. */
function wholeRun(): RunRecord {
  const config = { ...DEFAULT_EXPERIMENT, seeds: 2 };
  const students = compile(config)[1]!;
  const results = students.members.map((_, member) => ({
    ...resultOf(
      students,
      member,
      269_322,
      measuredOf(630 + 90 * member, {
        agreement: 0.9,
        gapClosed: 0.5,
        kl: 0.1,
        inheritedErrors: { teacherErrors: 300, same: 100 },
        against: [{ member: 0, onlyThisRight: 4, onlyOtherRight: 3 }],
        validation: { images: 5000, errors: 300, loss: 0.2 },
        biasMatched: { bias: 0.7, testErrors: 9, perClassAccuracy: [null, 1] },
        biasSweep: [{ bias: 0, images: 9, errors: 1, perClassAccuracy: [0.5] }],
      }),
    ),
    omittedClasses: [3],
    imagesPerSecond: 1000,
    latencyMs: { median: 1, p95: 2, backend: 'wasm' as const },
    speed: [{ backend: 'wasm' as const, imagesPerSecond: 1000, latencyMs: { median: 1, p95: 2 } }],
  }));
  return {
    format: 'dark-knowledge-lab/run',
    version: 1,
    config,
    environment: {
      ...{ backend: 'webgpu', adapter: 'google swiftshader', softwareAdapter: true, reasons: ['a'] },
      ...{ tfjs: '4.22.0', userAgent: 'test', trainer: 'fused', trainerReasons: ['b'], gpuBytes: 9 },
      variants: { teacher: { matmul: 'quads' } },
    },
    dataset: { id: 'mnist', title: 'MNIST' },
    reused: [{ stage: 'teacher', from: 'file', title: 'mine', trainedAt: 5 }],
    history: students.members.map((member, number) => ({
      ...armOf(member),
      ...{ member: number, seed: member.seed, epoch: 1, step: 32, objective: 1, trainLoss: 1, kl: 0.5 },
      ...{ hardGradient: 0.1, softGradient: 0.2, validationLoss: 0.3, validationAccuracy: 0.9 },
      ...{ testSubsetLoss: 0.3, testSubsetAccuracy: 0.9 },
    })),
    results,
    verdicts: verdictsOf(results, students.comparisons),
  };
}

const whole = wholeRun();
const problem = (input: unknown): string => {
  const parsed = parseRun(input);
  return parsed.ok ? 'accepted' : parsed.problems[0]!.message;
};

test('a run is read back as it was written', () => {
  const parsed = parseRunText(JSON.stringify(whole));
  expect(parsed).toEqual({ ok: true, value: whole });
});

test('a run whose teacher was imported is read back too', () => {
  const [first, ...rest] = whole.results;
  const { macs: _, answerBytes: __, trainSeconds: ___, ...imported } = first!;
  const run = { ...whole, results: [{ ...imported, architecture: 'imported: model.json' }, ...rest] };
  expect(parseRun(run)).toEqual({ ok: true, value: run });
});

describe('is refused in a sentence', () => {
  test.each<[string, unknown, string]>([
    ['nothing', null, `The file's format is "nothing"; a run's is "dark-knowledge-lab/run".`],
    ['another format', { format: 'x' }, `The file's format is "x"; a run's is "dark-knowledge-lab/run".`],
    ['a newer version', { ...whole, version: 2 }, 'This run is of version "2", made by a newer lab'],
    ['a bad version', { ...whole, version: 'x' }, `The run's version is "x"; it must be 1.`],
    ['no history', { ...whole, history: undefined }, 'The run cannot be read: "history"'],
    ['a bad experiment', { ...whole, config: { ...whole.config, seed: -1 } }, 'Seed is "-1"'],
    ['too many results', { ...whole, results: Array(2001).fill(whole.results[0]) }, '"results"'],
    [
      'a number that is text',
      { ...whole, results: [{ ...whole.results[0], testErrors: '<img>' }] },
      '"results.0.testErrors" is "<img>"',
    ],
    [
      'a role nobody has',
      { ...whole, history: [{ ...whole.history[0], role: '__proto__' }] },
      '"history.0.role"',
    ],
    [
      'an architecture that is no list of widths',
      { ...whole, results: [{ ...whole.results[0], architecture: '1e9' }] },
      'widths',
    ],
  ])('%s', (_, input, message) => {
    expect(problem(input)).toContain(message);
  });

  test('what is not JSON, and what is too long', () => {
    const parsed = parseRunText('<!doctype html>');
    expect(!parsed.ok && parsed.problems[0]!.message).toBe('The run is not JSON: "<!doctype html>".');
    expect(parseRunText(' '.repeat(MAX_RUN_CHARACTERS + 1)).ok).toBe(false);
  });
});

test('whatever the input, it is refused or has known fields only, and nothing is thrown', () => {
  const mutated = fc.tuple(
    fc.constantFrom('config', 'environment', 'dataset', 'history', 'results', 'verdicts', 'extra', 'reused'),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(mutated, ([key, value]) => {
      const parsed = parseRun({ ...whole, [key]: value });
      if (parsed.ok) for (const field of Object.keys(parsed.value)) expect(whole).toHaveProperty(field);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    }),
    { numRuns: 1000 },
  );
});

describe('in words', () => {
  test('a run is called after its preset, and after what differs from the nearest one', () => {
    const { distillation } = DEFAULT_EXPERIMENT;
    const title = (config: RunRecord['config']) => runTitle({ config });
    expect(title(DEFAULT_EXPERIMENT)).toBe('Quick start');
    const hot = { ...DEFAULT_EXPERIMENT, distillation: { ...distillation, temperature: 2 } };
    expect(title(hot)).toBe('Quick start with T = 2');
    const reused = [{ stage: 'teacher', from: 'file', title: 'model.json' }] as const;
    expect(runTitle({ config: hot, reused })).toBe('Quick start with T = 2, taught by model.json');
    expect(title({ ...hot, seed: 5, seeds: 3, student: { ...hot.student, epochs: 3 } })).toBe('Own settings');
  });

  test('what came out is the mean over seeds', () => {
    expect(english(runHeadline(whole))).toBe('labels 675, distilled 855 test errors, 2 seeds');
    expect(english(runHeadline({ ...whole, results: [] }))).toBe('no results');
  });
});
