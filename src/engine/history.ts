/** From sums over steps to the points of curves. */
import type { Evaluation } from '../core/metrics.ts';
import type { HistoryPoint } from '../core/run-record.ts';
import { armOf, learnsAnswers, type Objective, type Stage } from '../core/stages.ts';
import type { TermName } from '../core/terms.ts';
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
    const terms = termsOf(stage, member, since);
    const has = (term: TermName) => stage.objectives.some((own) => own.term === term && counts(own, member));
    return {
      ...armOf(one),
      member: stage.numbers[member]!,
      seed: one.seed,
      epoch: step / stage.stepsPerEpoch,
      step,
      ...(labelledSteps > 0 && { trainLoss: since.labelLoss[member]! / labelledSteps }),
      objective: mean(since.objective),
      ...(since.kl && { kl: mean(since.kl) }),
      ...(terms.length > 0 && { terms: Object.fromEntries(terms) }),
      ...(has('crossEntropy') && { hardGradient: mean(since.hardGradient) }),
      ...(since.softGradient && has('softTargets') && { softGradient: mean(since.softGradient) }),
      ...(on === 'validation'
        ? { validationLoss: loss, validationAccuracy: accuracy }
        : { testSubsetLoss: loss, testSubsetAccuracy: accuracy }),
    };
  });
}

/** The means of the terms of a member's loss over the steps that had them; a term that nobody has added up is absent. */
function termsOf(stage: Stage, s: number, since: StepSums): readonly (readonly [TermName, number])[] {
  const one = stage.members[s]!;
  const learnsLabels = !learnsAnswers(one);
  // What a trainer that adds up no terms has measured all the same.
  const known: StepSums['terms'] = {
    ...(since.kl && { softTargets: since.kl }),
    ...(learnsLabels && one.labelSmoothing === 0 && { crossEntropy: since.labelLoss }),
    ...since.terms,
  };
  return stage.objectives.flatMap((objective) => {
    const { term } = objective;
    const sums = known[term];
    const steps = term === 'crossEntropy' && learnsLabels ? since.labelledSteps[s]! : since.steps;
    return sums && steps > 0 && counts(objective, s) ? [[term, sums[s]! / steps] as const] : [];
  });
}

/** Whether a term is part of a member's loss, in some of its steps at least. */
function counts({ weight, weightAtEnd = weight }: Objective, s: number): boolean {
  return weight[s]! > 0 || weightAtEnd[s]! > 0;
}
