/** A finished run in a few words: its title and what came out of it. */
import { PRESETS } from './presets.ts';
import type { ExperimentConfig } from './experiment.ts';
import type { RunRecord } from './run-record.ts';
import { differingSettings, formatSetting } from './setting-value.ts';
import { readSetting } from './settings.ts';
import type { SettingValue } from './setting.ts';
import { armsOf, type Role } from './stages.ts';
import { meanOf } from './summary.ts';
import { decimal, inLocale, msg, str, text, type Text } from './text.ts';

/** Most settings that a title names. */
const MOST_NAMED = 3;

/** Its settings in words, in the page's language as it is now, and who has taught where that is not in the settings. */
export function runTitle({ config, reused = [] }: Pick<RunRecord, 'config' | 'reused'>): string {
  const file = reused.find(({ from }) => from === 'file');
  const title = settingsTitle(config);
  return file ? msg(str`${title}, taught by ${file.title ?? msg('a file')}`) : title;
}

/** The preset's title, or that of the nearest one and what differs: `Quick start with T = 2`. */
function settingsTitle(config: ExperimentConfig): string {
  const distances = PRESETS.map((preset) => ({
    preset,
    differing: differingSettings(config, preset.config),
  }));
  const { preset, differing } = distances.reduce((a, b) => (b.differing.length < a.differing.length ? b : a));
  const title = inLocale(preset.name ?? preset.title);
  if (differing.length === 0) return title;
  if (differing.length > MOST_NAMED) return msg('Own settings');
  const named = differing.map(
    ({ path, symbol, label }) => `${inLocale(symbol ?? label)} = ${shown(readSetting(config, path))}`,
  );
  return msg(str`${title} with ${named.join(', ')}`);
}

function shown(value: SettingValue): string {
  return typeof value === 'number' ? decimal(value) : formatSetting(value);
}

/** `labels 973, distilled 620 test errors, 5 seeds`: the experiment's first arms, means over seeds. */
export function runHeadline({ results, config: { seeds } }: Pick<RunRecord, 'results' | 'config'>): Text {
  const arms = armsOf(results);
  const mean = (role: Role): number | undefined => {
    const found = arms.find(({ arm }) => arm.role === role);
    return found && Math.round(meanOf(found.of.map(({ testErrors }) => testErrors)));
  };
  const errors = errorsText(mean('hardLabel'), mean('distilled'));
  return errors ? (seeds > 1 ? text(str`${errors}, ${seeds} seeds`) : errors) : text('no results');
}

function errorsText(labels: number | undefined, distilled: number | undefined): Text | undefined {
  if (labels === undefined)
    return distilled === undefined ? undefined : text(str`distilled ${distilled} test errors`);
  return distilled === undefined
    ? text(str`labels ${labels} test errors`)
    : text(str`labels ${labels}, distilled ${distilled} test errors`);
}
