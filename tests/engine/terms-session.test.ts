// Sessions whose terms look into the teacher: what is learned beside the networks is kept with them, and all of it is given back.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test } from 'vitest';
import type { MlpArchitecture } from '../../src/core/architecture.ts';
import { compile } from '../../src/core/compile.ts';
import type { TermName } from '../../src/core/terms.ts';
import type { Stage } from '../../src/core/stages.ts';
import { chooseBackend } from '../../src/engine/backend.ts';
import { initialParameters } from '../../src/engine/layers.ts';
import { tfjsTrainer } from '../../src/engine/tfjs-trainer.ts';
import { barsDataset, breathe, NEVER, smallExperiment, studentStage, teacherLogits } from './fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const TEACHER: MlpArchitecture = { kind: 'mlp', inputs: 784, hidden: [9, 6], classes: 10 };
const dataset = barsDataset(50);
const deps = {
  ...{ dataset, breathe, sourceLogits: [teacherLogits(50)] },
  sourceNetworks: [{ architecture: TEACHER, parameters: initialParameters(TEACHER, 3) }],
};

/** Both students learn from labels and from the term. */
function stageOf(term: TermName): Stage {
  const stage = studentStage();
  return {
    ...stage,
    looksInside: true,
    objectives: [...stage.objectives.slice(0, 1), { term, weight: [0.5, 2] }],
    ...(term !== 'attentionTransfer' && {
      pairs: [{ student: 0, teacher: 1, units: 6, isMapped: term !== 'relational' }],
    }),
  };
}
const open = (term: TermName) => tfjsTrainer.open(stageOf(term), deps);
const TERMS = ['fitnets', 'patient', 'cosine', 'relational', 'attentionTransfer'] as const;

describe.each(TERMS)('%s', (term) => {
  test('taken up again, it goes on to the bit', async () => {
    const [whole, first, second] = await Promise.all([open(term), open(term), open(term)]);
    await whole.advance(5, NEVER);
    await first.advance(2, NEVER);
    second.restore(await first.snapshot());
    await second.advance(3, NEVER, true);
    expect(await second.snapshot()).toEqual(await whole.snapshot());
    for (const session of [whole, first, second]) session.close();
  });

  test('no tensor is left, neither by a step nor at the end', async () => {
    const before = tf.memory().numTensors;
    const session = await open(term);
    await session.advance(1, NEVER);
    const open_ = tf.memory().numTensors;
    await session.advance(3, NEVER);
    await session.snapshot();
    expect(tf.memory().numTensors).toBe(open_);
    session.close();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('its value is told beside the others', async () => {
    const session = await open(term);
    const { terms, labelLoss, objective } = await session.advance(2, NEVER);
    expect(Object.keys(terms)).toEqual(['crossEntropy', term]);
    const weights = stageOf(term).objectives[0]!.weight;
    labelLoss.forEach((loss, s) => {
      const together = weights[s]! * loss + [0.5, 2][s]! * terms[term]![s]!;
      expect(objective[s]!).toBeCloseTo(together, 3);
      expect(terms[term]![s]).toBeGreaterThan(0);
    });
    session.close();
  });
});

describe('other backends', () => {
  const mutual = compile(smallExperiment({ distillation: { method: 'mutual' } })).at(-1)!;
  const stages = [...TERMS.map(stageOf), mutual];
  const objectivesOf = async (stage: Stage) => {
    const session = await tfjsTrainer.open(stage, deps);
    const steps: (readonly number[])[] = [];
    for (let i = 0; i < 3; i++) steps.push((await session.advance(1, NEVER)).objective);
    session.close();
    return steps.flat();
  };

  test.each(['webgpu', 'wasm'] as const)(
    '%s: the same losses as cpu, and the same to the bit twice',
    async (backend) => {
      await tf.setBackend('cpu');
      const expected = await Promise.all(stages.map(objectivesOf));
      expect((await chooseBackend(backend)).report.backend).toBe(backend);
      for (const [i, stage] of stages.entries()) {
        const [once, again] = [await objectivesOf(stage), await objectivesOf(stage)];
        expect(again).toEqual(once);
        once.forEach((value, s) => {
          const cpu = expected[i]![s]!;
          expect(Math.abs(value - cpu), stage.objectives.at(-1)!.term).toBeLessThan(1e-4 * (1 + cpu));
        });
      }
      await tf.setBackend('cpu');
    },
  );
});
