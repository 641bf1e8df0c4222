// A run as a file: what was written is read back whole, and what anybody else wrote is refused in a sentence.
import { describe, expect, test } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import { parseRun, parseRunText } from '../../src/core/run-file.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { MAX_RUN_CHARACTERS } from '../../src/core/schema.ts';
import { english } from '../../src/core/text.ts';
import { runHeadline, runTitle } from '../../src/core/run-words.ts';
import { wholeRun } from './whole-run.ts';

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

test('of terms, those that somebody has added up are read, and nothing else', () => {
  const terms = JSON.parse('{"relational": 0.5, "__proto__": 1, "ofTomorrow": 2}') as object;
  const [first] = whole.history;
  const parsed = parseRun({ ...whole, history: [{ ...first, terms }] });
  expect(parsed.ok && parsed.value.history[0]!.terms).toEqual({ relational: 0.5 });
  const { terms: _, ...before } = first!;
  expect(parseRun({ ...whole, history: [before] })).toMatchObject({ ok: true, value: { history: [before] } });
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
      'the value of a term that is text',
      { ...whole, history: [{ ...whole.history[0], terms: { softTargets: '<img>' } }] },
      '"history.0.terms.softTargets" is "<img>"; expected: number.',
    ],
    [
      'a role nobody has',
      { ...whole, history: [{ ...whole.history[0], role: '__proto__' }] },
      '"history.0.role"',
    ],
    [
      'an architecture that is none of the lab’s',
      { ...whole, results: [{ ...whole.results[0], architecture: '1e9' }] },
      'a network of the lab, such as 784-30-10',
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
