import { afterEach, expect, test } from 'vitest';
import { createPump } from '../../../src/engine/fused/pump.ts';
import { NEVER, studentStage } from '../fixtures.ts';
import { plainDevice, useDevice, useSessions } from './device.ts';
import { watchGpu } from './watch-gpu.ts';

const device = useDevice(plainDevice);
const start = useSessions(device);

const watch = watchGpu();
afterEach(() => watch.reset());

test('a stop is honoured before the next submit, and the session tells what was submitted', async () => {
  const stage = studentStage({ distillation: { softWeight: 0.7 } });
  const controller = new AbortController();
  let [turns, submits] = [0, 0];
  const session = await start(stage, {
    breathe: async () => {
      if (++turns !== 4) return;
      controller.abort();
      submits = watch.counts.submit;
    },
  });
  watch.reset();
  await expect(session.advance(10_000, controller.signal)).rejects.toMatchObject({ code: 'stopped' });
  expect(turns).toBe(4);
  expect(watch.counts.submit).toBe(submits); // none after the stop
  const steps = session.step;
  expect(watch.counts.dispatchWorkgroups).toBe(2 * steps); // a narrow step is two dispatches
  expect(steps).toBeGreaterThanOrEqual(4);

  // What was submitted was done: going on from here is as if nothing had been.
  const undisturbed = await start(stage);
  await undisturbed.advance(steps, NEVER);
  expect(await session.advance(3, NEVER)).toEqual(await undisturbed.advance(3, NEVER));
  expect(await session.snapshot()).toEqual(await undisturbed.snapshot());
});

test('a signal that was aborted before submits nothing', async () => {
  const session = await start(studentStage());
  watch.reset();
  await expect(session.advance(3, AbortSignal.abort())).rejects.toMatchObject({ code: 'stopped' });
  expect(session.step).toBe(0);
  expect(watch.counts.dispatchWorkgroups).toBe(0);
});

test('the pump takes every unit once, in order, in submits that its work allows', async () => {
  const pump = createPump(device(), () => Promise.resolve());
  const units: number[] = [];
  const ends: number[] = [];
  const followed: number[] = [];
  await pump.run('any', 100, NEVER, {
    prepare: (unit) => 7 - (unit % 7), // up to the next multiple of seven
    encode: (_pass, unit) => units.push(unit),
    after: (_encoder, unit) => followed.push(unit),
    submitted: (to) => ends.push(to),
  });
  expect(units).toEqual(Array.from({ length: 100 }, (_, i) => i));
  expect(followed).toEqual(units);
  expect(ends[0]).toBe(1); // nothing is known yet of how long a unit takes
  expect(ends.at(-1)).toBe(100);
  const starts = [0, ...ends.slice(0, -1)];
  starts.forEach((from, i) => expect(Math.floor(from / 7)).toBe(Math.floor((ends[i]! - 1) / 7)));
  expect(watch.counts.submit).toBe(ends.length);
});

test('a queue that reports only every 100 ms, as in Firefox, is kept busy all the same', async () => {
  const { queue } = device();
  const workDone = queue.onSubmittedWorkDone.bind(queue);
  queue.onSubmittedWorkDone = async (): Promise<undefined> => {
    await workDone();
    const look = Math.ceil(performance.now() / 100) * 100;
    // A timer may ring a little early: a report just before a look would be followed by one right after it.
    while (performance.now() < look)
      await new Promise((resolve) => setTimeout(resolve, look - performance.now()));
  };
  const ends: number[] = [];
  try {
    const pump = createPump(device(), () => Promise.resolve());
    await pump.run('any', 600, NEVER, { encode: () => undefined, submitted: (to) => ends.push(to) });
  } finally {
    queue.onSubmittedWorkDone = workDone;
  }
  const sizes = ends.map((to, i) => to - (ends[i - 1] ?? 0));
  expect(Math.max(...sizes)).toBe(64);
  expect(sizes.length).toBeLessThan(25);
  // A late report must not make a submit long: two may be on their way with what was known before.
  sizes.forEach((size, i) => expect(size).toBeLessThanOrEqual(4 * (sizes[i - 1] ?? 1)));
});

test('the pump has at most two submits in flight, and breathes after each', async () => {
  const { queue } = device();
  const workDone = queue.onSubmittedWorkDone.bind(queue);
  let [inFlight, most, breaths] = [0, 0, 0];
  queue.onSubmittedWorkDone = async (): Promise<undefined> => {
    most = Math.max(most, ++inFlight);
    await workDone();
    inFlight--;
  };
  try {
    const pump = createPump(device(), async () => {
      breaths++;
    });
    await pump.run('any', 30, NEVER, { prepare: () => 1, encode: () => undefined });
  } finally {
    queue.onSubmittedWorkDone = workDone;
  }
  expect(most).toBe(2);
  expect(breaths).toBe(30);
});
