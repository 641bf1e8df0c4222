/** From sums over steps to the points of curves. */
import type { Evaluation } from '../core/metrics.ts';
import type { HistoryPoint } from '../core/run-record.ts';
import { armOf, type Stage } from '../core/stages.ts';
import type { StepSums } from './trainer.ts';

/** One point a member at `step`: training means since the last point, and an evaluation on the curve's images. */
export function historyPoints(
  stage: Stage,
  step: number,
  since: StepSums,
  evaluations: readonly Evaluation[],
  on: 'validation' | 'testSubset',
): readonly HistoryPoint[] {
  return stage.members.map((one, member): HistoryPoint => {
    const { loss, accuracy } = evaluations[member]!;
    const labelledSteps = since.labelledSteps[member]!;
    const mean = (sums: readonly number[]) => sums[member]! / since.steps;
    return {
      ...armOf(one),
      member: stage.numbers[member]!,
      seed: one.seed,
      epoch: step / stage.stepsPerEpoch,
      step,
      ...(labelledSteps > 0 && { trainLoss: since.labelLoss[member]! / labelledSteps }),
      objective: mean(since.objective),
      ...(since.kl && { kl: mean(since.kl) }),
      ...(one.softWeight < 1 && { hardGradient: mean(since.hardGradient) }),
      ...(since.softGradient && one.softWeight > 0 && { softGradient: mean(since.softGradient) }),
      ...(on === 'validation'
        ? { validationLoss: loss, validationAccuracy: accuracy }
        : { testSubsetLoss: loss, testSubsetAccuracy: accuracy }),
    };
  });
}
