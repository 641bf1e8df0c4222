/** Settings that take several values in one run: every combination of them, as an experiment of its own. */
import type { AxisValue, ExperimentConfig } from './experiment.ts';
import { formatSetting } from './setting-value.ts';
import { readSetting, settingAt, writeSetting } from './settings.ts';

export interface Combination {
  /** The experiment with one value of each varied setting. */
  readonly config: ExperimentConfig;
  /** The values by path. */
  readonly values: ReadonlyMap<string, AxisValue>;
}

/** One combination where nothing is varied. The first axis changes slowest. */
export function combinations(config: ExperimentConfig): readonly Combination[] {
  return config.vary.reduce<readonly Combination[]>(
    (all, { path, values }) =>
      all.flatMap((one) =>
        values.map((value) => ({
          config: writeSetting(one.config, path, value),
          values: new Map([...one.values, [path, value]]),
        })),
      ),
    [{ config, values: new Map() }],
  );
}

/**
 * What tells a network of a combination from those of others, such as "T = 4": the values of those varied settings that
 * `matters` to it; undefined where there is none.
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
      return `${name} ${value === true ? 'on' : 'off'}`;
    case 'choice':
      return `${name}: ${setting.options.find((option) => option.value === value)?.short ?? String(value)}`;
    case 'classes':
      return (value as readonly number[]).length === 0
        ? 'all digits'
        : `${name} ${(value as readonly number[]).join(', ')}`;
    default:
      return `${name} = ${formatSetting(value)}`;
  }
}

/** The text that the experiment itself has among the combinations it is varied into. */
export function ownSettingText(config: ExperimentConfig): string | undefined {
  return settingText({
    values: new Map(config.vary.map(({ path }) => [path, readSetting(config, path) as AxisValue])),
  });
}
