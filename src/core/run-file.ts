/**
 * A run as a file: reading back what `run.json` holds, from anybody. What comes out is a new object with known fields only,
 * every number finite and every list bounded; what is absent stays absent.
 */
import { METHODS, type MethodName } from './methods.ts';
import * as v from 'valibot';
import { architectureNamed } from './architecture.ts';
import { BACKENDS, TRAINERS } from './device.ts';
import { compile } from './compile.ts';
import { migrated, RUN_MIGRATIONS } from './migrate.ts';
import { quote, safeName } from './quote.ts';
import type { RunRecord } from './run-record.ts';
import { armKey } from './stages.ts';
import { MAX_RUN_CHARACTERS, parseExperiment, type Parsed, type Problem } from './schema.ts';
import { msg, str } from './text.ts';

const FORMAT = 'dark-knowledge-lab/run';
const MAX_TEXT = 400;
const MAX_POINTS = 100_000;
const MAX_RESULTS = 2_000;
const MAX_CLASSES = 10;
/** Kernels of a stage, and stages. */
const MAX_VARIANTS = 1_000;

const number = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** Sentences and lists of settings; what nobody sees is taken out of them. */
const text = v.pipe(
  v.string(),
  v.maxLength(MAX_TEXT),
  v.transform((foreign) => safeName(foreign, MAX_TEXT)),
);
/** Names, which stand in one line; of a long one the beginning. */
const name = v.pipe(
  text,
  v.transform((long) => safeName(long)),
);
/** Counted before anything in it is looked at. */
const list = <T extends v.GenericSchema>(of: T, most: number) =>
  v.pipe(v.array(v.unknown()), v.maxLength(most), v.array(of));
const backend = v.picklist(BACKENDS);

const arm = {
  role: v.picklist(['teacher', 'hardLabel', 'distilled', 'pseudoLabel', 'assistant']),
  method: v.picklist(['labels', ...(Object.keys(METHODS) as MethodName[])]),
  setting: v.optional(text),
};

/** The terms of all methods' losses. */
const TERM_NAMES = [
  ...new Set(
    Object.values(METHODS).flatMap(({ parts }) =>
      parts({ softWeight: 0.5, strength: 1 }).map(({ term }) => term),
    ),
  ),
];

const point = v.object({
  ...arm,
  member: count,
  seed: count,
  epoch: v.pipe(number, v.minValue(0)),
  step: count,
  objective: number,
  trainLoss: v.optional(number),
  kl: v.optional(number),
  terms: v.optional(v.object(v.entriesFromList(TERM_NAMES, v.optional(number)))),
  hardGradient: v.optional(number),
  softGradient: v.optional(number),
  validationLoss: v.optional(number),
  validationAccuracy: v.optional(share),
  testSubsetLoss: v.optional(number),
  testSubsetAccuracy: v.optional(share),
});

const against = list(v.object({ member: count, onlyThisRight: count, onlyOtherRight: count }), MAX_RESULTS);
const quantised = v.object({
  precision: v.picklist(['float16', 'uint8', 'int8']),
  bytes: count,
  testErrors: count,
  changed: count,
  against: v.optional(against),
});
const perClass = list(v.nullable(share), MAX_CLASSES);
const latency = { median: number, p95: number };

const result = v.object({
  ...arm,
  member: count,
  seed: count,
  settings: v.optional(
    v.object({
      temperature: v.optional(number),
      softWeight: v.optional(share),
      tSquared: v.optional(v.boolean()),
    }),
  ),
  architecture: v.pipe(
    text,
    v.check(
      (name) => architectureNamed(name) !== undefined || name.startsWith('imported: '),
      () => msg('The architecture should be a network of the lab, such as 784-30-10, or an imported model.'),
    ),
  ),
  parameters: count,
  macs: v.optional(count),
  compression: number,
  bytes: count,
  testImages: count,
  testErrors: count,
  testAccuracy: share,
  testLoss: number,
  perClassAccuracy: perClass,
  omittedClasses: v.optional(list(count, MAX_CLASSES)),
  confusion: list(list(count, MAX_CLASSES), MAX_CLASSES),
  ece: number,
  reliability: list(v.object({ images: count, confidence: share, accuracy: share }), 100),
  agreement: v.optional(share),
  gapClosed: v.optional(number),
  inheritedErrors: v.optional(v.object({ teacherErrors: count, same: count })),
  kl: v.optional(number),
  against: v.optional(against),
  quantised: v.optional(list(quantised, 3)),
  validation: v.optional(v.object({ images: count, errors: count, loss: number })),
  biasMatched: v.optional(v.object({ bias: number, testErrors: count, perClassAccuracy: perClass })),
  biasSweep: v.optional(
    list(v.object({ bias: number, images: count, errors: count, perClassAccuracy: perClass }), 1000),
  ),
  answerBytes: v.optional(count),
  imagesPerSecond: v.optional(number),
  latencyMs: v.optional(v.object({ ...latency, backend })),
  speed: v.optional(list(v.object({ backend, imagesPerSecond: number, latencyMs: v.object(latency) }), 8)),
  trainSeconds: v.optional(number),
});

