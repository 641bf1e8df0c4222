/**
 * From the words of the command line to a request that can be carried out, or one sentence that says what is wrong.
 * Every value is checked here, before a browser starts. It reads one file if told to and starts nothing.
 */
import { parseArgs } from 'node:util';
import {
  BACKENDS,
  isBackendName,
  isTrainerName,
  TRAINERS,
  type BackendName,
  type TrainerName,
} from '../core/device.ts';
import type { ExperimentConfig, Shard } from '../core/experiment.ts';
import { INPUT_SCALES, isInputScale, type InputScale } from '../core/imported.ts';
import { decodeLink } from '../core/link.ts';
import { presetById, PRESETS } from '../core/presets.ts';
import { parseExperiment, parseExperimentText, parseSettingText, type Problem } from '../core/schema.ts';
import { quote } from '../core/quote.ts';
import { PRECISIONS, type Precision } from '../core/weights-file.ts';
import { parseShard } from '../core/shards.ts';
import { isSettingPath, SETTINGS, writeSetting } from '../core/settings.ts';

export interface RunRequest {
  readonly kind: 'run';
  readonly config: ExperimentConfig;
  /** What the results' folder is named after, when `out` does not say. */
  readonly name: string;
  readonly out?: string;
  /** A folder with the built lab, which is built anew otherwise. */
  readonly site?: string;
  readonly backend?: BackendName;
  readonly trainer?: TrainerName;
  /** A tfjs model that takes the teacher's place. */
  readonly teacher?: { readonly path: string; readonly scale: InputScale };
  /** Train only this share of the students. */
  readonly shard?: Shard;
  /** Write every network as a tfjs model, not only the teachers. */
  readonly models: boolean;
  /** In which precisions. */
  readonly precisions: readonly Precision[];
}
/** Shares of a run to be merged. */
export interface MergeRequest {
  readonly kind: 'merge';
  readonly folders: readonly string[];
  readonly out?: string;
  readonly site?: string;
}
export type Request = (RunRequest | MergeRequest | { readonly kind: 'help' } | { readonly kind: 'list' }) & {
  /** Show stack traces and what the page writes to its console. */
  readonly debug: boolean;
};

/** Bad arguments or a bad experiment; its message is one line for the user. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

const OPTIONS = {
  preset: { type: 'string', multiple: true },
  config: { type: 'string', multiple: true },
  link: { type: 'string', multiple: true },
  set: { type: 'string', multiple: true },
  backend: { type: 'string' },
  trainer: { type: 'string' },
  out: { type: 'string' },
  list: { type: 'boolean' },
  debug: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  seeds: { type: 'string' },
  teacher: { type: 'string' },
  'teacher-inputs': { type: 'string' },
  models: { type: 'boolean' },
  precision: { type: 'string' },
  sweep: { type: 'string', multiple: true },
  shard: { type: 'string' },
  merge: { type: 'boolean' },
  site: { type: 'string' },
} as const;

export const HELP = `Usage: npm run distill -- [options]

Trains a teacher, a hard-label and a distilled student in a browser without a window.

The experiment, one of (default: --preset quick):
  --preset ID           a ready-made experiment, see --list
  --config FILE         an experiment as JSON
  --link HASH           the part of a link after its #

  --set PATH=VALUE      change one setting, e.g. --set distillation.temperature=8; may be repeated
  --sweep PATH=A,B,C    train all these values of a setting in one run; twice for all pairs of two settings
  --shard I/N           train only this share of the students; see --merge
  --merge FOLDER...     put the runs of all shares together
  --seeds N             train every student from N seeds, with intervals and verdicts
  --teacher FILE        a trained tfjs model (model.json, its weights beside it) instead of training a teacher
  --teacher-inputs NAME what grey levels become before it sees them, unless it is the lab's own:
                        ${Object.keys(INPUT_SCALES).join(', ')} (default: 0-1)
  --models              write every network as a tfjs model, not only the teachers
  --precision A,B       write models in these: float32, float16, uint8; all but float32 into folders that
                        say so (default: float32)
  --backend NAME        ${BACKENDS.join(', ')}; without it WebGPU, or the next best that works
  --trainer NAME        ${TRAINERS.join(', ')}; without it fused, or tfjs for what that cannot do
  --out FOLDER          where results go (default: runs/<preset>-<n>)
  --site FOLDER         what npm run build has built (dist), which saves building it for every run
  --list                show the presets
  --debug               show stack traces and the browser's console
  --help                show this text

Writes accuracy.png, loss.png, results.csv, run.json and models/, of values side by side sweep.csv, of methods
leaderboard.csv; the tables go to standard output.
Exit status: 0 finished, 1 failed or stopped, 2 bad arguments or experiment.
`;

/**
 * @param readText the content of the file at a path
 * @throws ArgumentError for anything that cannot be carried out
 */
