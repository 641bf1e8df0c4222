/**
 * The experiment in the link's hash: `#v=1&T=4&a=0.5`, only what differs from the default, one short key a setting.
 * A link is written by strangers: reading one never throws, and never yields a value the schema refuses.
 */
import type { ExperimentConfig } from './experiment.ts';
import { DEFAULT_EXPERIMENT } from './presets.ts';
import { differingSettings, formatSetting } from './setting-value.ts';
import { parseExperiment, parseSettingText } from './schema.ts';
import { quote } from './quote.ts';
import { readSetting, SETTINGS, writeSetting } from './settings.ts';

export const MAX_LINK_CHARACTERS = 2048;

export interface DecodedLink {
  readonly config: ExperimentConfig;
  /** One sentence for each part that was not understood; the rest of the link holds. */
  readonly notices: readonly string[];
}

/** The hash for an experiment, without the leading `#`; empty for the default experiment. */
export function encodeLink(config: ExperimentConfig): string {
  const parts = differingSettings(config, DEFAULT_EXPERIMENT).map(
    ({ path, key }) => `${key}=${encodeURIComponent(formatSetting(readSetting(config, path)))}`,
  );
  return parts.length === 0 ? '' : ['v=1', ...parts].join('&');
}

export function decodeLink(hash: string): DecodedLink {
  const text = hash.replace(/^#/, '');
  if (text === '') return { config: DEFAULT_EXPERIMENT, notices: [] };
  if (text.length > MAX_LINK_CHARACTERS)
    return refused(`it has ${text.length} characters; at most ${MAX_LINK_CHARACTERS} are read`);

  const notices: string[] = [];
  const values = new Map<string, string>();
  for (const part of text.split('&')) {
    const at = part.indexOf('=');
    const key = at < 0 ? part : part.slice(0, at);
    const value = at < 0 ? undefined : decodePart(part.slice(at + 1));
    if (value === undefined) notices.push(`The link's part ${quote(part)} cannot be read and was left out.`);
    else if (values.has(key)) notices.push(`The link names ${quote(key)} twice; the first value was used.`);
    else values.set(key, value);
  }

  const version = values.get('v') ?? '1';
  if (version !== '1') return refused(`it is of version ${quote(version)}, and this lab reads version 1`);
  values.delete('v');

  let config = DEFAULT_EXPERIMENT;
  for (const { path, key } of SETTINGS) {
    const value = values.get(key);
    if (value === undefined) continue;
    values.delete(key);
    const parsed = parseSettingText(path, value);
    if (parsed.ok) config = writeSetting(config, path, parsed.value);
    else notices.push(...parsed.problems.map(({ message }) => `In the link: ${message}`));
  }
  for (const key of values.keys())
    notices.push(`The link's part ${quote(key)} is not known and was left out.`);

  const whole = parseExperiment(config);
  if (!whole.ok) return refused(whole.problems[0]!.message);
  return { config: whole.value, notices };
}

function refused(why: string): DecodedLink {
  return { config: DEFAULT_EXPERIMENT, notices: [`The link was not used: ${why.replace(/\.$/, '')}.`] };
}

function decodePart(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
