/** The folder a run's results go to. It is looked at before the run and made after it: a stopped run leaves nothing. */
import { accessSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { resultsCsv } from '../core/csv.ts';
import { leaderboardCsv, leaderboardOf } from '../core/leaderboard.ts';
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

/** @returns what it has written, for somebody to look at */
export function writeResults(folder: string, { record, charts, models }: Driven): readonly string[] {
  const sweep = sweepOf(record);
  const board = leaderboardOf(record);
  const files: Readonly<Record<string, Buffer | string>> = {
    'accuracy.png': charts.accuracy,
    'loss.png': charts.loss,
    'results.csv': resultsCsv(record.results),
    ...(sweep && { 'sweep.csv': sweepCsv(sweep, record.config) }),
    ...(board && { 'leaderboard.csv': leaderboardCsv(board) }),
    'run.json': `${JSON.stringify(record, undefined, 2)}\n`,
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  for (const { name, json, weights } of models) {
    mkdirSync(join(folder, 'models', name), { recursive: true });
    writeFileSync(join(folder, 'models', name, 'model.json'), json);
    writeFileSync(join(folder, 'models', name, 'weights.bin'), weights);
  }
  return [...Object.keys(files), ...(models.length > 0 ? ['models/'] : [])];
}
