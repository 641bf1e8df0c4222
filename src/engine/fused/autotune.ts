/**
 * Chooses the tile of the matrix products by racing the candidates over the population's heaviest layer. Tiles do not
 * change results, but a run keeps the one that it began with all the same: its session tells it, a checkpoint keeps it.
 */
import type { Stage } from '../../core/stages.ts';
import { dense } from './kernels/dense.ts';
import { alone } from './kernels/phase.ts';
import { layoutOf, type Layout } from './layout.ts';
import { createMemory, UNIFORM } from './memory.ts';
import { link, SLOT_BYTES } from './program.ts';
import { candidates, TILES, type TileName } from './tiles.ts';

/** Dispatches between two looks at the clock, and looks; the fastest counts. */
const DISPATCHES = 4;
const ROUNDS = 3;

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

async function race(device: GPUDevice, layout: Layout, names: readonly TileName[]): Promise<TileName> {
  const heaviest = layout.layers.reduce((a, b) => (b.rows * b.columns > a.rows * a.columns ? b : a));
  const vec4s = (count: number) => ({ bytes: 16 * count, title: 'weights of one network' });
  const memory = createMemory(device);
  const { steps, ...named } = await memory.allocate({
    weights: vec4s(layout.weightVec4s),
    activations: vec4s(layout.activationVec4s),
    images: vec4s(Math.ceil((layout.batchRows * heaviest.inputs) / 16)),
    steps: { bytes: SLOT_BYTES, title: 'steps', usage: UNIFORM },
  });
  try {
    const times = new Map<TileName, number>();
    for (const name of names) {
      const kernel = alone(dense(layout, heaviest, { from: 'inOrder' }, 0, TILES[name]), layout, TILES[name]);
      const program = await link(device, [kernel], steps, named);
      for (let round = 0; round <= ROUNDS; round++) {
        const encoder = device.createCommandEncoder();
        const pass = encoder.beginComputePass();
        for (let i = 0; i < DISPATCHES; i++) program.encode(pass, 0);
        pass.end();
        const from = performance.now();
        device.queue.submit([encoder.finish()]);
        await device.queue.onSubmittedWorkDone();
        // The first round warms up.
        if (round > 0) times.set(name, Math.min(times.get(name) ?? Infinity, performance.now() - from));
      }
    }
    return names.reduce((a, b) => (times.get(b)! < times.get(a)! ? b : a));
  } finally {
    memory.freeAll();
  }
}
