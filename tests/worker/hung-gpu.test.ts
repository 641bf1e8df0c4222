// A GPU that hangs in the middle of a run and that no browser takes away. In a file of its own: this page's hangs ever after.
import { expect, test, vi } from 'vitest';
import { createLabApi } from '../../src/worker/lab.ts';
import { smallExperiment } from '../engine/fixtures.ts';
import { ownFiles } from './own-files.ts';

test.each(['fused', 'tfjs'] as const)('with the trainer %s it is as good as lost', async (trainer) => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const lab = createLabApi({ teachers: [], networks: [] } as unknown as Parameters<typeof createLabApi>[0]);
  expect((await lab.prepare('webgpu', trainer)).trainer).toBe(trainer);
  await lab.openOwn(ownFiles());
  const never = new Promise<undefined>(() => undefined);
  const asked = new Promise<void>((resolve) => {
    vi.spyOn(GPUBuffer.prototype, 'mapAsync').mockImplementation(() => {
      resolve();
      return never;
    });
  });
  const config = smallExperiment({ data: { dataset: 'own' } });
  const done = lab.run({ runId: 'a', generation: 1, config, paused: false }, () => undefined);
  let failure: unknown;
  done.catch((error: unknown) => (failure = error));
  await asked;
  // Second by second: the run may come to wait a little after it has asked. Not `vi.waitFor`, which turns the clock itself.
  while (!failure) {
    vi.advanceTimersByTime(1_000);
    await new Promise((resolve) => setTimeout(resolve));
  }
  const message = 'The GPU has not answered for 31 seconds.';
  expect(failure).toMatchObject({ code: 'lost', message });
  vi.restoreAllMocks();
  vi.useRealTimers();
});
