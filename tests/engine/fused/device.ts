/** A GPU for the tests of a file: any error that nobody caught fails the test that made it. */
import { afterEach, beforeAll, expect } from 'vitest';
import type { Variants } from '../../../src/core/environment.ts';
import type { Stage } from '../../../src/core/stages.ts';
import type { Dataset } from '../../../src/data/dataset.ts';
import { chooseBackend } from '../../../src/engine/backend.ts';
import { fusedTrainer } from '../../../src/engine/fused/fused-trainer.ts';
import type { Tile } from '../../../src/engine/fused/kernels/matmul.ts';
import { candidates, TILES, type TileName } from '../../../src/engine/fused/tiles.ts';
import type { SourceNetwork } from '../../../src/engine/teacher-view.ts';
import type { Session, Trainer } from '../../../src/engine/trainer.ts';
import { barsDataset, breathe, teacherLogits } from '../fixtures.ts';

/** The device that the lab itself runs on, subgroups included, with tfjs beside us. */
async function labDevice(): Promise<GPUDevice> {
  const { device } = await chooseBackend('webgpu');
  if (!device) throw new Error('These tests need WebGPU.');
  return device;
}

/** A device of our own, as plain as they come: to count on, and to lose. */
export async function plainDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  return adapter!.requestDevice();
}

/** Registers hooks; call it once at the top of a file. @returns the device, once tests run */
export function useDevice(make: () => Promise<GPUDevice> = labDevice): () => GPUDevice {
  const errors: string[] = [];
  let device: GPUDevice;
  beforeAll(async () => {
    device = await make();
    device.addEventListener('uncapturederror', ({ error }) => errors.push(error.message));
  });
  afterEach(async () => {
    await device.queue.onSubmittedWorkDone();
    expect(errors.splice(0)).toEqual([]);
  });
  return () => device;
}

/** All that `candidates` looks at, of a device that can do the least. */
const PLAINEST = { features: new Set(), adapterInfo: {} } as unknown as GPUDevice;

/** One that every device can run: for what does not depend on the tile. */
export const ANY_TILE: Tile = TILES[candidates(PLAINEST)[0]];

/** The tiles that this device can run, what it would choose itself before what any device could. */
export function runnableTiles(device: GPUDevice): readonly (readonly [TileName, Tile])[] {
  const names = new Set([...candidates(device), ...candidates(PLAINEST)]);
  return [...names].map((name) => [name, TILES[name]]);
}

export interface OpenOptions {
  readonly trainer?: Trainer;
  readonly dataset?: Dataset;
  /** Of each source; the same made-up ones for all, unless told otherwise. */
  readonly logits?: readonly Float32Array[];
  /** Of each source. */
  readonly networks?: readonly SourceNetwork[];
  readonly variants?: Variants;
  readonly breathe?: () => Promise<void>;
}

/** Registers a hook that closes what was opened. @returns opens a session, on 400 images unless told otherwise */
export function useSessions(device: () => GPUDevice) {
  const open: Session[] = [];
  afterEach(() => {
    for (const session of open.splice(0)) session.close();
  });
  return async (stage: Stage, options: OpenOptions = {}): Promise<Session> => {
    const { trainer = fusedTrainer(device()), dataset = barsDataset(400) } = options;
    const session = await trainer.open(stage, {
      dataset,
      breathe: options.breathe ?? breathe,
      ...(options.networks && { sourceNetworks: options.networks }),
      ...(options.variants && { variants: options.variants }),
      sourceLogits: options.logits ?? stage.sources.map(() => teacherLogits(dataset.train.labels.length)),
    });
    open.push(session);
    return session;
  };
}
