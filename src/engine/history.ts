/** From sums over steps to the points of curves. */
import type { Evaluation } from '../core/metrics.ts';
import type { HistoryPoint } from '../core/run-record.ts';
import type { Stage } from '../core/stages.ts';
import type { Metrics } from './trainer.ts';

export function sumMetrics(a: Metrics, b: Metrics): Metrics {
  const add = (x: readonly number[], y: readonly number[]) => x.map((value, s) => value + y[s]!);
  return {
    steps: a.steps + b.steps,
    labelLoss: add(a.labelLoss, b.labelLoss),
    labelledSteps: add(a.labelledSteps, b.labelledSteps),
    objective: add(a.objective, b.objective),
    ...(a.kl && b.kl && { kl: add(a.kl, b.kl) }),
  };
}

/** One point a member at `step`: training means since the last point, and an evaluation on the curve's images. */
export function historyPoints(
  stage: Stage,
  step: number,
  since: Metrics,
  evaluations: readonly Evaluation[],
  on: 'validation' | 'testSubset',
): readonly HistoryPoint[] {
  return stage.members.map(({ role, seed }, member) => {
    const { loss, accuracy } = evaluations[member]!;
    const labelledSteps = since.labelledSteps[member]!;
    return {
      role,
      member,
      seed,
      epoch: step / stage.stepsPerEpoch,
      step,
      ...(labelledSteps > 0 && { trainLoss: since.labelLoss[member]! / labelledSteps }),
      objective: since.objective[member]! / since.steps,
      ...(since.kl && { kl: since.kl[member]! / since.steps }),
      ...(on === 'validation'
        ? { validationLoss: loss, validationAccuracy: accuracy }
        : { testSubsetLoss: loss, testSubsetAccuracy: accuracy }),
    };
  });
}
