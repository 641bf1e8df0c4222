/** Where results go: told before the run when it cannot be, and never over another run's. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ArgumentError } from '../../src/headless/arguments.ts';
import { checkFolder, makeNumberedFolder } from '../../src/headless/results-folder.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lab-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('looking at a folder does not make it', () => {
  checkFolder(join(folder, 'a/b/c'));
  expect(readdirSync(folder)).toEqual([]);
});

test('a file in the way is named', () => {
  const file = join(folder, 'f');
  writeFileSync(file, '');
  for (const path of [file, join(file, 'below')]) expect(() => checkFolder(path)).toThrow(ArgumentError);
});

test('folders are numbered from 1 and never used twice', () => {
  const runs = join(folder, 'runs');
  expect([1, 2, 3].map(() => makeNumberedFolder(runs, 'quick'))).toEqual(
    [1, 2, 3].map((n) => join(runs, `quick-${n}`)),
  );
  rmSync(join(runs, 'quick-2'), { recursive: true });
  expect(makeNumberedFolder(runs, 'quick')).toBe(join(runs, 'quick-2'));
  expect(existsSync(join(runs, 'full-1'))).toBe(false);
});
