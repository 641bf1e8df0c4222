/** Sessions of the reference trainer on made-up data, closed after each test of the file that imports this. */
import { afterEach } from 'vitest';
import type { Stage } from '../../src/core/stages.ts';
import { tfjsTrainer } from '../../src/engine/tfjs-trainer.ts';
import type { Session } from '../../src/engine/trainer.ts';
import { barsDataset, breathe, NEVER, teacherLogits } from './fixtures.ts';

export const open: Session[] = [];

export async function start(stage: Stage, logits = teacherLogits(400)): Promise<Session> {
  const dataset = barsDataset(400);
  const session = await tfjsTrainer.open(stage, {
    dataset,
    breathe,
    sourceLogits: stage.sources.map(() => logits),
  });
  open.push(session);
  return session;
}

afterEach(() => {
  for (const session of open.splice(0)) session.close();
});

/** Mean objective of each member over each of `steps` steps. */
export async function losses(session: Session, steps: number): Promise<number[]> {
  const list: number[] = [];
  for (let i = 0; i < steps; i++) list.push(...(await session.advance(1, NEVER)).objective);
  return list;
}
