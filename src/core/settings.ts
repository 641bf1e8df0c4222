/**
 * Every setting of an experiment as one row of data: the form, the schema, the link and the command line read this
 * table and nothing else. Adding a setting is a field in experiment.ts and a row in `settings/`.
 */
import type { ExperimentConfig } from './experiment.ts';
import type { Setting, SettingValue } from './setting.ts';
import { DATA_SETTINGS } from './settings/data.ts';
import { DISTILLATION_SETTINGS } from './settings/distillation.ts';
import { STUDENT_SETTINGS } from './settings/student.ts';
import { TEACHER_SETTINGS } from './settings/teacher.ts';

export const SETTINGS: readonly Setting[] = [
  ...DATA_SETTINGS,
  ...TEACHER_SETTINGS,
  ...STUDENT_SETTINGS,
  ...DISTILLATION_SETTINGS,
];

/** Settings in which networks of one run may differ. */
export const VARIABLE: readonly Setting[] = SETTINGS.filter(({ symbol }) => symbol !== undefined);

const byPath = new Map(SETTINGS.map((setting) => [setting.path, setting]));

/** @throws RangeError for a path that is no setting: a mistake in the code, not of the user */
export function settingAt(path: string): Setting {
  const setting = byPath.get(path);
  if (!setting) throw new RangeError(`No setting at "${path}".`);
  return setting;
}

export function isSettingPath(path: string): boolean {
  return byPath.has(path);
}

export function readSetting(config: ExperimentConfig, path: string): SettingValue {
  let value: unknown = config;
  for (const part of path.split('.')) value = (value as Record<string, unknown>)[part];
  return value as SettingValue;
}

/** A copy of `config` with one setting changed. The value is taken as it is: parse it first. */
export function writeSetting(config: ExperimentConfig, path: string, value: SettingValue): ExperimentConfig {
  const [head, tail] = settingAt(path).path.split('.') as [keyof ExperimentConfig, string | undefined];
  if (tail === undefined) return { ...config, [head]: value };
  return { ...config, [head]: { ...(config[head] as object), [tail]: value } };
}
