/** What is installed is what was tried: exact versions, checked by their hashes, and nothing of it runs while it is installed. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly overrides: object;
}
interface Lock {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, Locked>>;
}
interface Locked extends Partial<Manifest> {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: true;
  readonly hasInstallScript?: true;
}

const text = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const manifest = JSON.parse(text('package.json')) as Manifest;
const { lockfileVersion, packages } = JSON.parse(text('package-lock.json')) as Lock;
const { '': root, ...locked } = packages;
const wanted = { ...manifest.dependencies, ...manifest.devDependencies };

const isExact = (version: string) => /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version);

/** All versions in `overrides`, however deep. */
function leaves(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : Object.values(value as object).flatMap(leaves);
}

test('every version in package.json is exact', () => {
  expect(Object.keys(wanted).length).toBeGreaterThan(30);
  expect(Object.entries(wanted).filter(([, version]) => !isExact(version))).toEqual([]);
  const overrides = leaves(manifest.overrides);
  // A dollar stands for the version that is asked for above.
  expect(
    overrides.filter((one) => !isExact(one) && !(one.startsWith('$') && one.slice(1) in wanted)),
  ).toEqual([]);
  for (const range of ['^1.0.0', '~1.0.0', '1', '1.x', '*', 'latest', '>=1.0.0', 'github:a/b'])
    expect(isExact(range)).toBe(false);
});

test('package-lock.json has these versions, each with its hash and no server of its own', () => {
  expect(lockfileVersion).toBe(3);
  expect(root).toMatchObject({
    dependencies: manifest.dependencies,
    devDependencies: manifest.devDependencies,
  });
  const installed = Object.keys(wanted).map((name) => [name, locked[`node_modules/${name}`]?.version]);
  expect(Object.fromEntries(installed)).toEqual(wanted);
  const odd = Object.entries(locked).filter(
    ([, { integrity, resolved, link }]) =>
      !integrity?.startsWith('sha512-') || resolved !== undefined || link === true,
  );
  expect(odd.map(([path]) => path)).toEqual([]);
});

/** Their scripts check a program that npm brings anyway (esbuild, for tsx) and ask for money (core-js, preact). */
const WORK_WITHOUT = ['node_modules/core-js', 'node_modules/esbuild', 'node_modules/preact'];

test('nothing needs a script while it is installed, and none is run where it is tested', () => {
  const scripted = Object.entries(locked).filter(([, { hasInstallScript }]) => hasInstallScript);
  const known = (path: string) => WORK_WITHOUT.includes(path);
  expect(scripted.map(([path]) => path).filter((path) => !known(path))).toEqual([]);
  expect(text('.ci/run')).toMatch(/^npm ci --ignore-scripts /m);
  expect(manifest).not.toHaveProperty('scripts.postinstall');
  expect(manifest).not.toHaveProperty('scripts.prepare');
});

test('npm writes versions as they are, and no server, wherever somebody adds a package', () => {
  const settings = text('.npmrc').trim().split('\n');
  expect(settings).toEqual(
    expect.arrayContaining(['save-exact=true', 'omit-lockfile-registry-resolved=true']),
  );
  expect(settings.filter((line) => /registry=|_auth|token/i.test(line))).toEqual([]);
});
