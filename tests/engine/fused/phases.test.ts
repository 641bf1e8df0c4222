import { expect, test } from 'vitest';
import type { Stage } from '../../../src/core/stages.ts';
import { dense } from '../../../src/engine/fused/kernels/dense.ts';
import { inputGradient } from '../../../src/engine/fused/kernels/input-gradient.ts';
import { loss } from '../../../src/engine/fused/kernels/loss.ts';
import type { Tile } from '../../../src/engine/fused/kernels/matmul.ts';
import { alone } from '../../../src/engine/fused/kernels/phase.ts';
import { weightUpdate } from '../../../src/engine/fused/kernels/weight-update.ts';
import { layoutOf } from '../../../src/engine/fused/layout.ts';
import { trainingStep } from '../../../src/engine/fused/step.ts';
import { tileFor, TILES } from '../../../src/engine/fused/tiles.ts';
import { NEVER, stacked, studentStage } from '../fixtures.ts';
import { runnableTiles, useDevice, useSessions } from './device.ts';
import { usePlaces } from './run-kernel.ts';

const device = useDevice();
const place = usePlaces(device);
const start = useSessions(device);

const students = (hidden: readonly number[]) =>
  stacked(
    [1, 2].map((seed) =>
      studentStage({ seed, student: { hidden, batchSize: 40 }, distillation: { softWeight: 0.7 } }),
    ),
  );
const NETWORKS: readonly (readonly [string, Stage])[] = [
  ['narrow', students([31])],
  ['wide', students([70])],
];

/** A step in which every phase is a dispatch of its own. */
function onePhaseAtATime(stage: Stage, tile: Tile) {
  const layout = layoutOf(stage);
  const { layers } = layout;
  const source = { from: 'drawn' } as const;
  const phases = [
    ...layers.map((layer) => dense(layout, layer, source, 0, tileFor(tile, layer))),
    loss(layout, stage, tile),
    ...layers
      .slice(1)
      .reverse()
      .map((layer) => inputGradient(layout, layer, 0, tileFor(tile, layer))),
    ...layers.map((layer) => weightUpdate(layout, layer, source, stage, tileFor(tile, layer))),
  ];
  return phases.map((phase) => alone(phase, layout, tile));
}

test.each(NETWORKS)(
  '%s: phases that share a dispatch do what they do alone, bit for bit',
  async (_, stage) => {
    for (const [name, tile] of runnableTiles(device()).slice(0, 2)) {
      const [apart, shared] = [await place(stage), await place(stage)];
      const step = trainingStep(stage, shared.layout, tile);
      const kernels = onePhaseAtATime(stage, tile);
      expect(step.length).toBeLessThan(kernels.length);
      const [a, b] = [await apart.run(...kernels), await shared.run(...step)];
      expect(b.parameters, name).toEqual(a.parameters);
      expect(b.moments, name).toEqual(a.moments);
      for (const s of stage.members.keys()) expect(b.sum(s, 3, 1), name).toBe(a.sum(s, 3, 1));
    }
  },
);

test.each(NETWORKS)('%s: every tile trains the same network, bit for bit', async (_, stage) => {
  const trained = [];
  for (const [matmul] of runnableTiles(device())) {
    const session = await start(stage, { variants: { matmul } });
    expect(session.variants).toEqual({ matmul });
    await session.advance(5, NEVER);
    trained.push((await session.snapshot()).parameters);
  }
  expect(trained.length).toBeGreaterThan(1);
  for (const parameters of trained) expect(parameters).toEqual(trained[0]);
});

test('a session tells the tile that it has chosen, and ignores one that it does not know', async () => {
  const stage = studentStage();
  for (const variants of [undefined, { matmul: 'no such tile' }]) {
    const session = await start(stage, variants ? { variants } : {});
    expect(Object.keys(TILES)).toContain(session.variants?.['matmul']);
  }
});
