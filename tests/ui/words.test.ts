/** What the page says in words follows the numbers, in both directions. */
import { describe, expect, test } from 'vitest';
import { armWords } from '../../src/core/arm-words.ts';
import { METHODS, type MethodName } from '../../src/core/methods.ts';
import { DEFAULT_EXPERIMENT as quick } from '../../src/core/presets.ts';
import { runTitle } from '../../src/core/run-words.ts';
import type { Arm } from '../../src/core/stages.ts';
import { formatProbability } from '../../src/ui/explore/answer-bars.ts';
import { formatRatio, formatShare, formatTimeLeft } from '../../src/ui/format.ts';
import { lineLabel, roleStyle } from '../../src/ui/roles.ts';
import { runCurves } from '../../src/ui/run-curves.ts';
import { cardSentence, nextRunSentence } from '../../src/ui/sentences.ts';

describe('the cards', () => {
  test('are one sentence each', () => {
    const say = (card: Parameters<typeof cardSentence>[0]) => cardSentence(card, quick, 10);
    expect(say('data')).toBe('1,000 labelled images, 100 a class.');
    expect(say('teacher')).toBe('256-256 hidden units; learns from 10,000 images for 10 epochs.');
    expect(say('student')).toBe('128-128 hidden units, 2.3× smaller than the teacher; 30 epochs.');
    expect(say('distillation')).toBe('90\u00a0% teacher, 10\u00a0% labels');
  });

  test('say what stands side by side', () => {
    const vary = [
      { path: 'distillation.temperature', values: [1, 4] },
      { path: 'distillation.tSquared', values: [true, false] },
    ];
    expect(cardSentence('student', { ...quick, vary }, 10)).toContain(
      ' Side by side: T = 1, 4, each with T² on; T² off.',
    );
  });

  test('say so when a student is no smaller', () => {
    const larger = { ...quick, student: { ...quick.student, hidden: [800, 800] } };
    expect(cardSentence('student', larger, 10)).toContain('4.7× larger than the teacher');
    const equal = { ...quick, student: { ...quick.student, hidden: [256, 256] } };
    expect(cardSentence('student', equal, 10)).toContain('as large as the teacher');
  });
});

describe('methods', () => {
  const arms = (Object.keys(METHODS) as MethodName[]).map((method): Arm => ({
    role: method === 'pseudoLabels' ? 'pseudoLabel' : 'distilled',
    method,
  }));

  test('each has a name and a dash of its own', () => {
    const styles = arms.map(roleStyle);
    for (const tells of [
      styles.map(({ label }) => label),
      styles.map(({ dash }) => dash.join()),
      arms.map(armWords),
    ])
      expect(new Set(tells).size).toBe(arms.length);
  });

  test('are named where a student is not one of soft targets', () => {
    const relational: Arm = { role: 'distilled', method: 'relational' };
    expect(armWords(relational)).toBe('distilled student (Relational)');
    expect(armWords({ ...relational, setting: 's = 3' })).toBe('distilled student (Relational, s = 3)');
    expect(lineLabel({ ...relational, setting: 's = 3' })).toBe('s = 3, Relational');
    expect(armWords({ role: 'distilled', method: 'ensemble' })).toBe('distilled student (Several teachers)');
    expect(armWords({ role: 'teacher', method: 'ensemble' })).toBe('teachers together');
  });

  test('are what the card says where nothing is mixed', () => {
    const say = (method: MethodName) => {
      const config = { ...quick, distillation: { ...quick.distillation, method } };
      return [cardSentence('distillation', config, 10), runTitle({ config })];
    };
    expect(say('relational')).toEqual(['Relational', 'Quick start with method = Relational']);
    expect(say('logitMse')[0]).toBe('Logit matching: 90\u00a0% teacher, 10\u00a0% labels');
    const vary = [{ path: 'distillation.method', values: ['softTargets', 'mutual'] }];
    expect(cardSentence('student', { ...quick, vary }, 10)).toContain(
      ' Side by side: the methods Soft targets, Mutual learning.',
    );
  });
});

test('an edit is told by what it changes', () => {
  expect(nextRunSentence(quick, undefined)).toBeUndefined();
  expect(nextRunSentence(structuredClone(quick), quick)).toBeUndefined();
  const labels = { ...quick, data: { ...quick.data, labelledImages: 500 } };
  expect(nextRunSentence(labels, quick)).toContain('new students, the same teacher');
  expect(nextRunSentence({ ...quick, seed: 2 }, quick)).toContain('a new teacher and new students');
});

describe('the curves', () => {
  const point = { member: 0, seed: 1, epoch: 1, objective: 1 };
  const teacher = { ...point, role: 'teacher', method: 'labels', step: 40, validationAccuracy: 0.9 } as const;
  const hard = { ...point, role: 'hardLabel', method: 'labels', step: 48, testSubsetAccuracy: 0.7 } as const;

  test('are the teacher’s until the students have some', () => {
    const { series, levels, xDomain } = runCurves([teacher], quick, 'accuracy');
    expect(series.map(({ id, points }) => [id, points])).toEqual([['line0', [{ x: 40, y: 0.9 }]]]);
    expect(levels).toEqual([]);
    expect(xDomain).toEqual([0, 790]);
  });

  test('are then the students’ against the teacher’s level', () => {
    const { series, levels, xDomain } = runCurves([teacher, hard], quick, 'accuracy');
    expect(series.map(({ id, points }) => [id, points])).toEqual([['line0', [{ x: 48, y: 0.7 }]]]);
    expect(levels.map(({ id, value }) => [id, value])).toEqual([['level0', 0.9]]);
    expect(xDomain).toEqual([0, 960]);
  });

  test('leave out what was not measured', () => {
    expect(runCurves([teacher], quick, 'loss').series).toEqual([]);
  });
});

test('numbers are rounded as people say them', () => {
  expect(formatTimeLeft(3)).toBe('a few seconds left');
  expect(formatTimeLeft(34)).toBe('about 40\u00a0s left');
  expect(formatTimeLeft(130)).toBe('about 2\u00a0min left');
  expect(formatTimeLeft(3 * 3600)).toBe('about 3\u00a0h left');
  expect(formatShare(0.125)).toBe('12.5\u00a0%');
  expect(formatRatio(2.277)).toBe('2.3×');
  expect(formatRatio(300.2)).toBe('300×');
});

test('a share of an answer has as many digits as tell it from nothing and from all', () => {
  const said = [1, 0.9996, 0.9994, 0.269, 0.00998, 0.0096, 0.0094, 0.00001, 2e-6, 1e-9, 0];
  expect(said.map((share) => formatProbability(share).replace('\u00a0%', ''))).toEqual([
    ...['100.0', '>99.9', '99.9', '26.9', '1.0', '1.0', '0.9', '0.001', '0.0002', '<0.0001', '<0.0001'],
  ]);
});
