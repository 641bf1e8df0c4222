import { expect, test, vi } from 'vitest';
import { parameterCount } from '../../../src/core/architecture.ts';
import { LabError } from '../../../src/core/errors.ts';
import { PIXELS, type Dataset } from '../../../src/data/dataset.ts';
import { fusedTrainer } from '../../../src/engine/fused/fused-trainer.ts';
import { layoutOf, pack, unpack } from '../../../src/engine/fused/layout.ts';
import { checkPlan, createMemory } from '../../../src/engine/fused/memory.ts';
import { createBuffers } from '../../../src/engine/fused/session-buffers.ts';
import { trainingStep } from '../../../src/engine/fused/step.ts';
import { barsDataset, breathe, stacked, studentStage, teacherStage } from '../fixtures.ts';
import { ANY_TILE, plainDevice, useDevice } from './device.ts';
import { watchGpu } from './watch-gpu.ts';

const device = useDevice(plainDevice);

/** The device, saying that it allows less. */
function withLimits(limits: Partial<Record<keyof GPUSupportedLimits, number>>): GPUDevice {
  const real = device();
  return new Proxy(real, {
    get(target, name) {
      if (name === 'limits') return { ...copyOf(real.limits), ...limits };
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Limits are getters of a prototype, which a spread would miss. */
function copyOf(limits: GPUSupportedLimits) {
  const { maxStorageBufferBindingSize, maxBufferSize } = limits;
  return { maxStorageBufferBindingSize, maxBufferSize };
}

test('a plan that fits passes, one that does not is refused with its size and the limit', () => {
  const { limits } = withLimits({ maxStorageBufferBindingSize: 2e6 });
  expect(() => checkPlan({ a: { bytes: 2e6, title: 'weights' } }, limits)).not.toThrow();
  const refused = () =>
    checkPlan({ a: { bytes: 10, title: 'labels' }, b: { bytes: 3.5e6, title: 'weights' } }, limits);
  expect(refused).toThrow(LabError);
  expect(refused).toThrow(/weights.* 3\.5 MB.* 2 MB/);
});

test.each(['maxStorageBufferBindingSize', 'maxBufferSize'] as const)(
  'a population beyond %s is refused before anything is allocated',
  async (limit) => {
    const small = withLimits({ [limit]: 1e6 });
    const watch = watchGpu();
    try {
      const opening = fusedTrainer(small).open(teacherStage({ teacher: { hidden: [1200] } }), {
        dataset: barsDataset(60),
        breathe,
        sourceLogits: [],
      });
      await expect(opening).rejects.toThrow(/weights .* 3\.\d MB .* 1 MB/); // 788 x 1204 floats
      await expect(opening).rejects.toMatchObject({ code: 'config' });
      expect(watch.counts.createBuffer).toBe(0);
    } finally {
      watch.stop();
    }
  },
);

test.each([
  ['G7 a GPU without that much memory', () => new GPUOutOfMemoryError('no room')],
  ['one that throws instead', () => undefined],
])('%s: refused with the size, and nothing stays taken', async (_, problem) => {
  const made: { readonly destroy: ReturnType<typeof vi.fn> }[] = [];
  const full = {
    limits: device().limits,
    createBuffer({ size }: GPUBufferDescriptor) {
      if (made.length === 1 && !problem()) throw new RangeError('createBuffer failed, size is too large');
      made.push({ destroy: vi.fn(), size } as never);
      return made.at(-1);
    },
    pushErrorScope: vi.fn(),
    popErrorScope: () => Promise.resolve(problem() ?? null),
  } as unknown as GPUDevice;
  const plan = { a: { bytes: 3e6, title: 'weights' }, b: { bytes: 1.5e6, title: 'labels' } };
  await expect(createMemory(full).allocate(plan)).rejects.toMatchObject({
    code: 'config',
    message: 'The GPU has no 4.5 MB to spare for this population.',
    hint: expect.stringContaining('narrower layers') as string,
  });
  expect(made.length).toBeGreaterThan(0);
  for (const { destroy } of made) expect(destroy).toHaveBeenCalledOnce();
});

test('a 784-1200-1200-10 teacher of 60,000 images takes less than 150 MB', async () => {
  const stage = teacherStage({
    data: { teacherImages: 60_000 },
    teacher: {
      hidden: [1200, 1200],
      batchSize: 128,
      jitter: 2,
      inputDropout: 0.1,
      hiddenDropout: 0.5,
      maxNorm: 3.5,
    },
  });
  const blank = { images: new Uint8Array(60_000 * PIXELS), labels: new Uint8Array(60_000) };
  const dataset: Dataset = { ...barsDataset(10), train: blank };
  const memory = createMemory(device());
  await createBuffers(device().queue, memory, stage, layoutOf(stage), { dataset, sourceLogits: [] });
  memory.freeAll();
  const parameters = parameterCount(stage.architecture);
  expect(memory.peak).toBeGreaterThan(60_000 * PIXELS + 12 * parameters); // images, weights, two moments
  expect(memory.peak).toBeLessThan(150e6);
});

test.each([[[]], [[31]], [[12, 9, 30]]])('parameters of hidden layers %j survive packing', (hidden) => {
  const stage = stacked([1, 2, 3].map((seed) => studentStage({ seed, student: { hidden } })));
  const layout = layoutOf(stage);
  const count = stage.members.length * parameterCount(stage.architecture);
  const flat = Float32Array.from({ length: count }, (_, i) => i + 1);
  const packed = pack(flat, stage.architecture, layout);
  expect(unpack(packed, stage.architecture, layout)).toEqual(flat);
  // What is not a parameter is zero.
  expect(packed.reduce((used, value) => used + (value === 0 ? 0 : 1), 0)).toBe(count);
});

test('no kernel binds more storage buffers than every device allows', () => {
  const everything = { hiddenDropout: 0.5, inputDropout: 0.2, jitter: 2, maxNorm: 1 };
  const distilled = studentStage({ distillation: { softWeight: 0.7, pseudoLabelControl: true } });
  const { regularisation } = teacherStage({ teacher: everything });
  const most = [distilled, { ...distilled, regularisation }].flatMap((stage) =>
    trainingStep(stage, layoutOf(stage), ANY_TILE).map(({ buffers }) => buffers.length),
  );
  expect(Math.max(...most)).toBe(8); // maxStorageBuffersPerShaderStage of WebGPU's default limits
});
