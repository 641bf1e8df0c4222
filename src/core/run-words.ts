/** A finished run in a few words: its title and what came out of it. */
import { presetOf } from './state.ts';
import type { RunRecord } from './run-record.ts';
import { armsOf } from './stages.ts';
import { meanOf } from './summary.ts';

export function runTitle({ config }: RunRecord): string {
  return presetOf(config)?.title ?? 'Own settings';
}

/** `labels 973, distilled 620 test errors, 5 seeds`: the experiment's first arms, means over seeds. */
export function runHeadline({ results, config }: RunRecord): string {
  const arms = armsOf(results);
  const mean = (role: string): string | undefined => {
    const found = arms.find(({ arm }) => arm.role === role);
    return found && String(Math.round(meanOf(found.of.map(({ testErrors }) => testErrors))));
  };
  const [labels, distilled] = [mean('hardLabel'), mean('distilled')];
  const parts = [labels && `labels ${labels}`, distilled && `distilled ${distilled}`].filter(Boolean);
  const seeds = config.seeds > 1 ? `, ${config.seeds} seeds` : '';
  return parts.length > 0 ? `${parts.join(', ')} test errors${seeds}` : 'no results';
}
