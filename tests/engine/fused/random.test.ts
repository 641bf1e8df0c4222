import { expect, test } from 'vitest';
import { hash, mix32 } from '../../../src/core/random.ts';
import { fillDropoutMask } from '../../../src/data/batches.ts';
import type { Kernel } from '../../../src/engine/fused/kernels/kernel.ts';
import { dropoutThreshold, RANDOM_WGSL } from '../../../src/engine/fused/kernels/random.ts';
import { layoutOf } from '../../../src/engine/fused/layout.ts';
import { createMemory, UNIFORM } from '../../../src/engine/fused/memory.ts';
import { link, SLOT_BYTES } from '../../../src/engine/fused/program.ts';
import { createReadback } from '../../../src/engine/fused/readback.ts';
import { teacherStage } from '../fixtures.ts';
import { useDevice } from './device.ts';

const device = useDevice();

/** Every u32 through a WGSL expression of `value`. */
async function onGpu(expression: string, values: readonly number[]): Promise<number[]> {
  const kernel: Kernel = {
    label: 'random',
    buffers: ['images', 'x'], // the names of words that are read and of words that are written
    layout: layoutOf(teacherStage()),
    code: `
${RANDOM_WGSL}
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id : vec3<u32>) {
  if (id.x >= arrayLength(&images)) { return; }
  let value = images[id.x];
  x[id.x] = ${expression};
}`,
    workgroups: [Math.ceil(values.length / 64), 1, 1],
  };
  const memory = createMemory(device());
  const readback = createReadback(device(), memory);
  const [images, x] = [
    memory.create('values', 4 * values.length),
    memory.create('results', 4 * values.length),
  ];
  const steps = memory.create('steps', SLOT_BYTES, UNIFORM);
  device().queue.writeBuffer(images, 0, Uint32Array.from(values));
  const program = await link(device(), [kernel], steps, { images, x });
  const encoder = device().createCommandEncoder();
  const pass = encoder.beginComputePass();
  program.encode(pass, 0);
  pass.end();
  device().queue.submit([encoder.finish()]);
  const results = await readback.read(x);
  memory.freeAll();
  return [...new Uint32Array(results.slice().buffer)];
}

const COUNTERS = [
  ...Array.from({ length: 1000 }, (_, i) => i),
  0x7fffffff,
  0x80000000,
  0xfffffffe,
  0xffffffff,
];
const KEYS = [0, 1, 2015, 0x80000000, 0xffffffff];

test('the golden vector', async () => {
  expect(await onGpu('mix32(value)', [0, 1, 2, 0xffffffff])).toEqual([0, 1753845952, 3507691905, 1734902346]);
  expect(await onGpu('hash(1u, value)', [0, 1, 2, 3])).toEqual([2692512407, 2136536683, 587229646, 5305586]);
});

test('the mixer and the hash are those of core/random.ts, bit for bit', async () => {
  expect(await onGpu('mix32(value)', COUNTERS)).toEqual(COUNTERS.map(mix32));
  for (const key of KEYS)
    expect(await onGpu(`hash(${key}u, value)`, COUNTERS)).toEqual(COUNTERS.map((c) => hash(key, c)));
});

test.each([0.05, 0.1, 1 / 3, 0.5, 0.9])(
  'a mask at rate %f keeps what fillDropoutMask keeps',
  async (rate) => {
    const mask = new Float32Array(5000);
    fillDropoutMask(mask, rate, 77);
    const counters = Array.from(mask, (_, i) => i);
    const kept = await onGpu(`u32(isKept(77u, value, ${dropoutThreshold(rate)}u))`, counters);
    expect(kept).toEqual(Array.from(mask, (scale) => (scale > 0 ? 1 : 0)));
  },
);
