// A GPU that goes away in the middle of a run. In a file of its own: nothing in this page gets it back.
import { expect, test, vi } from 'vitest';
import type { RunEvent } from '../../src/core/events.ts';
import { createLabApi } from '../../src/worker/lab.ts';
import { smallExperiment } from '../engine/fixtures.ts';
import { ownFiles } from './own-files.ts';

test('the run ends in a sentence, and so does the next one', async () => {
  const request = vi.spyOn(GPUAdapter.prototype, 'requestDevice');
  const lab = createLabApi({ teachers: [], networks: [] } as unknown as Parameters<typeof createLabApi>[0]);
  expect((await lab.prepare('webgpu')).backend).toBe('webgpu');
  await lab.openOwn(ownFiles());
  const devices = request.mock.settledResults.map(({ value }) => value as GPUDevice);

  const events: RunEvent[] = [];
  const config = smallExperiment({ data: { dataset: 'own' }, teacher: { epochs: 200 } });
  const done = lab.run(
    { runId: 'a', generation: 1, config, paused: false },
    (batch) => void events.push(...batch),
  );
  done.catch(() => undefined);
  await vi.waitFor(() => expect(events.some(({ kind }) => kind === 'points')).toBe(true), 30_000);
  for (const device of devices) device.destroy();
  const lost = { code: 'lost', message: expect.stringMatching(/^The GPU was lost: ./) as string };
  await expect(done).rejects.toMatchObject(lost);
  expect(events.some(({ kind }) => kind === 'results')).toBe(false);
  await expect(
    lab.run({ runId: 'b', generation: 1, config, paused: false }, () => undefined),
  ).rejects.toMatchObject(lost);
});
