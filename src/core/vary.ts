/** Settings that take several values in one run: every combination of them, as an experiment of its own. */
import { transferImages, type AxisValue, type ExperimentConfig } from './experiment.ts';
import { formatSetting } from './setting-value.ts';
import { readSetting, settingAt, writeSetting } from './settings.ts';
import { text } from './text.ts';

export interface Combination {
  /** The experiment with one value of each varied setting. */
  readonly config: ExperimentConfig;
  /** The values by path. */
  readonly values: ReadonlyMap<string, AxisValue>;
  /** Whether these are the experiment's own values. */
  readonly isOwn: boolean;
}

/** One combination where nothing is varied. The first axis changes slowest. */
export function combinations(config: ExperimentConfig): readonly Combination[] {
  return config.vary.reduce<readonly Combination[]>(
    (all, { path, values }) =>
      all.flatMap((one) =>
        values.map((value) => ({
          config: withValue(one.config, path, value),
          values: new Map([...one.values, [path, value]]),
          isOwn: one.isOwn && formatSetting(value) === formatSetting(readSetting(config, path)),
        })),
      ),
    [{ config, values: new Map(), isOwn: true }],
  );
}

/** Labels vary within one transfer set: images that lose theirs stay in it, without one. */
function withValue(config: ExperimentConfig, path: string, value: AxisValue): ExperimentConfig {
  const changed = writeSetting(config, path, value);
  if (path !== 'data.labelledImages') return changed;
  const unlabelledImages = Math.max(0, transferImages(config.data) - changed.data.labelledImages);
  return { ...changed, data: { ...changed.data, unlabelledImages } };
}

/**
 * What tells a network of a combination from those of others, such as "T = 4": the values of those varied settings that
 * `matters` to it; undefined where there is none. In English, as records keep it: `settingWords` translates it, part by part.
 */
export function settingText(
  { values }: Pick<Combination, 'values'>,
  matters: (path: string) => boolean = () => true,
): string | undefined {
  const parts = [...values].filter(([path]) => matters(path)).map(([path, value]) => partText(path, value));
  return parts.length > 0 ? parts.join(', ') : undefined;
}

function partText(path: string, value: AxisValue): string {
  const setting = settingAt(path);
  const name = setting.symbol ?? setting.label;
  switch (setting.kind) {
    case 'boolean':
      return `${name} ${value === true ? text('on') : text('off')}`;
    case 'choice':
      return `${name}: ${setting.options.find((option) => option.value === value)?.short ?? String(value)}`;
    case 'classes':
      return (value as readonly number[]).length === 0
        ? text('all digits')
        : `${name} ${(value as readonly number[]).join(', ')}`;
    default:
      return `${name} = ${formatSetting(value)}`;
  }
}
