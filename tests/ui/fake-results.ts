/** Curves and results of networks that were never trained, each by its role. */
import { armOf, type Stage } from '../../src/core/stages.ts';
import { resultOf, type HistoryPoint, type Result } from '../../src/core/run-record.ts';
import { measuredOf } from '../core/measured.ts';

const ERRORS: Record<string, number> = { teacher: 340, hardLabel: 890, distilled: 619, pseudoLabel: 801 };

/** A curve that rises towards the accuracy the result will have. */
export function point(member: number, step: number, stage: Stage): HistoryPoint {
  const one = stage.members[member]!;
  const share = step / stage.steps;
  const wiggle = 0.004 * Math.sin(9 * share + member);
  const accuracy = 1 - ERRORS[one.role]! / 10_000 - 0.3 * Math.exp(-6 * share) + wiggle * (1 - share);
  return {
    ...armOf(one),
    member: stage.numbers[member]!,
    seed: one.seed,
    step,
    epoch: Math.ceil(step / stage.stepsPerEpoch),
    objective: 2 * (1 - accuracy),
    terms: Object.fromEntries(
      stage.objectives.flatMap(({ term, weight }, o) =>
        weight[member]! > 0 ? [[term, (2 + o) * (1 - accuracy)]] : [],
      ),
    ),
    validationLoss: 4 * (1 - accuracy),
    validationAccuracy: accuracy,
  };
}

export function result(stage: Stage, member: number, errors?: number): Result {
  const role = stage.members[member]!.role;
  const wrong = errors ?? ERRORS[role]!;
  const against = stage.comparisons
    .filter(({ candidate }) => candidate === stage.numbers[member])
    .map(({ baseline }) => ({ member: baseline, onlyThisRight: 450, onlyOtherRight: 130 }));
  return resultOf(
    stage,
    member,
    269_322,
    measuredOf(wrong, {
      ...(role !== 'teacher' && { agreement: 0.94 }),
      ...(role === 'distilled' && { gapClosed: 0.49 }),
      ...(against.length > 0 && { against }),
    }),
  );
}
