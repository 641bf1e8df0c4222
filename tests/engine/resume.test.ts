// A run that is taken up again from what was kept of it ends as if it had never been interrupted.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { StageCheckpoint } from '../../src/core/checkpoint.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { createKeeper } from '../../src/engine/keeper.ts';
import { collect, of } from './collect-run.ts';
import { smallExperiment, teacherStage } from './fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const config = smallExperiment({
  distillation: { assistant: [[5]], pseudoLabelControl: true },
  teacher: { hiddenDropout: 0.2, jitter: 1 },
  seeds: 2,
});

/** All that does not depend on a clock. */
const untimed = ({ history, results, verdicts }: RunRecord) => ({
  history,
  results: results.map(({ trainSeconds: _, ...rest }) => rest),
  verdicts,
});

describe('a run taken up again', () => {
  // Every look at the clock is two seconds later, so that the run is kept whenever it may be.
  let time = 0;
  beforeEach(() => void vi.spyOn(performance, 'now').mockImplementation(() => (time += 2000)));
  afterEach(() => void vi.restoreAllMocks());

  test('equals the undisturbed one to the bit, from wherever it was kept', async () => {
    const kept: (readonly StageCheckpoint[])[] = [];
    const keep = (stages: readonly StageCheckpoint[]) => {
      kept.push(stages);
      return Promise.resolve();
    };
    const whole = await collect(config, { steps: 3, keep });
    const places = kept.map((stages) => `${stages.at(-1)!.stage} ${stages.at(-1)!.snapshot.step}`);
    expect(new Set(places).size).toBe(places.length);
    for (const stage of ['teacher', 'assistant', 'students'])
      expect(places.filter((place) => place.startsWith(stage)).length).toBeGreaterThan(2); // in it and at its end
    for (const from of kept) {
      const resumed = await collect(config, { from });
      expect(untimed(resumed.record!)).toEqual(untimed(whole.record!));
      expect(of(resumed.events, 'points').flatMap(({ points }) => points)).toEqual(resumed.record!.history);
    }
  });

  test('knows how long it has trained before', async () => {
    const kept: (readonly StageCheckpoint[])[] = [];
    await collect(config, { keep: (stages) => Promise.resolve(void kept.push(stages)) });
    const [teacher] = kept.at(-1)!;
    const { record } = await collect(config, { from: [{ ...teacher!, trainSeconds: 1234 }] });
    expect(record!.results[0]!.trainSeconds).toBe(1234);
  });
});

test('a teacher that is used again takes no step and no time', async () => {
  const kept: (readonly StageCheckpoint[])[] = [];
  const first = await collect(config, { keep: (stages) => Promise.resolve(void kept.push(stages)) });
  const reuse = { from: 'browser', title: 'kept' } as const;
  const from = [{ ...kept[0]![0]!, reuse }];
  const again = await collect(
    { ...config, distillation: { ...config.distillation, temperature: 2 } },
    { from },
  );
  expect(of(again.events, 'opened').map((opened) => opened.reuse)).toEqual([reuse, undefined, undefined]);
  const training = of(again.events, 'progress').filter(({ phase }) => phase === 'teacher');
  expect(training).toHaveLength(1);
  expect(training[0]!.share).toBe(0);
  expect(again.record!.results[0]!.testErrors).toBe(first.record!.results[0]!.testErrors);
  expect(again.record!.reused).toEqual([{ stage: 'teacher', ...reuse }]);
  expect(first.record!).not.toHaveProperty('reused');
});

describe('what is kept when', () => {
  const stage = { ...teacherStage(), stepsPerEpoch: 10 };
  const read = () => Promise.resolve({ stage: 'teacher' } as StageCheckpoint);

  test('every epoch, every five seconds of a long one, never two at a time', async () => {
    let now = 0;
    let written!: () => void;
    const keep = vi.fn(() => new Promise<void>((resolve) => (written = resolve)));
    const keeper = createKeeper(keep, () => now);
    const at = async (seconds: number, step: number) => {
      now = 1000 * seconds;
      await keeper.stepped(stage, step, read);
      return keep.mock.calls.length;
    };
    expect(await at(4, 9)).toBe(0); // within the epoch
    expect(await at(4.5, 10)).toBe(1);
    expect(await at(60, 20)).toBe(1); // the first one is not written yet
    written();
    await Promise.resolve().then(() => undefined);
    await new Promise((resolve) => setTimeout(resolve));
    expect(await at(60.5, 30)).toBe(1); // within a second of the last
    expect(await at(62, 31)).toBe(2);
    written();
    await new Promise((resolve) => setTimeout(resolve));
    expect(await at(66, 32)).toBe(2);
    expect(await at(67, 33)).toBe(3);
    const ended = keeper.finished({ snapshot: { step: 40 } } as StageCheckpoint);
    await new Promise((resolve) => setTimeout(resolve));
    expect(keep).toHaveBeenCalledTimes(3); // the end waits for the record before it
    written();
    await new Promise((resolve) => setTimeout(resolve));
    expect(keep).toHaveBeenCalledTimes(4);
    written();
    await ended;
  });
});
