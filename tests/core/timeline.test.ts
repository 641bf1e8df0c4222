// A finished run at any second of its training.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { presetById, PRESETS } from '../../src/core/presets.ts';
import { momentOf, timelineOf } from '../../src/core/timeline.ts';
import { madeUpRun } from './measured.ts';

test('first the teacher, then the students, each for as long as they were trained', () => {
  const record = madeUpRun(presetById('quick')!.config);
  const timeline = timelineOf(record);
  expect(timeline.seconds).toBeCloseTo(2 * 41.2);
  expect(momentOf(timeline, 0)).toMatchObject({
    progress: { phase: 'teacher', step: 0, epoch: 1, share: 0 },
    ...{ history: [], results: [], verdicts: [] },
  });

  const half = momentOf(timeline, 20.6); // of the teacher
  expect(half.progress).toMatchObject({ phase: 'teacher', step: 395, steps: 790, epoch: 6, share: 0.25 });
  expect(half.history.at(-1)!.step).toBeLessThanOrEqual(395);
  expect(half.results).toEqual([]);

  const later = momentOf(timeline, 60);
  expect(later.progress.phase).toBe('students');
  expect(later.results.map(({ role }) => role)).toEqual(['teacher']);
  expect(later.verdicts).toEqual([]);

  const { history, results, verdicts } = momentOf(timeline, timeline.seconds);
  expect({ history, results, verdicts }).toEqual({
    ...{ history: record.history, results: record.results, verdicts: record.verdicts },
  });
});

test('a teacher that the run had not trained is there from the beginning', () => {
  const trained = madeUpRun(presetById('quick')!.config);
  const record = { ...trained, reused: [{ stage: 'teacher', from: 'lab' }] } as const;
  const timeline = timelineOf(record);
  expect(timeline.seconds).toBeCloseTo(41.2);
  const { progress, history, results } = momentOf(timeline, 0);
  expect(progress.phase).toBe('students');
  expect(results.map(({ role }) => role)).toEqual(['teacher']);
  expect(history.every(({ role }) => role === 'teacher') && history.length > 0).toBe(true);
});

test.each(PRESETS.map(({ id }) => id))(
  '%s: nothing that was shown goes away, and at the end all is there',
  (id) => {
    const record = madeUpRun(presetById(id)!.config);
    const timeline = timelineOf(record);
    const end = momentOf(timeline, timeline.seconds);
    expect(end.history).toHaveLength(record.history.length);
    expect(end.results).toEqual(record.results);
    expect(end.progress.share).toBe(1);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b) => {
          const [early, late] = [Math.min(a, b), Math.max(a, b)].map((share) =>
            momentOf(timeline, share * timeline.seconds),
          );
          expect(early!.progress.share).toBeLessThanOrEqual(late!.progress.share);
          expect(late!.history.slice(0, early!.history.length)).toEqual(early!.history);
          expect(late!.results.slice(0, early!.results.length)).toEqual(early!.results);
        },
      ),
      { numRuns: 20 },
    );
  },
);
