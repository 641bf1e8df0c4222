import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createGate, type Gate, type Pass } from '../../src/worker/gate.ts';

const settled = async (promise: Promise<unknown>) =>
  Promise.race([promise, new Promise((resolve) => setTimeout(() => resolve('closed'), 10))]);

test('playing passes freely, paused waits, resumed goes on', async () => {
  const gate = createGate(true);
  expect(await gate.pass()).toBe('free');
  gate.pause();
  const waiting = gate.pass();
  expect(await settled(waiting)).toBe('closed');
  gate.play();
  expect(await waiting).toBe('free');
});

test('a step passes once and stays closed; two quick presses are one', async () => {
  const gate = createGate(false);
  gate.step();
  gate.step();
  expect(await gate.pass()).toBe('step');
  expect(await settled(gate.pass())).toBe('closed');
});

test('a step while playing pauses after it', async () => {
  const gate = createGate(true);
  gate.step();
  expect(await gate.pass()).toBe('step');
  expect(await settled(gate.pass())).toBe('closed');
});

describe('at a limited pace', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Takes a step whenever the gate lets it, each of them `ms` long, and counts. */
  function runThrough(gate: Gate, ms = 0) {
    const counted = { steps: 0, passes: new Set<Pass>() };
    void (async () => {
      for (;;) {
        counted.passes.add(await gate.pass());
        if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
        counted.steps += 1;
        gate.stepped();
      }
    })();
    return counted;
  }

  test.each([
    [5, 0, 10, 51],
    [100, 0, 3, 301],
    [1, 300, 4, 5],
    [20, 100, 5, 50], // the device is slower than the pace
  ])('of %i a second, steps of %i ms, there are no more than that', async (pace, ms, seconds, most) => {
    const counted = runThrough(createGate(true, pace), ms);
    await vi.advanceTimersByTimeAsync(1000 * seconds);
    expect(counted.steps).toBeLessThanOrEqual(most);
    expect(counted.steps).toBeGreaterThan(most - 3);
    expect([...counted.passes]).toEqual(['paced']);
  });

  test('nothing is made up for after a pause or a long step', async () => {
    const gate = createGate(true, 10);
    const counted = runThrough(gate);
    await vi.advanceTimersByTimeAsync(1000);
    gate.pause();
    await vi.advanceTimersByTimeAsync(5000);
    const before = counted.steps;
    expect(before).toBeLessThanOrEqual(12);
    gate.play();
    await vi.advanceTimersByTimeAsync(1000);
    expect(counted.steps - before).toBeLessThanOrEqual(11);
  });

  test('pause, step and another pace do not wait for the next step', async () => {
    const gate = createGate(true, 1);
    const counted = runThrough(gate);
    await vi.advanceTimersByTimeAsync(100);
    expect(counted.steps).toBe(1);
    gate.step();
    await vi.advanceTimersByTimeAsync(0);
    expect(counted.steps).toBe(2);
    await vi.advanceTimersByTimeAsync(5000);
    expect(counted.steps).toBe(2); // paused
    gate.play();
    gate.limit(20);
    await vi.advanceTimersByTimeAsync(1000);
    expect(counted.steps).toBeGreaterThan(20);
    expect(gate.isLimited).toBe(true);
    const paced = gate.pass();
    gate.limit(undefined);
    expect(await paced).toBe('free');
    expect(gate.isLimited).toBe(false);
  });
});