const verdict = v.object({
  candidate: v.object(arm),
  baseline: v.object(arm),
  metric: v.literal('testErrors'),
  precision: v.optional(v.literal('int8')),
  seeds: count,
  differences: list(number, MAX_RESULTS),
  meanDifference: number,
  interval: v.optional(v.tuple([number, number])),
  test: v.picklist(['paired t 95 %', 'McNemar exact']),
  p: share,
  holmP: v.optional(share),
  signFlipP: v.optional(share),
  smallestP: v.optional(share),
  conclusion: v.picklist(['BETTER', 'WORSE', 'NO DIFFERENCE SHOWN']),
});

/** A few names and what each stands for. */
const variantsOf = <T extends v.GenericSchema>(of: T) =>
  v.pipe(
    v.record(name, of),
    v.check((all) => Object.keys(all).length <= MAX_VARIANTS),
  );

const environment = v.object({
  backend,
  adapter: v.optional(text),
  softwareAdapter: v.boolean(),
  reasons: list(text, 20),
  tfjs: name,
  userAgent: text,
  trainer: v.picklist(TRAINERS),
  trainerReasons: v.optional(list(text, 20)),
  variants: variantsOf(variantsOf(name)),
  gpuBytes: v.optional(count),
  changes: v.optional(list(v.object({ backend, adapter: v.optional(text), stage: text, step: count }), 20)),
});

const run = v.object({
  format: v.literal(FORMAT),
  version: v.literal(1),
  config: v.unknown(), // by its own schema
  environment,
  dataset: v.object({ id: name, title: name }),
  shard: v.optional(v.object({ index: count, count })),
  reused: v.optional(
    list(
      v.object({
        stage: name,
        from: v.picklist(['browser', 'file', 'lab']),
        title: v.optional(name),
        trainedAt: v.optional(count),
        trainedOn: v.optional(text),
      }),
      8,
    ),
  ),
  history: list(point, MAX_POINTS),
  results: list(result, MAX_RESULTS),
  verdicts: list(verdict, MAX_RESULTS),
});

/** Reads a run from the text of a file. */
export function parseRunText(source: string): Parsed<RunRecord> {
  if (source.length > MAX_RUN_CHARACTERS)
    return refused(
      msg(str`The run has ${source.length} characters; at most ${MAX_RUN_CHARACTERS} are read.`),
    );
  let input: unknown;
  try {
    input = JSON.parse(source);
  } catch {
    return refused(msg(str`The run is not JSON: ${quote(source.slice(0, MAX_TEXT))}.`));
  }
  return parseRun(input);
}

export function parseRun(input: unknown): Parsed<RunRecord> {
  const today = migrated(input, RUN_MIGRATIONS);
  const { format, version } = (today ?? {}) as { readonly format?: unknown; readonly version?: unknown };
  if (format !== FORMAT)
    return refused(msg(str`The file's format is ${quote(format)}; a run's is ${quote(FORMAT)}.`));
  if (version !== 1)
    return refused(
      typeof version === 'number' && version > 1
        ? msg(str`This run is of version ${quote(version)}, made by a newer lab; this one reads version 1.`)
        : msg(str`The run's version is ${quote(version)}; it must be 1.`),
    );
  const result = v.safeParse(run, today, { abortEarly: true }); // of millions of faults one is enough
  if (!result.success) {
    const [issue] = result.issues;
    const [path, value] = [quote(v.getDotPath(issue) ?? msg('the run')), quote(issue.input)];
    return refused(
      issue.type === 'check'
        ? msg(str`The run cannot be read: ${path} is ${value}. ${issue.message}`)
        : msg(str`The run cannot be read: ${path} is ${value}; expected: ${expectedOf(issue)}.`),
    );
  }
  const config = parseExperiment(result.output.config);
  if (!config.ok) return config;
  const value = { ...result.output, config: config.value } as RunRecord;
  const problem = contradictionIn(value);
  return problem === undefined ? { ok: true, value } : refused(problem);
}

/** What no run of its experiment could be: the charts and tables would have to draw it. */
function contradictionIn({ config, history, results }: RunRecord): string | undefined {
  const networks = compile(config).reduce((sum, { members }) => sum + members.length, 0);
  const curves = new Set(history.map((point) => `${armKey(point)}|${point.member}`)).size;
  if (curves > networks)
    return msg(
      str`The run cannot be read: it has the curves of ${curves} networks, and its experiment trains ${networks}.`,
    );
  // Teachers that answer together are a row of their own.
  if (results.length > 2 * networks)
    return msg(
      str`The run cannot be read: it has results of ${results.length} networks, and its experiment trains ${networks}.`,
    );
  const ragged = results.findIndex(({ confusion, perClassAccuracy: { length } }) =>
    [confusion, ...confusion].some((row) => row.length !== length),
  );
  return ragged < 0
    ? undefined
    : msg(str`The run cannot be read: ${quote(`results.${ragged}.confusion`)} is not of one size.`);
}

/** As code says it, `Array` or `length <=400`: who made the file will know it. */
function expectedOf({ type, expected }: v.BaseIssue<unknown>): string {
  return type === 'max_length' ? `length ${expected}` : (expected ?? type);
}

function refused(message: string): { readonly ok: false; readonly problems: readonly [Problem] } {
  return { ok: false, problems: [{ path: 'run', message }] };
}
