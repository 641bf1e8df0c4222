/** The kinds of settings: what a value of each may be, how it is read from a text and how it is written. */
import * as v from 'valibot';
import type { Axis, AxisValue, ExperimentConfig } from './experiment.ts';
import { quote } from './quote.ts';
import type { AxesSetting, LayersSetting, Setting, SettingValue } from './setting.ts';
import { readSetting, SETTINGS, VARIABLE } from './settings.ts';
import { decimal, inLocale, msg, str } from './text.ts';

type Message = (issue: { input: unknown }) => string;

/** What is allowed for a setting, in words: the end of every error sentence. */
export function allowed(setting: Setting): string {
  switch (setting.kind) {
    case 'number':
      return msg(str`a number from ${decimal(setting.min)} to ${decimal(setting.max)}`);
    case 'integer':
      return msg(str`a whole number from ${setting.min} to ${setting.max}`);
    case 'choice':
      return setting.options.map(({ value }) => quote(value)).join(msg(' or '));
    case 'boolean':
      return msg('true or false');
    case 'layers':
      return msg(
        str`"none", or 1 to ${setting.maxLayers} layers of 1 to ${setting.maxUnits} units, such as 256-256`,
      );
    case 'chain':
      return msg(
        str`"none", or 1 to ${setting.maxNetworks} networks of 1 to ${setting.maxLayers} layers of 1 to ${setting.maxUnits} units, such as 64-64 or 96-96/32-32`,
      );
    case 'classes':
      return msg('"none", or some but not all of the classes 0 to 9, such as 3 or 7-8');
    case 'axes':
      return msg(
        str`"none", or a setting and at most ${setting.maxValues} different values, such as T=1,4,8, and at most ${setting.maxAxes} of these with a semicolon between; ${VARIABLE.map(({ key }) => key).join(', ')} can vary, as links call them`,
      );
  }
  return setting satisfies never;
}

/** One sentence with the value and what is allowed. */
export function complain(setting: Setting): Message {
  return (issue) => {
    const isList = ['layers', 'chain', 'classes'].includes(setting.kind) && Array.isArray(issue.input);
    const value = isList ? formatSetting(issue.input as SettingValue) : issue.input;
    return msg(str`${inLocale(setting.label)} is ${quote(value)}; it must be ${allowed(setting)}.`);
  };
}

/** Reads a setting's value from anything. */
export function schemaOf(setting: Setting): v.GenericSchema<unknown, SettingValue> {
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
    case 'layers':
      return v.pipe(
        v.custom<readonly number[]>((input) => areLayers(input, setting), message),
        v.transform((units): readonly number[] => [...units]),
      );
    case 'chain': {
      const isNetwork = (input: unknown) => areLayers(input, setting) && input.length > 0;
      const isChain = (input: unknown) =>
        Array.isArray(input) && input.length <= setting.maxNetworks && input.every(isNetwork);
      return v.pipe(
        // Before there were chains, it was the layers of one network.
        v.custom<readonly number[] | readonly (readonly number[])[]>(
          (input) => isNetwork(input) || isChain(input),
          message,
        ),
        v.transform((input) => (isNetwork(input) ? [input as readonly number[]] : input)),
        v.transform((chain) => (chain as readonly (readonly number[])[]).map((units) => [...units])),
      );
    }
    case 'classes':
      return v.pipe(
        v.custom<readonly number[]>(
          (input) =>
            Array.isArray(input) && input.length < CLASSES && ascending(input) && input.every(isClass),
          message,
        ),
        v.transform((classes): readonly number[] => [...classes]),
      );
    case 'axes':
      return axesSchema(setting, message);
  }
  return setting satisfies never;
}

function areLayers(
  input: unknown,
  { maxLayers, maxUnits }: Pick<LayersSetting, 'maxLayers' | 'maxUnits'>,
): input is readonly number[] {
  const isWidth = (value: unknown) =>
    Number.isInteger(value) && (value as number) >= 1 && (value as number) <= maxUnits;
  return Array.isArray(input) && input.length <= maxLayers && input.every(isWidth);
}

/** The most classes that any data set of the lab has. */
export const CLASSES = 10;

