/** A run with all that one may hold, for tests of its file. */
import { compile } from '../../src/core/compile.ts';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import { resultOf, type RunRecord } from '../../src/core/run-record.ts';
import { armOf } from '../../src/core/stages.ts';
import { verdictsOf } from '../../src/core/verdicts.ts';
import { measuredOf } from './measured.ts';

export function wholeRun(): RunRecord {
  const config = { ...DEFAULT_EXPERIMENT, seeds: 2 };
  const students = compile(config)[1]!;
  const results = students.members.map((_, member) => ({
    ...resultOf(
      students,
      member,
      269_322,
      measuredOf(630 + 90 * member, {
        agreement: 0.9,
        gapClosed: 0.5,
        kl: 0.1,
        inheritedErrors: { teacherErrors: 300, same: 100 },
        against: [{ member: 0, onlyThisRight: 4, onlyOtherRight: 3 }],
        validation: { images: 5000, errors: 300, loss: 0.2 },
        biasMatched: { bias: 0.7, testErrors: 9, perClassAccuracy: [null, 1] },
        biasSweep: [{ bias: 0, images: 9, errors: 1, perClassAccuracy: [0.5] }],
      }),
    ),
    omittedClasses: [3],
    imagesPerSecond: 1000,
    latencyMs: { median: 1, p95: 2, backend: 'wasm' as const },
    speed: [{ backend: 'wasm' as const, imagesPerSecond: 1000, latencyMs: { median: 1, p95: 2 } }],
  }));
  return {
    format: 'dark-knowledge-lab/run',
    version: 1,
    config,
    environment: {
      ...{ backend: 'webgpu', adapter: 'google swiftshader', softwareAdapter: true, reasons: ['a'] },
      ...{ tfjs: '4.22.0', userAgent: 'test', trainer: 'fused', trainerReasons: ['b'], gpuBytes: 9 },
      variants: { teacher: { matmul: 'quads' } },
    },
    dataset: { id: 'mnist', title: 'MNIST' },
    reused: [{ stage: 'teacher', from: 'file', title: 'mine', trainedAt: 5 }],
    history: students.members.map((member, number) => ({
      ...armOf(member),
      ...{ member: number, seed: member.seed, epoch: 1, step: 32, objective: 1, trainLoss: 1, kl: 0.5 },
      terms: { crossEntropy: 1, softTargets: 0.5 },
      ...{ hardGradient: 0.1, softGradient: 0.2, validationLoss: 0.3, validationAccuracy: 0.9 },
      ...{ testSubsetLoss: 0.3, testSubsetAccuracy: 0.9 },
    })),
    results,
    verdicts: verdictsOf(results, students.comparisons),
  };
}
