/** The records of shares of a run, from their folders to that of the whole run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRunText } from '../core/run-file.ts';
import { quote } from '../core/quote.ts';
import type { RunRecord } from '../core/run-record.ts';
import { mergeRuns } from '../core/shards.ts';
import { ArgumentError } from './arguments.ts';

/** @throws ArgumentError when a folder holds no run, or they do not belong together */
export function mergeFolders(folders: readonly string[]): RunRecord {
  const records = folders.map(readRun);
  try {
    return mergeRuns(records);
  } catch (error) {
    if (error instanceof RangeError) throw new ArgumentError(`--merge: ${error.message}`, { cause: error });
    throw error;
  }
}

function readRun(folder: string): RunRecord {
  let text: string;
  try {
    text = readFileSync(join(folder, 'run.json'), 'utf8');
  } catch (error) {
    throw new ArgumentError(`--merge: there is no run.json in ${quote(folder)}.`, { cause: error });
  }
  const parsed = parseRunText(text);
  if (!parsed.ok) throw new ArgumentError(`--merge ${quote(folder)}: ${parsed.problems[0]!.message}`);
  return parsed.value;
}
