/** How a browser is found; with a path that this test makes up. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findBrowser } from '../../src/headless/browser.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-'));
  for (const name of ['a', 'b']) mkdirSync(join(folder, name));
  vi.stubEnv('PATH', [join(folder, 'a'), join(folder, 'b')].join(delimiter));
  vi.stubEnv('CHROME_PATH', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function put(...path: string[]): string {
  const program = join(folder, ...path);
  writeFileSync(program, '');
  chmodSync(program, 0o755);
  return program;
}

test('the first folder of the path that has one', () => {
  const chromium = put('b', 'chromium');
  expect(findBrowser()).toBe(chromium);
  const edge = put('a', 'microsoft-edge');
  expect(findBrowser()).toBe(edge);
});

test('a folder of that name is not a browser', () => {
  mkdirSync(join(folder, 'a', 'chromium'));
  const chromium = put('b', 'chromium');
  expect(findBrowser()).toBe(chromium);
});

test('CHROME_PATH comes first, where it names a program', () => {
  const onPath = put('a', 'google-chrome');
  vi.stubEnv('CHROME_PATH', join(folder, 'gone'));
  expect(findBrowser()).toBe(onPath);
  const asked = put('my-chrome');
  vi.stubEnv('CHROME_PATH', asked);
  expect(findBrowser()).toBe(asked);
});
