/** From the words of the command line to what is asked for, or one sentence that says what is wrong. Starts nothing. */
import { parseArgs } from 'node:util';
import { quote } from '../../src/core/quote.ts';
import { ArgumentError } from '../../src/headless/arguments.ts';
import { CASES, type BenchCase } from './cases.ts';

export interface BenchRequest {
  readonly help: boolean;
  readonly quick: boolean;
  /** In Node, on Dawn, instead of in a browser. */
  readonly dawn: boolean;
  /** Where the results go as JSON. */
  readonly json?: string;
  readonly cases: readonly BenchCase[];
}

export const HELP = `Usage: npm run bench -- [options]

Trains the same networks on the same batches with this lab's trainer, stock tfjs, model.fit and jax-js, in turns, in one
browser and on one adapter, and compares what a step takes and what they have learnt.

  --quick           fewer steps and rounds
  --dawn            without a browser, on any driver that Dawn finds (npm install --no-save webgpu)
  --json FILE       write the results to FILE as well
  --only NAME...    these cases; the beginning of a name will do
  --help            show this text

Cases:
${CASES.map(({ name }) => `  ${name}\n`).join('')}
Exit status: 0 finished, 1 failed, 2 bad arguments.
`;

/** @throws ArgumentError for anything that cannot be carried out */
export function parseBenchArguments(words: readonly string[]): BenchRequest {
  const { values, positionals } = parseWords(words);
  const { only, json, quick = false, dawn = false, help = false } = values;
  if (!only && positionals.length > 0)
    throw new ArgumentError(`${quote(positionals[0])} belongs to no option; see --help.`);
  if (json === '') throw new ArgumentError('--json is ""; it must name a file.');
  const cases = only ? [...only, ...positionals].map(caseOf) : CASES;
  return { help, quick, dawn, ...(json !== undefined && { json }), cases };
}

function parseWords(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        quick: { type: 'boolean' },
        dawn: { type: 'boolean' },
        json: { type: 'string' },
        only: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new ArgumentError(`${(error as Error).message.split(/[.\n]/)[0]!}; see --help.`);
  }
}

function caseOf(text: string): BenchCase {
  const found = CASES.find(({ name }) => name === text || name.startsWith(`${text} `));
  if (found) return found;
  const names = CASES.map(({ name }) => quote(name)).join(', ');
  throw new ArgumentError(`--only is ${quote(text)}; it must be one of ${names}.`);
}