export function parseArguments(words: readonly string[], readText: (path: string) => string): Request {
  const { values, positionals } = parseWords(words);
  const debug = values.debug ?? false;
  if (values.help) return { kind: 'help', debug };
  if (values.list) return { kind: 'list', debug };

  if (values.merge) return { ...mergeRequest(values, positionals), debug };
  if (positionals.length > 0)
    throw new ArgumentError(`${quote(positionals[0])} belongs to no option; see --help.`);
  const { trainer, backend, out, site } = values;
  if (backend !== undefined && !isBackendName(backend))
    throw new ArgumentError(`--backend is ${quote(backend)}; it must be ${oneOf(BACKENDS)}.`);
  if (trainer !== undefined && !isTrainerName(trainer))
    throw new ArgumentError(`--trainer is ${quote(trainer)}; it must be ${oneOf(TRAINERS)}.`);
  if (trainer === 'fused' && backend !== undefined && backend !== 'webgpu')
    throw new ArgumentError(`--trainer is "fused", which needs WebGPU; --backend is ${quote(backend)}.`);
  const scale = values['teacher-inputs'] ?? '0-1';
  if (!isInputScale(scale))
    throw new ArgumentError(
      `--teacher-inputs is ${quote(scale)}; it must be ${oneOf(Object.keys(INPUT_SCALES))}.`,
    );
  const { teacher } = values;
  if (teacher === undefined && values['teacher-inputs'] !== undefined)
    throw new ArgumentError('--teacher-inputs says how --teacher FILE sees images; there is no --teacher.');
  if (out === '') throw new ArgumentError('--out is ""; it must name a folder.');

  const { config, name } = chooseExperiment(values, readText);
  return {
    kind: 'run',
    config: applySettings(config, [
      ...(values.set ?? []),
      ...(values.sweep === undefined ? [] : [`vary=${sweepText(values.sweep)}`]),
      ...(values.seeds === undefined ? [] : [`seeds=${values.seeds}`]),
    ]),
    name,
    ...(teacher !== undefined && { teacher: { path: teacher, scale } }),
    ...(values.shard !== undefined && { shard: shardFrom(values.shard) }),
    models: values.models ?? false,
    precisions: precisionsFrom(values.precision ?? 'float32'),
    ...(out !== undefined && { out }),
    ...(site !== undefined && { site }),
    ...(backend !== undefined && { backend }),
    ...(trainer !== undefined && { trainer }),
    debug,
  };
}

function precisionsFrom(list: string): readonly Precision[] {
  const precisions = list.split(',').map((name) => name.trim());
  const isPrecision = (name: string): name is Precision => (PRECISIONS as readonly string[]).includes(name);
  if (precisions.every(isPrecision)) return [...new Set(precisions)];
  throw new ArgumentError(
    `--precision is ${quote(list)}; it must be ${oneOf(PRECISIONS)}, or several with commas between.`,
  );
}

function shardFrom(text: string): Shard {
  const shard = parseShard(text);
  if (shard) return shard;
  throw new ArgumentError(`--shard is ${quote(text)}; it must be one of how many, such as 1/4.`);
}

function mergeRequest(
  { out, site, merge: _, debug: __, ...others }: Readonly<Record<string, unknown>>,
  folders: readonly string[],
): MergeRequest {
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw new ArgumentError(`--merge puts runs together that have been; --${other} has no place beside it.`);
  if (folders.length === 0) throw new ArgumentError('--merge needs the folders of the runs to put together.');
  return {
    ...{ kind: 'merge', folders },
    ...(typeof out === 'string' && { out }),
    ...(typeof site === 'string' && { site }),
  };
}

