/** The folder a run's results go to. It is looked at before the run and made after it: a stopped run leaves nothing. */
import { accessSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { resultsCsv } from '../core/csv.ts';
import { sweepCsv, sweepOf } from '../core/sweep.ts';
import { quote } from '../core/quote.ts';
import { ArgumentError } from './arguments.ts';
import type { Driven } from './drive.ts';

/** @throws ArgumentError when results could not be written there */
export function checkFolder(path: string): void {
  let existing = resolve(path);
  while (!existsSync(existing)) existing = dirname(existing);
  if (!statSync(existing).isDirectory())
    throw new ArgumentError(
      `--out is ${quote(path)}; it must be a folder, and ${quote(existing)} is a file.`,
    );
  try {
    accessSync(existing, constants.W_OK);
  } catch {
    throw new ArgumentError(`--out is ${quote(path)}; it must be a folder that may be written to.`);
  }
}

/** Makes the first of `runs/<name>-1`, `-2`, ... that does not exist; safe against another command that does the same. */
export function makeNumberedFolder(parent: string, name: string): string {
  mkdirSync(parent, { recursive: true });
  for (let n = 1; ; n++) {
    const path = join(parent, `${name}-${n}`);
    try {
      mkdirSync(path);
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

export function writeResults(folder: string, { record, charts, models }: Driven): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'accuracy.png'), charts.accuracy);
  writeFileSync(join(folder, 'loss.png'), charts.loss);
  writeFileSync(join(folder, 'results.csv'), resultsCsv(record.results));
  const sweep = sweepOf(record);
  if (sweep) writeFileSync(join(folder, 'sweep.csv'), sweepCsv(sweep, record.config));
  for (const { name, json, weights } of models) {
    mkdirSync(join(folder, 'models', name), { recursive: true });
    writeFileSync(join(folder, 'models', name, 'model.json'), json);
    writeFileSync(join(folder, 'models', name, 'weights.bin'), weights);
  }
  writeFileSync(join(folder, 'run.json'), `${JSON.stringify(record, undefined, 2)}\n`);
}
