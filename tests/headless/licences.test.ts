/** Whose licence is told, and which end the build. That all of the site is told of is tested on the site. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { foldersOf, licencesOf } from '../../src/headless/licences.ts';

let root: string | undefined;
afterEach(() => {
  if (root) rmSync(root, { recursive: true });
  root = undefined;
});

/** A package of these files. */
function folder(manifest: object, files: Readonly<Record<string, string>> = {}): string {
  root ??= mkdtempSync(join(tmpdir(), 'licences-'));
  const path = mkdtempSync(join(root, 'a-'));
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'package.json'), JSON.stringify({ name: 'a', version: '1.0.0', ...manifest }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

test('modules are of packages, however bundlers name them', () => {
  const ids = [
    '/lab/node_modules/vega/build/vega.js',
    '/lab/node_modules/vega/index.js',
    '\0/lab/node_modules/jstat/dist/jstat.js?commonjs-es-import',
    '/lab/node_modules/@tensorflow/tfjs-core/dist/index.js',
    '/lab/node_modules/vega/node_modules/d3-array/src/index.js',
    '/lab/node_modules/a/wasm-out/a.wasm?url',
    '/lab/node_modules/.cache/packed.bin?url',
    '/lab/src/ui/lab-app.ts',
    '\0vite/preload-helper.js',
  ];
  expect(foldersOf(ids)).toEqual([
    '/lab/node_modules/vega',
    '/lab/node_modules/jstat',
    '/lab/node_modules/@tensorflow/tfjs-core',
    '/lab/node_modules/vega/node_modules/d3-array',
    '/lab/node_modules/a',
  ]);
});

test('the text is in a file, at the end of a README, or what all of a licence have', () => {
  const apache = 'Apache License, in full. '.repeat(500);
  const found = licencesOf([
    folder({ name: 'c', license: 'Apache-2.0' }, { LICENSE: apache, 'NOTICE.txt': 'Thanks.' }),
    folder({ name: 'b', license: 'MIT' }, { 'README.md': '# b\n\nLICENSE (MIT)\n---\n\nCopyright B\n' }),
    folder({ name: 'a', license: 'Apache-2.0' }),
    folder({ name: 'd' }, { 'LICENSE.md': 'Copyright D\n\nPermission is hereby granted, free of charge' }),
  ]);
  expect(found.map(({ name, licence }) => [name, licence])).toEqual([
    ['a', 'Apache-2.0'],
    ['b', 'MIT'],
    ['c', 'Apache-2.0'],
    ['d', 'MIT'],
  ]);
  const [a, b, c] = found;
  expect(b!.text).toBe('Copyright B');
  expect(c!.text).toContain('Thanks.');
  expect(a!.text).toContain('Apache License, in full.');
});

test.each([
  [{ license: 'GPL-3.0' }, { LICENSE: 'All of it.' }, 'a has the licence GPL-3.0; is that allowed?'],
  [{ license: 'MIT AND GPL-3.0' }, { LICENSE: 'All of it.' }, 'a has the licence MIT AND GPL-3.0'],
  [{}, { LICENSE: 'Ask me.' }, 'a has the licence unknown'],
  [{ license: 'MIT' }, {}, 'a (MIT) brings no text of its licence.'],
  [{ license: 'Apache-2.0' }, {}, 'a (Apache-2.0) brings no text of its licence.'],
])('%j with %j ends the build', (manifest, files, message) => {
  expect(() => licencesOf([folder(manifest, files)])).toThrow(message);
});