function oneOf(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(' or ');
}

function parseWords(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const { code, message } = error as Error & { readonly code?: string };
    const option = /--?[\w-]+/.exec(message)?.[0] ?? 'An option';
    const takesText = option.replace(/^-+/, '') in OPTIONS && !message.includes('does not take');
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
      throw new ArgumentError(`${option} is no option; see --help.`);
    throw new ArgumentError(takesText ? `${option} needs a value; see --help.` : `${option} takes no value.`);
  }
}

interface Sources {
  readonly preset?: readonly string[] | undefined;
  readonly config?: readonly string[] | undefined;
  readonly link?: readonly string[] | undefined;
}

function chooseExperiment(sources: Sources, readText: (path: string) => string) {
  const { preset = [], config = [], link = [] } = sources;
  if (preset.length + config.length + link.length > 1)
    throw new ArgumentError('Give one experiment: one --preset, one --config or one --link.');
  if (config[0] !== undefined) return experimentFile(config[0], readText);
  if (link[0] !== undefined) return experimentLink(link[0]);
  const id = preset[0] ?? 'quick';
  const found = presetById(id);
  if (found) return { config: found.config, name: found.id };
  const ids = PRESETS.map((known) => known.id).join(', ');
  throw new ArgumentError(`--preset is ${quote(id)}; it must be one of ${ids}.`);
}

function experimentFile(path: string, readText: (path: string) => string) {
  let text: string;
  try {
    text = readText(path);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const why = missing ? 'there is no such file' : 'it cannot be read as a file';
    throw new ArgumentError(`--config is ${quote(path)}; ${why}.`, { cause: error });
  }
  const parsed = parseExperimentText(text);
  if (!parsed.ok) throw new ArgumentError(`--config ${quote(path)}: ${sentence(parsed.problems)}`);
  return { config: parsed.value, name: 'config' };
}

/** The whole address may be given too. Unlike the page, which uses what it understands, a doubtful link is refused. */
function experimentLink(text: string) {
  const { config, notices } = decodeLink(text.slice(text.indexOf('#') + 1));
  if (notices[0] !== undefined) throw new ArgumentError(`--link is not understood in full. ${notices[0]}`);
  return { config, name: 'link' };
}

/** Two at most, which the setting itself says. */
function sweepText(sweeps: readonly string[]): string {
  for (const sweep of sweeps)
    if (sweep.includes(';'))
      throw new ArgumentError(`--sweep is ${quote(sweep)}; give --sweep twice for two settings.`);
  return sweeps.join(';');
}

function applySettings(config: ExperimentConfig, assignments: readonly string[]): ExperimentConfig {
  let changed = config;
  for (const assignment of assignments) {
    const at = assignment.indexOf('=');
    if (at < 0)
      throw new ArgumentError(`--set is ${quote(assignment)}; it must be path=value, such as seed=2.`);
    const path = assignment.slice(0, at);
    if (!isSettingPath(path)) throw new ArgumentError(unknownSetting(path));
    const parsed = parseSettingText(path, assignment.slice(at + 1));
    if (!parsed.ok) throw new ArgumentError(sentence(parsed.problems));
    changed = writeSetting(changed, path, parsed.value);
  }
  const whole = parseExperiment(changed);
  if (!whole.ok) throw new ArgumentError(sentence(whole.problems));
  if (whole.value.data.dataset === 'own')
    throw new ArgumentError('data.dataset: Data is "own"; this command can only train on "mnist".');
  return whole.value;
}

/** Lists the settings of the same group and those of the same name, or all of them. */
function unknownSetting(path: string): string {
  const [group, ...rest] = path.split('.');
  const name = rest.join('.') || group;
  const paths = SETTINGS.map((setting) => setting.path);
  const near = paths.filter(
    (known) => known.startsWith(`${group ?? ''}.`) || known.split('.').at(-1) === name,
  );
  const known = near.length > 0 ? `near it are ${near.join(', ')}` : `there are ${paths.join(', ')}`;
  return `--set: there is no setting ${quote(path)}; ${known}.`;
}

function sentence(problems: readonly Problem[]): string {
  const { path, message } = problems[0]!;
  return path === 'experiment' ? message : `${path}: ${message}`;
}
