import { expect, test } from 'vitest';
import type { StageEvent } from '../../src/core/events.ts';
import { ask } from '../../src/engine/ask.ts';
import type { Session } from '../../src/engine/trainer.ts';
import { NEVER } from './fixtures.ts';

const PIXELS = 784;

/** Two members of one class: an image's first pixel, and its double. A thousand images take so many seconds. */
function populationTaking(secondsPerThousand: number) {
  let clock = 0;
  const pieces: number[] = [];
  const forward = (images: Uint8Array) => {
    const rows = images.length / PIXELS;
    pieces.push(rows);
    clock += rows * secondsPerThousand; // in ms
    const first = Float32Array.from({ length: rows }, (_, n) => images[n * PIXELS]!);
    return Promise.resolve([first, first.map((value) => 2 * value)]);
  };
  const pass = (ms: number) => (clock += ms);
  return { session: { forward } as unknown as Session, pieces, now: () => clock, pass };
}

/** @param pausedMs between two pulls */
async function askAll(seconds: number, count: number, secondsLeft?: number, pausedMs = 0) {
  const images = new Uint8Array(count * PIXELS);
  for (let n = 0; n < count; n++) images[n * PIXELS] = n % 251;
  const { session, pieces, now, pass } = populationTaking(seconds);
  const asking = {
    phase: 'measuring',
    share: 0.5,
    ...(secondsLeft !== undefined && { secondsLeft }),
  } as const;
  const asked = ask(session, images, asking, NEVER, now);
  const events: StageEvent[] = [];
  for (;;) {
    const { done, value } = await asked.next();
    if (done) return { answers: value, events, pieces };
    events.push(value);
    pass(pausedMs);
  }
}

test('every image is answered once, in order, by every member', async () => {
  const { answers, pieces } = await askAll(0.01, 10_300);
  const own = Float32Array.from({ length: 10_300 }, (_, n) => n % 251);
  expect(answers).toEqual([own, own.map((value) => 2 * value)]);
  expect(pieces.slice(0, 3)).toEqual([500, 1000, 2000]); // what is quick is asked for more at once
  expect(pieces.length).toBeLessThan(7);
});

test('what is slow is told of piece by piece, with the time left of the phase beside that of the run', async () => {
  const { events, pieces } = await askAll(20, 2_000, 60);
  expect(pieces).toEqual([500, 500, 500, 500]);
  const progress = { kind: 'progress', phase: 'measuring', share: 0.5 };
  expect(events).toEqual([
    { ...progress, images: { answered: 0, of: 2_000 }, secondsLeft: 60 },
    { ...progress, images: { answered: 500, of: 2_000 }, secondsLeft: 60 + 30 },
    { ...progress, images: { answered: 1_000, of: 2_000 }, secondsLeft: 60 + 20 },
    { ...progress, images: { answered: 1_500, of: 2_000 }, secondsLeft: 60 + 10 },
  ]);
});

test('no time left is told where that of the run is not known, and nothing where there are no images', async () => {
  const { events } = await askAll(20, 1_000);
  expect(events.map((event) => 'secondsLeft' in event)).toEqual([false, false]);
  expect((await askAll(20, 0)).events).toEqual([]);
});

test('a pause is no part of the time left', async () => {
  expect((await askAll(20, 2_000, 60, 3_600_000)).events).toEqual((await askAll(20, 2_000, 60)).events);
});
