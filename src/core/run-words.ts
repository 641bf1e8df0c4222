/** A finished run in a few words: its title and what came out of it. */
import { methodTitle } from './arm-words.ts';
import { METHODS } from './methods.ts';
import { PRESETS } from './presets.ts';
import type { ExperimentConfig } from './experiment.ts';
import type { RunRecord } from './run-record.ts';
import { differingSettings, formatSetting } from './setting-value.ts';
import { readSetting } from './settings.ts';
import type { Setting, SettingValue } from './setting.ts';
import { armsOf, type Role } from './stages.ts';
import { meanOf } from './summary.ts';
import { decimal, inLocale, msg, str, text, within, type Text } from './text.ts';

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
    (setting) =>
      `${inLocale(setting.symbol ?? setting.label)} = ${shown(setting, readSetting(config, setting.path))}`,
  );
  return msg(str`${title} with ${named.join(', ')}`);
}

function shown(setting: Setting, value: SettingValue): string {
  const option = setting.kind === 'choice' && setting.options.find((one) => one.value === value);
  if (option) return inLocale(option.label);
  return typeof value === 'number' ? decimal(value) : formatSetting(value);
}

/** `labels 973, distilled 620 test errors, 5 seeds`: the experiment's first arms, means over seeds; other methods by title. */
export function runHeadline({ results, config: { seeds } }: Pick<RunRecord, 'results' | 'config'>): Text {
  const arms = armsOf(results);
  const mean = (found: (typeof arms)[number] | undefined): number | undefined =>
    found && Math.round(meanOf(found.of.map(({ testErrors }) => testErrors)));
  const of = (role: Role) => arms.find(({ arm }) => arm.role === role);
  const taught = of('distilled') ?? of('pseudoLabel');
  const title =
    taught?.arm.role === 'pseudoLabel' ? METHODS.pseudoLabels.title : taught && methodTitle(taught.arm);
  const errors = errorsText(mean(of('hardLabel')), mean(taught), title);
  return errors ? (seeds > 1 ? text(str`${errors}, ${seeds} seeds`) : errors) : text('no results');
}

function errorsText(
  labels: number | undefined,
  taught: number | undefined,
  title: string | undefined,
): Text | undefined {
  if (labels === undefined)
    return taught === undefined ? undefined : text(str`distilled ${taught} test errors`);
  if (taught === undefined) return text(str`labels ${labels} test errors`);
  return title === undefined
    ? text(str`labels ${labels}, distilled ${taught} test errors`)
    : text(str`labels ${labels}, ${within(title)} ${taught} test errors`);
}
