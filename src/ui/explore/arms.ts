/** Results by arm, as the panels show them: the arm's name and line. */
import type { Result } from '../../core/run-record.ts';
import { armsOf, type Arm } from '../../core/stages.ts';
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
