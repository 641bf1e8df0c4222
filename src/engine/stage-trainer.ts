/** Which trainer does a stage: the first, in order of preference, that can. It knows trainers by their seam only. */
import type { Stage } from '../core/stages.ts';
import type { Trainer } from './trainer.ts';

/** @returns no trainer where none can do it, and one sentence for each that was passed over */
export function trainerFor(
  stage: Stage,
  trainers: readonly Trainer[],
): { readonly trainer?: Trainer; readonly reasons: readonly string[] } {
  const reasons: string[] = [];
  for (const trainer of trainers) {
    const supported = trainer.supports(stage);
    if (supported === true) return { trainer, reasons };
    reasons.push(supported);
  }
  return { reasons };
}

/**
 * Lets each stage's trainer compile ahead, first things first. Never rejects: what is wrong with a stage is told when it
 * opens.
 */
export async function prepareStages(
  stages: readonly Stage[],
  trainers: readonly Trainer[],
  dataset: { readonly classes: number },
): Promise<void> {
  for (const stage of stages) {
    await trainerFor(stage, trainers)
      .trainer?.prepare?.(stage, dataset)
      .catch(() => undefined);
  }
}
