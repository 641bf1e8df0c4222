/**
 * The experiment in the link's hash: `#v=1&T=4&a=0.5`, only what differs from the default, one short key a setting. Where
 * it is shorter so, only what differs from a preset: `#v=2&from=few-labels&T=2`, a form that version 1 did not have.
 * A link is written by strangers: reading one never throws, and never yields a value the schema refuses.
 */
import type { ExperimentConfig } from './experiment.ts';
import { DEFAULT_EXPERIMENT, presetById, PRESETS } from './presets.ts';
import { differingSettings, formatSetting } from './setting-value.ts';
import { parseExperiment, parseSettingText } from './schema.ts';
import { quote } from './quote.ts';
import { readSetting, SETTINGS, writeSetting } from './settings.ts';
import { msg, str } from './text.ts';

export const MAX_LINK_CHARACTERS = 2048;
/** Most parts that are named one by one where they were not understood. */
const MOST_NAMED = 8;

export interface DecodedLink {
  readonly config: ExperimentConfig;
  /** One sentence for each part that was not understood; the rest of the link holds, unless it was refused. */
  readonly notices: readonly string[];
  readonly isRefused?: true;
}

/** The shortest hash for an experiment, without the leading `#`; empty for the default experiment. */
export function encodeLink(config: ExperimentConfig): string {
  const plain = differences(config, DEFAULT_EXPERIMENT);
  const links = [
    plain.length === 0 ? '' : ['v=1', ...plain].join('&'),
    ...PRESETS.map((preset) => ['v=2', `from=${preset.id}`, ...differences(config, preset.config)].join('&')),
  ];
  return links.reduce((shortest, link) => (link.length < shortest.length ? link : shortest));
}

function differences(config: ExperimentConfig, base: ExperimentConfig): readonly string[] {
  return differingSettings(config, base).map(
    ({ path, key }) => `${key}=${encodePart(formatSetting(readSetting(config, path)))}`,
  );
}

export function decodeLink(hash: string): DecodedLink {
  const text = hash.replace(/^#/, '');
  if (text === '') return { config: DEFAULT_EXPERIMENT, notices: [] };
  if (text.length > MAX_LINK_CHARACTERS)
    return refused(
      msg(
        str`The link was not used: it has ${text.length} characters; at most ${MAX_LINK_CHARACTERS} are read.`,
      ),
    );

  const notices: string[] = [];
  const values = new Map<string, string>();
  for (const part of text.split('&')) {
    const at = part.indexOf('=');
    const key = at < 0 ? part : part.slice(0, at);
    const value = at < 0 ? undefined : decodePart(part.slice(at + 1));
    if (value === undefined)
      notices.push(msg(str`The link's part ${quote(part)} cannot be read and was left out.`));
    else if (values.has(key))
      notices.push(msg(str`The link names ${quote(key)} twice; the first value was used.`));
    else values.set(key, value);
  }

  const start = startOf(values);
  if (typeof start === 'string') return refused(start);

  let config = start;
  for (const { path, key } of SETTINGS) {
    const value = values.get(key);
    if (value === undefined) continue;
    values.delete(key);
    const parsed = parseSettingText(path, value);
    if (parsed.ok) config = writeSetting(config, path, parsed.value);
    else notices.push(...parsed.problems.map(({ message }) => msg(str`In the link: ${message}`)));
  }
  for (const key of values.keys())
    notices.push(msg(str`The link's part ${quote(key)} is not known and was left out.`));

  const more = notices.length - MOST_NAMED;
  if (more > 1)
    notices.splice(MOST_NAMED, more, msg(str`${more} other parts of the link were left out as well.`));

  const whole = parseExperiment(config);
  if (!whole.ok) return refused(msg(str`The link was not used: ${whole.problems[0]!.message}`));
  return { config: whole.value, notices };
}

/**
 * Takes out of `values` what says where the link starts. One that names a preset must be of version 2, or of none, as
 * written by hand.
 * @returns why the link is refused where that cannot be told: on another start, its settings would be another experiment
 */
function startOf(values: Map<string, string>): ExperimentConfig | string {
  const version = values.get('v');
  values.delete('v');
  if (version === '1') return DEFAULT_EXPERIMENT;
  if (version !== undefined && version !== '2')
    return msg(
      str`The link was not used: it is of version ${quote(version)}, and this lab reads versions 1 and 2.`,
    );

  const id = values.get('from');
  values.delete('from');
  if (id === undefined)
    return version === '2'
      ? msg('The link was not used: it is of version 2, and does not name the preset that it starts from.')
      : DEFAULT_EXPERIMENT;
  const preset = presetById(id);
  return preset
    ? preset.config
    : msg(
        str`The link was not used: it starts from the preset ${quote(id)}, and this lab has none of that name.`,
      );
}

function refused(notice: string): DecodedLink {
  return { config: DEFAULT_EXPERIMENT, notices: [notice], isRefused: true };
}

/** What `vary` is made of may stand in a hash as it is: three characters less for each. */
function encodePart(text: string): string {
  return encodeURIComponent(text).replaceAll(/%3D|%2C|%3B/g, decodeURIComponent);
}

function decodePart(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
