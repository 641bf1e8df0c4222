/**
 * The one gate for everything a user can type, link, drop or import: a strict schema built from the settings table.
 * What comes out is a new object with known fields only, so nothing hostile in the input survives.
 */
import * as v from 'valibot';
import type { ExperimentConfig } from './experiment.ts';
import { transferImages } from './experiment.ts';
import { EXPERIMENT_MIGRATIONS, migrated } from './migrate.ts';
import { networkProblems } from './network-problems.ts';
import { quote } from './quote.ts';
import { complain, formatSetting, fromText, schemaOf } from './setting-value.ts';
import type { SettingValue } from './setting.ts';
import { SETTINGS, settingAt } from './settings.ts';
import { msg, str } from './text.ts';
import { combinations } from './vary.ts';

export interface Problem {
  /** The setting's path, or a description of the place for what is no setting. */
  readonly path: string;
  /** One sentence with the offending value and what is allowed. */
  readonly message: string;
}
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Largest file or string that is looked at as an experiment, in characters. */
export const MAX_CONFIG_CHARACTERS = 65_536;
/** Largest file that is read as a run. */
export const MAX_RUN_CHARACTERS = 20_000_000;
const schemas = new Map(SETTINGS.map((setting) => [setting.path, schemaOf(setting)]));

/** `teacher.hidden` and its kind become nested strict objects. */
function experimentSchema() {
  const top: Record<string, v.GenericSchema> = {
    version: v.literal(1, ({ input }) =>
      typeof input === 'number' && input > 1
        ? msg(
            str`This experiment is of version ${quote(input)}, made by a newer lab; this one reads version 1.`,
          )
        : msg(str`The experiment's version is ${quote(input)}; it must be 1.`),
    ),
  };
  const groups: Record<string, Record<string, v.GenericSchema>> = {};
  for (const { path, before } of SETTINGS) {
    const schema = before === undefined ? schemas.get(path)! : v.optional(schemas.get(path)!, () => before);
    const [head, tail] = path.split('.') as [string, string | undefined];
    if (tail === undefined) top[head] = schema;
    else (groups[head] ??= {})[tail] = schema;
  }
  for (const [head, entries] of Object.entries(groups)) top[head] = v.strictObject(entries, strictMessage);
  return v.strictObject(top, strictMessage);
}

function strictMessage(issue: { expected: string | null; received: string; path?: unknown }): string {
  if (issue.expected === 'never')
    return msg(str`The experiment has a field it should not have: ${quote(issue.received)}.`);
  return msg(
    str`The experiment should have ${issue.expected ?? msg('another value')} here, and has ${quote(issue.received)}.`,
  );
}

const schema = experimentSchema();

/** Reads an experiment from anything; see `checkSizes` for what depends on the data set. */
export function parseExperiment(input: unknown): Parsed<ExperimentConfig> {
  const result = v.safeParse(schema, migrated(input, EXPERIMENT_MIGRATIONS));
  if (!result.success) {
    const problems = result.issues.map((issue) => ({
      path: v.getDotPath(issue) ?? 'experiment',
      message: issue.message,
    }));
    return { ok: false, problems };
  }
  const config = result.output as unknown as ExperimentConfig;
  const problems = networkProblems(config);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: config };
}

/** Reads an experiment from the text of a file. */
export function parseExperimentText(text: string): Parsed<ExperimentConfig> {
  if (text.length > MAX_CONFIG_CHARACTERS) {
    const message = msg(
      str`The experiment has ${text.length} characters; at most ${MAX_CONFIG_CHARACTERS} are read.`,
    );
    return { ok: false, problems: [{ path: 'experiment', message }] };
  }
  try {
    return parseExperiment(JSON.parse(text));
  } catch {
    return {
      ok: false,
      problems: [{ path: 'experiment', message: msg(str`The experiment is not JSON: ${quote(text)}.`) }],
    };
  }
}

/** Reads one setting from what was typed into a field, a link or `--set`. */
export function parseSettingText(path: string, text: string): Parsed<SettingValue> {
  const setting = settingAt(path);
  const result = v.safeParse(schemas.get(path)!, fromText(setting, text.trim()));
  if (result.success) return { ok: true, value: result.output };
  return { ok: false, problems: [{ path, message: complain(setting)({ input: text }) }] };
}

/** The sizes of a data set that settings must fit into. */
export interface DatasetSizes {
  readonly trainImages: number;
  readonly heldOut: number;
  readonly testImages: number;
  readonly classes: number;
}

/** Training rows that an experiment may use: all of them, or all but the validation images. */
function availableRows(config: ExperimentConfig, sizes: DatasetSizes): number {
  return config.data.trainingRows === 'all' ? sizes.trainImages : sizes.trainImages - sizes.heldOut;
}

/** The experiment with no more images than its data set has. */
export function fitToSizes(config: ExperimentConfig, sizes: DatasetSizes): ExperimentConfig {
  const available = availableRows(config, sizes);
  const labelledImages = Math.min(config.data.labelledImages, available);
  return {
    ...config,
    data: {
      ...config.data,
      labelledImages,
      unlabelledImages: Math.min(config.data.unlabelledImages, available - labelledImages),
      teacherImages: Math.min(config.data.teacherImages, available),
    },
  };
}

/** What an experiment asks of its data set and does not get. */
export function checkSizes(config: ExperimentConfig, sizes: DatasetSizes): readonly Problem[] {
  const available = availableRows(config, sizes);
  const problems: Problem[] = [];
  if (config.data.teacherImages > available) {
    const message = msg(
      str`Images the teacher sees is "${config.data.teacherImages}"; this data has ${available} to train on.`,
    );
    problems.push({ path: 'data.teacherImages', message });
  }
  for (const { config: one, values } of combinations(config)) {
    const { data } = one;
    const images = transferImages(data);
    if (images > available) {
      const size = data.unlabelledImages > 0 ? 'data.unlabelledImages' : 'data.labelledImages';
      const message = msg(
        str`The students' images are "${images}", labelled and unlabelled together; this data has ${available} to train on.`,
      );
      problems.push({ path: values.has(size) ? 'vary' : size, message });
    }
    const { classes } = sizes;
    const kept = classes - data.omittedClasses.length;
    if (kept < 1 || data.omittedClasses.some((c) => c >= classes)) {
      const message = msg(
        str`Digits left out is "${formatSetting(data.omittedClasses)}"; this data has the classes 0 to ${classes - 1}, and one of them must stay.`,
      );
      problems.push({ path: values.has('data.omittedClasses') ? 'vary' : 'data.omittedClasses', message });
    }
  }
  return problems;
}
