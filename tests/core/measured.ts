/** What is measured of a network, made up from its errors, and whole runs of such: for tests of tables and words. */
import { compile } from '../../src/core/compile.ts';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import { resultOf, type HistoryPoint, type Measured, type RunRecord } from '../../src/core/run-record.ts';
import { armOf, type Comparison, type Stage } from '../../src/core/stages.ts';
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

/** Students of an experiment that was never trained, and what follows. @param errors of 5,000 validation and 10,000 test images */
export function runWithErrors(
  config: ExperimentConfig,
  errors: (
    name: string,
    seed: number,
    method: string,
  ) => { readonly test: number; readonly validation: number },
): Pick<RunRecord, 'config' | 'results' | 'verdicts'> {
  const students = compile(config).filter(({ kind }) => kind === 'students');
  const comparisons = students.flatMap((stage) => stage.comparisons);
  const results = students.flatMap((stage) =>
    stage.members.map(({ role, method, setting = '', seed }, s) => {
      const made = errors(`${role} ${setting}`, seed - config.seed, method);
      const validation = { images: 5000, errors: made.validation, loss: 0.1 };
      const against = againstOf(comparisons, stage.numbers[s]!);
      return resultOf(stage, s, 269_322, measuredOf(made.test, { validation, against }));
    }),
  );
  return { config, results, verdicts: verdictsOf(results, comparisons) };
}

/** The images on which a network and those that it is compared with part. */
function againstOf(comparisons: readonly Comparison[], number: number) {
  return comparisons
    .filter(({ candidate }) => candidate === number)
    .map(({ baseline }) => ({ member: baseline, onlyThisRight: 30, onlyOtherRight: 120 }));
}

/** A run of an experiment that was never trained; every population took 41.2 s. */
export function madeUpRun(config: ExperimentConfig): RunRecord {
  const stages = compile(config);
  const results = stages.flatMap((stage) =>
    stage.members.map((_, member) => {
      const against = againstOf(stage.comparisons, stage.numbers[member]!);
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
