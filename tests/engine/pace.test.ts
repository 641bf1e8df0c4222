import { afterEach, expect, test, vi } from 'vitest';
import { startPace } from '../../src/engine/pace.ts';
import { studentStage } from './fixtures.ts';

const stage = studentStage();
let now = 0;
vi.spyOn(performance, 'now').mockImplementation(() => now);
afterEach(() => {
  now = 0;
});

/** @returns steps of each advance on a device that takes `delay + steps * each` ms for it */
async function paces(count: number, delay: number, each: number): Promise<number[]> {
  const pace = startPace([stage], () => 0);
  const taken: number[] = [];
  for (let i = 0; i < count; i++) {
    const steps = pace.stepsInAMoment(stage);
    taken.push(steps);
    await pace.training(stage, steps, async () => void (now += delay + steps * each));
  }
  return taken;
}

test('the first advance is one step, and later ones fit in a moment', async () => {
  const taken = await paces(10, 0, 10);
  expect(taken[0]).toBe(1);
  expect(taken.at(-1)! * 10).toBeGreaterThan(200);
  expect(taken.at(-1)! * 10).toBeLessThan(500);
  expect(await paces(4, 0, 400)).toEqual([1, 1, 1, 1]);
});

test('a device that answers only after 100 ms, or twice that, is given more at a time', async () => {
  for (const delay of [103, 206]) expect((await paces(12, delay, 1)).at(-1)).toBeGreaterThan(40);
});

test('a remainder or a single step tells nothing of a moment', async () => {
  const pace = startPace([stage], () => 0);
  await pace.training(stage, 1, async () => void (now += 1));
  const before = pace.stepsInAMoment(stage);
  expect(before).toBeGreaterThan(100);
  await pace.training(stage, 1, async () => void (now += 100));
  expect(pace.stepsInAMoment(stage)).toBe(before);
});
