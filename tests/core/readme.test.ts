// The README's file map names files that exist, and every file of the folders that it lists one by one.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const map = /## Where is what[\s\S]*?```\n([\s\S]*?)```/.exec(readFileSync(`${root}/README.md`, 'utf8'))![1]!;

/** Folder by folder, the files that are named under it. */
const named = new Map<string, Set<string>>();
let folder = '';
for (const line of map.split('\n')) {
  folder = /^(\S+)/.exec(line)?.[1] ?? folder;
  const files = named.get(folder) ?? new Set();
  for (const [file] of line.matchAll(/[\w-]+\.ts/g)) files.add(file);
  named.set(folder, files);
}

test.each([...named])('%s holds what the README says', (path, files) => {
  const all = readdirSync(`${root}/${path}`, { recursive: true }).map((file) =>
    String(file).split('/').at(-1),
  );
  for (const file of files) expect(all, `${path} ${file}`).toContain(file);
});

test.each(['src/core', 'src/data', 'src/engine', 'src/store', 'src/worker', 'src/ui', 'src/headless'])(
  '%s has no file that it does not name',
  (path) => {
    const files = readdirSync(`${root}/${path}`).filter(
      (file) => file.endsWith('.ts') && !/(\.d|-styles)\.ts$/.test(file),
    );
    expect(files.filter((file) => !named.get(path)!.has(file))).toEqual([]);
  },
);
