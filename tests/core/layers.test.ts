/** Who may know whom: every import of src/ against one table, and no file too long to be read in one go. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
const MOST_LINES = 300;

interface Layer {
  readonly folders: readonly string[];
  /** Names of packages; one that ends in a star stands for all that begin so. */
  readonly packages: readonly string[];
  /** Packages of which it may only know the types. */
  readonly types?: readonly string[];
}

const LAYERS: Readonly<Record<string, Layer>> = {
  core: { folders: ['core'], packages: ['valibot', 'jstat'], types: ['@tensorflow/tfjs-core'] },
  data: { folders: ['core', 'data'], packages: ['virtual:datasets/*'] },
  engine: { folders: ['core', 'data', 'engine'], packages: ['@tensorflow/tfjs*'] },
  store: { folders: ['core', 'store'], packages: ['idb'] },
  worker: { folders: ['core', 'data', 'engine', 'store', 'worker'], packages: ['comlink'] },
  ui: { folders: ['core', 'ui'], packages: ['lit', 'lit/*'] },
  headless: {
    folders: ['core', 'headless'],
    packages: ['playwright', 'vite', 'vite-plugin-pwa', '@lit/localize-tools/*', 'node:*'],
  },
};

/** Single files that may know more than their layer. */
const EXCEPTIONS: readonly { readonly from: RegExp; readonly to: RegExp }[] = [
  { from: /^ui\/lab-(app|controller)\.ts$/, to: /^worker\/client\.ts$/ }, // its types
  { from: /^ui\/late-lab\.ts$/, to: /^worker\/(client|start)\.ts$/ },
  { from: /^ui\/offline\/offline\.ts$/, to: /^worker\/turn\.ts$/ },
  // The rest speaks through core/text.ts.
  { from: /^(core\/text|ui\/language|ui\/locales\/.+)\.ts$/, to: /^@lit\/localize$/ },
  { from: /^ui\/(librarian|run-library)\.ts$/, to: /^store\/.+$/ },
  { from: /^ui\/presenting\/keys\.ts$/, to: /^tinykeys$/ },
  { from: /^ui\/qr-code\.ts$/, to: /^uqr$/ },
  { from: /^ui\/recordings\.ts$/, to: /^virtual:datasets\/mnist-runs$/ },
  {
    from: /^ui\/charts(\.ts|\/.+)$/,
    to: /^(@tensorflow\/tfjs-vis\/dist\/render\/.+|vega(-lite|-embed|-embed-real)?)$/,
  },
];

/** Types that any layer may speak. */
const WIRE_TYPES = 'worker/api.ts';

interface Import {
  /** A path below src, or a package. */
  readonly target: string;
  readonly inSrc: boolean;
  readonly typesOnly: boolean;
}

/** `path` is below src, with slashes. */
function importsOf(path: string, text: string): readonly Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typesOnly: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const inSrc = specifier.text.startsWith('.');
    const target = inSrc ? posix.join(posix.dirname(path), specifier.text) : specifier.text;
    found.push({ target, inSrc, typesOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypesOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    else if (ts.isNewExpression(node) && node.expression.getText() === 'URL' && node.arguments?.length === 2)
      add(node.arguments[0], false); // how a worker is named
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

function isTypesOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  return (
    !clause.name && !!names && ts.isNamedImports(names) && names.elements.every((name) => name.isTypeOnly)
  );
}

const folderOf = (path: string) => path.split('/')[0]!;
const matches = (pattern: string, name: string) =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/** One sentence for each import that the table does not allow. */
function violations(path: string, text: string): readonly string[] {
  const layer = LAYERS[folderOf(path)];
  if (!layer) return [`src/${path} is in no known layer: give its folder a row in this table.`];
  return importsOf(path, text).flatMap(({ target, inSrc, typesOnly }) => {
    if (EXCEPTIONS.some(({ from, to }) => from.test(path) && to.test(target))) return [];
    if (!inSrc) {
      const allowed = [...layer.packages, ...(typesOnly ? (layer.types ?? []) : [])];
      if (allowed.some((pattern) => matches(pattern, target))) return [];
      return [
        `src/${path} imports the package ${target}; ${folderOf(path)} may use ${list(layer.packages)}.`,
      ];
    }
    const outside = target.startsWith('..');
    if (!outside && (layer.folders.includes(folderOf(target)) || (typesOnly && target === WIRE_TYPES)))
      return [];
    if (outside && !/\.[cm]?[jt]s$/.test(target)) return []; // a folder, as a root to work from
    return [
      `src/${path} imports ${outside ? '' : 'src/'}${target}; ${folderOf(path)} may know ${list(layer.folders)}.`,
    ];
  });
}

const list = (names: readonly string[]) => names.join(', ') || 'none';

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

const read = (file: string) => readFileSync(file, 'utf8');

describe('layers', () => {
  test('no file of src knows more than its layer may', () => {
    const files = filesIn(SRC);
    const found = files.flatMap((file) => violations(relative(SRC, file).replaceAll(sep, '/'), read(file)));
    expect(files.length).toBeGreaterThan(50);
    expect(found).toEqual([]);
  });

  test('a violation is told in a sentence', () => {
    const sentences = (path: string, text: string) => violations(path, text);
    expect(sentences('core/a.ts', `import { b } from '../engine/b.ts';`)).toEqual([
      'src/core/a.ts imports src/engine/b.ts; core may know core.',
    ]);
    expect(sentences('ui/a.ts', `await import('@tensorflow/tfjs-core');`)).toEqual([
      'src/ui/a.ts imports the package @tensorflow/tfjs-core; ui may use lit, lit/*.',
    ]);
    expect(
      sentences('ui/a.ts', `const worker = new URL('../worker/entry.ts', import.meta.url);`),
    ).toHaveLength(1);
    expect(sentences('ui/a.ts', `export * from '../worker/client.ts';`)).toHaveLength(1);
    expect(sentences('ui/a.ts', `let a: import('../data/idx.ts').Idx;`)).toHaveLength(1);
    expect(sentences('ui/a.ts', `import '@tensorflow/tfjs-vis/dist/render/linechart';`)).toHaveLength(1);
    expect(sentences('new/a.ts', '')).toEqual([
      'src/new/a.ts is in no known layer: give its folder a row in this table.',
    ]);
  });

  test('what is allowed is not told', () => {
    const fine = (path: string, text: string) => expect(violations(path, text)).toEqual([]);
    fine('ui/a.ts', `import type { LabApi } from '../worker/api.ts';`);
    fine('ui/a.ts', `import { type LabApi } from '../worker/api.ts';`);
    fine('ui/lab-app.ts', `import { createLab } from '../worker/client.ts';`);
    fine('ui/charts.ts', `import { linechart } from '@tensorflow/tfjs-vis/dist/render/linechart';`);
    fine('headless/a.ts', `import { join } from 'node:path';`);
  });
});

test(`no file is longer than ${MOST_LINES} lines`, () => {
  const root = dirname(SRC);
  const folders = ['src', 'datasets', 'tests'].map((folder) => resolve(root, folder));
  const long = folders
    .flatMap(filesIn)
    .filter((file) => !/locales[\\/][\w-]+\.ts$/.test(file)) // written by a program
    .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
    .filter(({ lines }) => lines > MOST_LINES)
    .map(({ file, lines }) => `${relative(root, file)} has ${lines} lines.`);
  expect(long).toEqual([]);
});
