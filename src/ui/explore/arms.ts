/** Results by arm, as the panels show them: the arm's name and line, and means over its seeds. */
import type { Result } from '../../core/run-record.ts';
import { armsOf, type Arm } from '../../core/stages.ts';
import { meanOf } from '../../core/summary.ts';
import { armStyle, type LineStyle } from '../roles.ts';

export interface ArmResults {
  readonly arm: Arm;
  readonly style: LineStyle;
  /** One a seed, or a teacher of an ensemble. */
  readonly results: readonly Result[];
}

export function byArm(results: readonly Result[]): readonly ArmResults[] {
  const arms = armsOf(results);
  const all = arms.map(({ arm }) => arm);
  return arms.map(({ arm, of }) => ({ arm, style: armStyle(arm, all), results: of }));
}

/** Undefined where it was not computed for all of them. */
export function meanOver(
  results: readonly Result[],
  read: (result: Result) => number | null | undefined,
): number | undefined {
  const values = results.flatMap((result) => read(result) ?? []);
  return values.length > 0 && values.length === results.length ? meanOf(values) : undefined;
}
