// Compilers of real drivers take seconds: that is told apart from training, and counted in no time.
import { expect, test } from 'vitest';
import { fusedTrainer } from '../../../src/engine/fused/fused-trainer.ts';
import { collect } from '../collect-run.ts';
import { smallExperiment } from '../fixtures.ts';
import { plainDevice, useDevice } from './device.ts';

const device = useDevice(plainDevice);
const COMPILES_MS = 600;

/** The device, with a compiler that takes its time. */
function slowToCompile(): GPUDevice {
  const real = device();
  return new Proxy(real, {
    get(target, name) {
      if (name === 'createComputePipelineAsync')
        return async (descriptor: GPUComputePipelineDescriptor) => {
          await new Promise((resolve) => setTimeout(resolve, COMPILES_MS));
          return real.createComputePipelineAsync(descriptor);
        };
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

test('G9 a slow compiler delays the first step and is no part of the time in training', async () => {
  const from = performance.now();
  const { record, events } = await collect(smallExperiment(), { trainers: [fusedTrainer(slowToCompile())] });
  const seconds = (performance.now() - from) / 1000;
  const trained = record!.results[0]!.trainSeconds! + record!.results[1]!.trainSeconds!; // two stages
  expect(seconds - trained).toBeGreaterThan((2 * COMPILES_MS) / 1000);
  for (const { trainSeconds } of record!.results) expect(trainSeconds).toBeLessThan(COMPILES_MS / 1000);
  // The stage is told to have begun when it is compiled: until then the page says that it prepares.
  expect(events.findIndex(({ kind }) => kind === 'opened')).toBeLessThan(
    events.findIndex((event) => event.kind === 'progress' && event.phase === 'teacher'),
  );
});
