/**
 * The one gate for everything a user can type, link, drop or import: a strict schema built from the settings table.
 * What comes out is a new object with known fields only, so nothing hostile in the input survives.
 */
import * as v from 'valibot';
import type { ExperimentConfig, TrainingConfig } from './experiment.ts';
import { transferImages } from './experiment.ts';
import { parameterCount } from './architecture.ts';
import type { Setting, SettingValue } from './setting.ts';
import { SETTINGS, settingAt } from './settings.ts';

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
/** Most parameters of one network; above it a browser tab runs out of memory before it learns anything. */
export const MAX_PARAMETERS = 20_000_000;

/** What is allowed for a setting, in words: the end of every error sentence. */
export function allowed(setting: Setting): string {
  switch (setting.kind) {
    case 'number':
      return `a number from ${setting.min} to ${setting.max}`;
    case 'integer':
      return `a whole number from ${setting.min} to ${setting.max}`;
    case 'choice':
      return setting.options.map(({ value }) => `"${value}"`).join(' or ');
    case 'boolean':
      return 'true or false';
    case 'layers':
      return `"none", or 1 to ${setting.maxLayers} layers of 1 to ${setting.maxUnits} units, such as 256-256`;
  }
  return setting satisfies never;
}

/** Foreign text made safe to show in a sentence: short, and without control, bidi or zero-width characters. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined ? 'nothing' : show(value);
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '');
  return `"${clean.length > 40 ? `${clean.slice(0, 40)}…` : clean}"`;
}

/** As JSON, but for numbers JSON has no word for; objects come from JSON and go back to it. */
function show(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function complain(setting: Setting) {
  return (issue: { input: unknown }) => {
    const value =
      setting.kind === 'layers' && Array.isArray(issue.input) ? formatLayers(issue.input) : issue.input;
    return `${setting.label} is ${quote(value)}; it must be ${allowed(setting)}.`;
  };
}

function schemaOf(setting: Setting): v.GenericSchema<unknown, SettingValue> {
  const message = complain(setting);
  switch (setting.kind) {
    case 'number':
    case 'integer': {
      const { min, max } = setting;
      const fits = (value: number) =>
        value >= min && value <= max && (setting.kind === 'number' || Number.isInteger(value));
      return v.pipe(v.number(message), v.check(fits, message));
    }
    case 'choice':
      return v.picklist(
        setting.options.map(({ value }) => value),
        message,
      );
    case 'boolean':
      return v.boolean(message);
    case 'layers': {
      const unit = (value: unknown) =>
        Number.isInteger(value) && (value as number) >= 1 && (value as number) <= setting.maxUnits;
      return v.pipe(
        v.custom<readonly number[]>(
          (input) => Array.isArray(input) && input.length <= setting.maxLayers && input.every(unit),
          message,
        ),
        v.transform((units): readonly number[] => [...units]),
      );
    }
  }
  return setting satisfies never;
}

const schemas = new Map(SETTINGS.map((setting) => [setting.path, schemaOf(setting)]));

/** `teacher.hidden` and its kind become nested strict objects. */
function experimentSchema() {
  const top: Record<string, v.GenericSchema> = {
    version: v.literal(1, ({ input }) =>
      typeof input === 'number' && input > 1
        ? `This experiment is of version ${quote(input)}, made by a newer lab; this one reads version 1.`
        : `The experiment's version is ${quote(input)}; it must be 1.`,
    ),
  };
  const groups: Record<string, Record<string, v.GenericSchema>> = {};
  for (const [path, schema] of schemas) {
    const [head, tail] = path.split('.') as [string, string | undefined];
    if (tail === undefined) top[head] = schema;
    else (groups[head] ??= {})[tail] = schema;
  }
  for (const [head, entries] of Object.entries(groups)) top[head] = v.strictObject(entries, strictMessage);
  return v.strictObject(top, strictMessage);
}

function strictMessage(issue: { expected: string | null; received: string; path?: unknown }): string {
  if (issue.expected === 'never')
    return `The experiment has a field it should not have: ${quote(issue.received)}.`;
  return `The experiment should have ${issue.expected ?? 'another value'} here, and has ${quote(issue.received)}.`;
}

const schema = experimentSchema();

/** Reads an experiment from anything; see `checkSizes` for what depends on the data set. */
export function parseExperiment(input: unknown): Parsed<ExperimentConfig> {
  const result = v.safeParse(schema, input);
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
    const message = `The experiment has ${text.length} characters; at most ${MAX_CONFIG_CHARACTERS} are read.`;
    return { ok: false, problems: [{ path: 'experiment', message }] };
  }
  try {
    return parseExperiment(JSON.parse(text));
  } catch {
    return {
      ok: false,
      problems: [{ path: 'experiment', message: `The experiment is not JSON: ${quote(text)}.` }],
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

function fromText(setting: Setting, text: string): unknown {
  switch (setting.kind) {
    case 'number':
    case 'integer':
      return text === '' ? undefined : Number(text);
    case 'choice':
      return text;
    case 'boolean':
      return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : undefined;
    case 'layers':
      if (text === 'none') return [];
      return /^\d+([-,\s]+\d+)*$/.test(text) ? text.split(/[-,\s]+/).map(Number) : undefined;
  }
  return setting satisfies never;
}

/** The inverse of `parseSettingText`. */
export function formatSetting(value: SettingValue): string {
  return Array.isArray(value) ? formatLayers(value) : String(value);
}

function formatLayers(units: readonly unknown[]): string {
  return units.length === 0 ? 'none' : units.map(show).join('-');
}

function networkProblems(config: ExperimentConfig): Problem[] {
  const problems: Problem[] = [];
  const check = (owner: 'teacher' | 'student', { hidden }: TrainingConfig) => {
    const count = parameterCount({ kind: 'mlp', inputs: 784, hidden, classes: 10 });
    if (count <= MAX_PARAMETERS) return;
    const message = `The ${owner}'s hidden layers ${formatLayers(hidden)} have ${count} parameters; at most ${MAX_PARAMETERS} are allowed.`;
    problems.push({ path: `${owner}.hidden`, message });
  };
  check('teacher', config.teacher);
  check('student', config.student);
  return problems;
}

/** The sizes of a data set that settings must fit into. */
export interface DatasetSizes {
  readonly trainImages: number;
  readonly heldOut: number;
  readonly testImages: number;
}

/** Training rows that an experiment may use: all of them, or all but the validation images. */
export function availableRows(config: ExperimentConfig, sizes: DatasetSizes): number {
  return config.data.trainingRows === 'all' ? sizes.trainImages : sizes.trainImages - sizes.heldOut;
}

/** What an experiment asks of its data set and does not get. */
export function checkSizes(config: ExperimentConfig, sizes: DatasetSizes): readonly Problem[] {
  const available = availableRows(config, sizes);
  const problems: Problem[] = [];
  const transfer = transferImages(config.data);
  if (config.data.teacherImages > available) {
    const message = `Images the teacher sees is "${config.data.teacherImages}"; this data has ${available} to train on.`;
    problems.push({ path: 'data.teacherImages', message });
  }
  if (transfer > available) {
    const path = config.data.unlabelledImages > 0 ? 'data.unlabelledImages' : 'data.labelledImages';
    const message = `The students' images are "${transfer}", labelled and unlabelled together; this data has ${available} to train on.`;
    problems.push({ path, message });
  }
  return problems;
}
