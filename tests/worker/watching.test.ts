// The clocks by which a worker is known to live, and how long it has worked: sleep counts for nothing.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { awakeClock } from '../../src/worker/awake-clock.ts';
import { createLeaving, type Leaving } from '../../src/worker/leaving.ts';
import { watchGpu, watchSilence } from '../../src/worker/silence.ts';

describe('silence', () => {
  function watched() {
    const tooLong = vi.fn();
    let tick: (() => void) | undefined;
    const silence = watchSilence(60, tooLong, (each) => {
      tick = each;
      return () => (tick = undefined);
    });
    const seconds = (n: number) => {
      for (let i = 0; i < n; i += 1) tick?.();
    };
    return { tooLong, silence, seconds, isOver: () => tick === undefined };
  }

  test('of more than ten seconds ends a worker whose GPU does the work, and is told once', () => {
    const { tooLong, silence, seconds, isOver } = watched();
    silence.bear(10);
    seconds(10);
    silence.heard();
    expect(tooLong).not.toHaveBeenCalled();
    silence.bear(10);
    seconds(11);
    expect(tooLong).toHaveBeenCalledExactlyOnceWith(11);
    expect(isOver()).toBe(true);
  });

  test('ten times as long as ever before is borne, and a minute where the worker computes itself', () => {
    const { tooLong, silence, seconds } = watched();
    silence.bear(10);
    seconds(3);
    silence.heard();
    seconds(30);
    expect(tooLong).not.toHaveBeenCalled();
    seconds(1);
    expect(tooLong).toHaveBeenCalledWith(31);
    const other = watched();
    other.silence.bear(60);
    other.seconds(60);
    expect(other.tooLong).not.toHaveBeenCalled();
    other.seconds(1);
    expect(other.tooLong).toHaveBeenCalledWith(61);
  });
});

test('a GPU is silent only while it is waited for: a pause is none', async () => {
  const hung = vi.fn();
  let tick: () => void = () => undefined;
  const gpu = watchGpu(hung, (each) => {
    tick = each;
    return () => undefined;
  });
  const seconds = (n: number) => {
    for (let i = 0; i < n; i += 1) tick();
  };
  seconds(60);
  await gpu.awaited(Promise.resolve());
  seconds(60);
  void gpu.awaited(new Promise(() => undefined));
  seconds(30);
  gpu.heard();
  expect(hung).not.toHaveBeenCalled();
  seconds(301);
  expect(hung).toHaveBeenCalledExactlyOnceWith(301);
});

test('the clock stands still while the machine sleeps', () => {
  let time = 0;
  const clock = awakeClock(5_000, () => time);
  const at = (ms: number) => {
    time = ms;
    return clock.now();
  };
  expect(at(4_000)).toBe(4_000);
  expect(at(9_000)).toBe(9_000); // five seconds of work
  expect(at(3_609_000)).toBe(9_000); // an hour of sleep
  expect(at(3_610_000)).toBe(10_000);
  clock.stop();
});

describe('leaving the page', () => {
  let leaving: Leaving;
  afterEach(() => leaving.end());
  const isAsked = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }));

  test('asks where more than ten seconds of work would be lost, and only then', () => {
    let now = 0;
    leaving = createLeaving(() => now);
    now = 60_000;
    expect(isAsked()).toBe(false); // nothing runs
    leaving.begin();
    now = 70_000;
    expect(isAsked()).toBe(false);
    now = 70_001;
    expect(isAsked()).toBe(true);
    leaving.kept();
    expect(isAsked()).toBe(false);
    now = 80_000;
    leaving.paused(true);
    leaving.paused(true);
    now = 999_000; // a pause is no work
    expect(isAsked()).toBe(false);
    leaving.paused(false);
    expect(isAsked()).toBe(false);
    now += 1; // ten seconds, nearly all of them before the pause
    expect(isAsked()).toBe(false);
    now += 1;
    expect(isAsked()).toBe(true);
    leaving.end();
    expect(isAsked()).toBe(false);
  });
});
