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
  const read = vi.spyOn(GPUBuffer.prototype, 'mapAsync').mockReturnValue(new Promise(() => undefined));
  const config = smallExperiment({ data: { dataset: 'own' } });
  const done = lab.run({ runId: 'a', generation: 1, config, paused: false }, () => undefined);
  let failure: unknown;
  done.catch((error: unknown) => (failure = error));
  await vi.waitFor(() => expect(read).toHaveBeenCalled(), 30_000);
  // Again and again: on a busy machine the watch may begin after the first look at the clock.
  await vi.waitFor(() => {
    vi.advanceTimersByTime(31_000);
    expect(failure).toBeDefined();
  }, 20_000);
  const message = 'The GPU has not answered for 31 seconds.';
  expect(failure).toMatchObject({ code: 'lost', message });
  vi.restoreAllMocks();
  vi.useRealTimers();
});
