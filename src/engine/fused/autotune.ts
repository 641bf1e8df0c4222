/**
 * Chooses the tile of the matrix products by racing the candidates over the heaviest layer of one member. Tiles sum in
 * the same order, but compilers may round differently, so a session tells its tile and can be opened with it again.
 */
import type { Stage } from '../../core/stages.ts';
import { text } from '../../core/text.ts';
import { dense } from './kernels/dense.ts';
import { alone } from './kernels/phase.ts';
import { layoutOf, type Layout } from './layout.ts';
import { createMemory, READBACK, UNIFORM } from './memory.ts';
import { link, SLOT_BYTES } from './program.ts';
import { candidates, TILES, type TileName } from './tiles.ts';

/** Products between two looks at the clock, and looks, of which the first does not count. */
const DISPATCHES = 2;
const ROUNDS = 4;
const QUERIES = 0x0200 | 0x04; // QUERY_RESOLVE | COPY_SRC

/** One choice a device and shape, made once. */
const choices = new WeakMap<GPUDevice, Map<string, Promise<TileName>>>();

export function chooseTile(device: GPUDevice, stage: Stage): Promise<TileName> {
  const [first, ...others] = candidates(device);
  if (others.length === 0) return Promise.resolve(first);
  const layout = layoutOf({ ...stage, members: stage.members.slice(0, 1) });
  const known = choices.get(device) ?? new Map<string, Promise<TileName>>();
  choices.set(device, known);
  const key = JSON.stringify([stage.architecture, stage.batchSize]);
  const choice = known.get(key) ?? race(device, layout, [first, ...others]);
  known.set(key, choice);
  choice.catch(() => known.delete(key));
  return choice;
}

/** @returns the fastest for one member's heaviest layer; the first where the device has no clock of its own */
async function race(device: GPUDevice, layout: Layout, names: readonly [TileName, ...TileName[]]) {
  if (!device.features.has('timestamp-query')) return names[0];
  const heaviest = layout.layers.reduce((a, b) => (b.rows * b.columns > a.rows * a.columns ? b : a));
  const vec4s = (count: number, title: string) => ({ bytes: 16 * count, title });
  const memory = createMemory(device);
  const clock = createClock(device);
  try {
    const { steps, ...named } = await memory.allocate({
      weights: vec4s(layout.weightVec4s, text('weights of one network')),
      activations: vec4s(layout.activationVec4s, text('activations of one network')),
      images: vec4s(Math.ceil((layout.batchRows * heaviest.inputs) / 16), text('images of a batch')),
      steps: { bytes: SLOT_BYTES, title: text('steps'), usage: UNIFORM },
    });
    const programs = await Promise.all(
      names.map((name) => {
        const phase = dense(layout, heaviest, { from: 'inOrder' }, 0, TILES[name]);
        return link(device, [alone(phase, layout, TILES[name])], steps, named);
      }),
    );
    const least = names.map(() => Infinity);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [i, program] of programs.entries()) {
        const time = await clock.time((pass) => {
          for (let dispatch = 0; dispatch < DISPATCHES; dispatch++) program.encode(pass, 0);
        });
        if (round > 0) least[i] = Math.min(least[i]!, time); // the first round warms up
      }
    }
    return names[least.indexOf(Math.min(...least))]!;
  } finally {
    clock.free();
    memory.freeAll();
  }
}

/** The GPU's own clock: it does not count what else is on the queue, such as another population's steps. */
function createClock(device: GPUDevice) {
  const querySet = device.createQuerySet({ type: 'timestamp', count: 2 });
  const resolved = device.createBuffer({ label: 'times', size: 16, usage: QUERIES });
  const staging = device.createBuffer({ label: 'times read', size: 16, usage: READBACK });
  return {
    /** @returns nanoseconds of the pass */
    async time(encode: (pass: GPUComputePassEncoder) => void): Promise<number> {
      const encoder = device.createCommandEncoder();
      const timestampWrites = { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 };
      const pass = encoder.beginComputePass({ timestampWrites });
      encode(pass);
      pass.end();
      encoder.resolveQuerySet(querySet, 0, 2, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, 16);
      device.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ);
      const [from, to] = new BigUint64Array(staging.getMappedRange().slice(0));
      staging.unmap();
      return Number(to! - from!);
    },
    free: () => [querySet, resolved, staging].forEach((one) => one.destroy()),
  };
}
