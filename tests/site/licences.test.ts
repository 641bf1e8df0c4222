/** The list of licences in the built site: of all that is in it, and of nothing else. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { expect, test } from 'vitest';
import { ALLOWED } from '../../src/headless/licences.ts';
import { launch, openLab, siteUrl } from './site.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Titles such as `lit 3.3.3 (BSD-3-Clause)`, as name and version, and licence. */
function packagesIn(list: string): readonly { readonly name: string; readonly licence: string }[] {
  return [...list.matchAll(/^(@?[\w./-]+ \d+\.\d+\.\d+\S*) \((.+)\)$/gm)].map(([, name, licence]) => ({
    name: name!,
    licence: licence!,
  }));
}

/** Of each package that a source map names a file of. */
function packagesOf(maps: readonly string[]): readonly string[] {
  const sources = maps.flatMap((map) => (JSON.parse(map) as { readonly sources: readonly string[] }).sources);
  const folders = sources.flatMap(
    (path) => /node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/.][^/]*(?=\/)/.exec(path) ?? [],
  );
  const names = [...new Set(folders)].map((folder) => {
    const { name, version } = JSON.parse(readFileSync(`${ROOT}${folder}/package.json`, 'utf8')) as Record<
      string,
      string
    >;
    return `${name!} ${version!}`;
  });
  return [...new Set(names)].toSorted();
}

test('every package of which something is in the page, its late parts or the worker is listed, each allowed', async () => {
  const { output } = (await build({
    root: ROOT,
    mode: 'production',
    logLevel: 'silent',
    build: { write: false, minify: false, sourcemap: 'hidden' },
  })) as Rolldown.RolldownOutput;
  const text = (ending: string) =>
    output.flatMap((file) =>
      file.type === 'asset' && file.fileName.endsWith(ending) ? [String(file.source)] : [],
    );
  const listed = packagesIn(text('licences.txt')[0]!);
  const names = listed.map(({ name }) => name);
  const found = packagesOf(text('.map'));
  expect(found.filter((name) => !names.includes(name))).toEqual([]);
  // It only hands on what others export, and has no line of its own in the maps.
  expect(names.filter((name) => !found.includes(name))).toEqual([expect.stringMatching(/^lit \d/)]);
  for (const name of [
    'lit ',
    'vega ',
    'comlink ',
    '@tensorflow/tfjs-core ',
    '@tensorflow/tfjs-backend-wasm ',
  ])
    expect(
      listed.some((one) => one.name.startsWith(name)),
      name,
    ).toBe(true);
  expect(listed.flatMap(({ licence }) => licence.split(' AND ')).filter((one) => !ALLOWED.has(one))).toEqual(
    [],
  );
});

test('the foot of the page leads to the list, which has the data’s licence too', async () => {
  const browser = await launch();
  const { page } = await openLab(browser);
  const opened = page.waitForEvent('popup');
  await page.getByRole('link', { name: 'Licences' }).click();
  const list = await opened;
  expect(list.url()).toBe(`${siteUrl()}licences.txt`);
  const text = await list.locator('body').innerText();
  expect(packagesIn(text).length).toBeGreaterThan(50);
  expect(text).toContain('MNIST, the images and labels');
  expect(text).toContain('Copyright (c) 2026 The Dark Knowledge Lab authors');
  await browser.close();
});
