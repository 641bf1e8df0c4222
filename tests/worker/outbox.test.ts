import { expect, test } from 'vitest';
import type { RunEvent } from '../../src/core/events.ts';
import { createOutbox } from '../../src/worker/outbox.ts';

const progress = (share: number): RunEvent => ({ kind: 'progress', runId: 'a', phase: 'teacher', share });
const points: RunEvent = { kind: 'points', runId: 'a', points: [] };

test('one batch in flight; progress that waits is replaced, points never are', async () => {
  const batches: (readonly RunEvent[])[] = [];
  let land = () => {};
  const outbox = createOutbox((events) => {
    batches.push(events);
    return new Promise<void>((resolve) => (land = resolve));
  });
  outbox.post(progress(0.1));
  outbox.post(progress(0.2));
  outbox.post(points);
  outbox.post(progress(0.3));
  outbox.post(progress(0.4));
  expect(batches).toEqual([[progress(0.1)]]);
  land();
  await Promise.resolve();
  await Promise.resolve();
  expect(batches[1]).toEqual([progress(0.2), points, progress(0.4)]);
  const drained = outbox.drained();
  land();
  await drained;
  expect(batches).toHaveLength(2);
});
