/** What is measured of a network, made up from its errors, and whole runs of such: for tests of tables and words. */
import { compile } from '../../src/core/compile.ts';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import { resultOf, type HistoryPoint, type Measured, type RunRecord } from '../../src/core/run-record.ts';
import { armOf, type Stage } from '../../src/core/stages.ts';
import { verdictsOf } from '../../src/core/verdicts.ts';

export function measuredOf(errors: number, more: Partial<Measured> = {}): Measured {
  const images = 10_000;
  const accuracy = 1 - errors / images;
  const wrong = Math.floor(errors / 90); // the same in every cell, and what is left in one
  return {
    evaluation: { images, errors, accuracy, loss: errors / 3000 },
    confusion: Array.from({ length: 10 }, (_, label) =>
      Array.from({ length: 10 }, (__, answer) => {
        if (label === 0 && answer < 2)
          return answer === 0 ? 1000 - 9 * wrong - (errors % 90) : wrong + (errors % 90);
        return answer === label ? 1000 - 9 * wrong : wrong;
      }),
    ),
    perClassAccuracy: Array.from({ length: 10 }, () => accuracy),
    reliability: [{ images, confidence: accuracy + 0.02, accuracy }],
    ece: 0.02,
    trainSeconds: 41.2,
    ...more,
  };
}

/** A run of an experiment that was never trained; every population took 41.2 s. */
export function madeUpRun(config: ExperimentConfig): RunRecord {
  const stages = compile(config);
  const results = stages.flatMap((stage) =>
    stage.members.map((_, member) => {
      const against = stage.comparisons
        .filter(({ candidate }) => candidate === stage.numbers[member])
        .map(({ baseline }) => ({ member: baseline, onlyThisRight: 30, onlyOtherRight: 120 }));
      return resultOf(stage, member, 269_322, measuredOf(300 + 90 * member, { against }));
    }),
  );
  const students = stages.filter(({ kind }) => kind === 'students');
  return {
    format: 'dark-knowledge-lab/run',
    version: 1,
    config,
    environment: {
      ...{
        backend: 'webgpu',
        adapter: 'a made-up adapter',
        softwareAdapter: true,
        reasons: [],
        tfjs: '4.22.0',
      },
      ...{ userAgent: 'test', trainer: 'fused', variants: {} },
    },
    dataset: { id: 'mnist', title: 'MNIST' },
    history: stages.flatMap(curves),
    results,
    verdicts: verdictsOf(
      results.filter(({ role }) => ['hardLabel', 'distilled', 'pseudoLabel'].includes(role)),
      students.flatMap(({ comparisons }) => comparisons),
    ),
  };
}

function curves(stage: Stage): readonly HistoryPoint[] {
  const points: HistoryPoint[] = [];
  for (let step = stage.evaluateEvery; step <= stage.steps; step += stage.evaluateEvery)
    for (const [member, one] of stage.members.entries())
      points.push({
        ...armOf(one),
        ...{ member: stage.numbers[member]!, seed: one.seed, step, epoch: step / stage.stepsPerEpoch },
        ...{ objective: 1, validationLoss: 1, validationAccuracy: step / (stage.steps + 1) },
      });
  return points;
}