function isClass(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < CLASSES;
}

function ascending(values: readonly unknown[]): boolean {
  return values.every((value, i) => i === 0 || (values[i - 1] as number) < (value as number));
}

function axesSchema(setting: AxesSetting, message: Message): v.GenericSchema<unknown, readonly Axis[]> {
  const axis = v.pipe(
    v.strictObject(
      {
        path: v.picklist(
          VARIABLE.map(({ path }) => path),
          message,
        ),
        values: v.pipe(
          v.array(v.unknown(), message),
          v.minLength(1, message),
          v.maxLength(setting.maxValues, message),
        ),
      },
      message,
    ),
    v.rawTransform(({ dataset: { value }, addIssue, NEVER }): Axis => {
      const varied = VARIABLE.find(({ path }) => path === value.path)!;
      const values: AxisValue[] = [];
      for (const one of value.values) {
        const parsed = v.safeParse(schemaOf(varied), one);
        if (parsed.success) values.push(parsed.output as AxisValue);
        else {
          addIssue({ message: parsed.issues[0].message });
          return NEVER;
        }
      }
      return { path: value.path, values };
    }),
    v.check(({ values }) => new Set(values.map(formatSetting)).size === values.length, message),
  );
  return v.pipe(
    v.array(axis, message),
    v.maxLength(setting.maxAxes, message),
    v.check((axes) => new Set(axes.map(({ path }) => path)).size === axes.length, message),
  );
}

/** What a text means, before it is checked. */
export function fromText(setting: Setting, text: string): unknown {
  switch (setting.kind) {
    case 'number':
    case 'integer':
      return text === '' ? undefined : Number(text);
    case 'choice':
      return text;
    case 'boolean':
      return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : undefined;
    case 'layers':
      return listFrom(text);
    case 'chain':
      return text === 'none' ? [] : text.split('/').map((network) => listFrom(network.trim()));
    case 'classes':
      return listFrom(text)?.sort((a, b) => a - b);
    case 'axes':
      return text === 'none' ? [] : text.split(';').map(axisFrom);
  }
  return setting satisfies never;
}

function listFrom(text: string): number[] | undefined {
  if (text === 'none') return [];
  return /^\d+([-,\s]+\d+)*$/.test(text) ? text.split(/[-,\s]+/).map(Number) : undefined;
}

/** `T=1,4,8` or `distillation.temperature=1,4,8`. */
function axisFrom(text: string): unknown {
  const at = text.indexOf('=');
  const name = text.slice(0, Math.max(0, at)).trim();
  const setting = VARIABLE.find(({ path, key }) => path === name || key === name);
  if (!setting) return undefined;
  const values = text.slice(at + 1).split(',');
  return { path: setting.path, values: values.map((value) => fromText(setting, value.trim())) };
}

/** A value as it is typed: `8`, `256-256`, `T=1,4,8`. */
export function formatSetting(value: SettingValue): string {
  if (!isList(value)) return String(value);
  const list = value as readonly unknown[];
  if (list.some(isAxis)) return (list as readonly Axis[]).map(formatAxis).join(';');
  return list.some(Array.isArray)
    ? (list as readonly SettingValue[]).map(formatSetting).join('/')
    : formatList(list);
}

function isList(value: SettingValue): value is Exclude<SettingValue, number | string | boolean> {
  return Array.isArray(value);
}

function isAxis(value: unknown): value is Axis {
  return typeof value === 'object' && value !== null && 'path' in value;
}

function formatAxis({ path, values }: Axis): string {
  const key = VARIABLE.find((setting) => setting.path === path)?.key ?? path;
  return `${key}=${values.map(formatSetting).join(',')}`;
}

function formatList(items: readonly unknown[]): string {
  return items.length === 0 ? 'none' : items.map(String).join('-');
}

/** The settings in which two experiments differ. */
export function differingSettings(a: ExperimentConfig, b: ExperimentConfig): readonly Setting[] {
  return SETTINGS.filter(
    ({ path }) => formatSetting(readSetting(a, path)) !== formatSetting(readSetting(b, path)),
  );
}
