/** A finished run in a few words: its title and what came out of it. */
import { PRESETS } from './presets.ts';
import type { ExperimentConfig } from './experiment.ts';
import type { RunRecord } from './run-record.ts';
import { differingSettings, formatSetting } from './setting-value.ts';
import { readSetting } from './settings.ts';
import { armsOf } from './stages.ts';
import { meanOf } from './summary.ts';

/** Most settings that a title names. */
const MOST_NAMED = 3;

/** Its settings in words, and who has taught where that is not in the settings. */
export function runTitle({ config, reused = [] }: Pick<RunRecord, 'config' | 'reused'>): string {
  const file = reused.find(({ from }) => from === 'file');
  return settingsTitle(config) + (file ? `, taught by ${file.title ?? 'a file'}` : '');
}

/** The preset's title, or that of the nearest one and what differs: `Quick start with T = 2`. */
function settingsTitle(config: ExperimentConfig): string {
  const distances = PRESETS.map((preset) => ({
    preset,
    differing: differingSettings(config, preset.config),
  }));
  const { preset, differing } = distances.reduce((a, b) => (b.differing.length < a.differing.length ? b : a));
  const title = preset.title.replace(/:.*$/, '');
  if (differing.length === 0) return title;
  if (differing.length > MOST_NAMED) return 'Own settings';
  const named = differing.map(
    ({ path, symbol, label }) => `${symbol ?? label} = ${formatSetting(readSetting(config, path))}`,
  );
  return `${title} with ${named.join(', ')}`;
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
