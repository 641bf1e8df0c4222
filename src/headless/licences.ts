/**
 * A Vite plugin: `licences.txt` in the built site, with the licence of every package whose code or binary is in it, and of the data.
 * A package without a text, or with a licence that nobody has agreed to, ends the build.
 *
 * Vite's own `build.license` does not see what workers are made of, and knows no text for packages that bring none.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { normalizePath, type Plugin } from 'vite';

/** Licences that ask for no more than to be told. */
export const ALLOWED = new Set(['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0']);

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RULE = '-'.repeat(72);

export interface Licence {
  readonly name: string;
  readonly version: string;
  /** SPDX identifiers, joined by AND. */
  readonly licence: string;
  readonly text: string;
}

/** Workers are bundled on their own: list `ofWorkers` in `worker.plugins`. */
export function licences(): { readonly ofPage: Plugin[]; readonly ofWorkers: Plugin } {
  const modules = new Set<string>();
  const collect: Plugin = {
    name: 'dark-knowledge-lab:modules-with-licences',
    apply: 'build',
    generateBundle(_, bundle) {
      for (const output of Object.values(bundle))
        if (output.type === 'chunk') for (const id of output.moduleIds) modules.add(id);
    },
  };
  const list: Plugin = {
    name: 'dark-knowledge-lab:licences',
    apply: 'build',
    generateBundle: {
      order: 'post', // workers are bundled before the page that names them
      handler() {
        const source = licencesFile(licencesOf(foldersOf(modules)));
        this.emitFile({ type: 'asset', fileName: 'licences.txt', source });
      },
    },
  };
  return { ofPage: [collect, list], ofWorkers: collect };
}

/** The folders of the packages that modules are of, each once. @param ids as bundlers name modules */
export function foldersOf(ids: Iterable<string>): readonly string[] {
  const folders = [...ids].flatMap((id) => {
    const [, folder] = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/.][^/]*)\//.exec(normalizePath(id)) ?? [];
    return folder === undefined ? [] : [folder];
  });
  return [...new Set(folders)];
}

/** @throws Error naming the package whose licence is unknown, not allowed or without a text */
export function licencesOf(folders: readonly string[]): readonly Licence[] {
  const found = folders.map(readLicence);
  return found
    .map((one) => ({ ...one, text: one.text || commonText(one, found) }))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

const keyOf = ({ name, version }: Licence): string => `${name} ${version}`;

/** Whose MIT licence is only named in their files. */
const HOLDERS: Readonly<Record<string, string>> = { '@tensorflow/tfjs-layers': 'Copyright 2018 Google LLC' };

/** For a package that brings no text: tfjs names its licences and leaves them out. */
function commonText({ name, licence }: Licence, others: readonly Licence[]): string {
  const texts = licence.split(' AND ').map((one) => {
    if (one === 'Apache-2.0')
      return others.find((other) => other.licence === one && other.text.length > 10_000)?.text;
    const holder = HOLDERS[name];
    return one === 'MIT' && holder
      ? `${holder}\n\n${ownLicence().replace(/^[^]*?(?=Permission)/, '')}`
      : undefined;
  });
  if (texts.includes(undefined)) throw new Error(`${name} (${licence}) brings no text of its licence.`);
  return texts.join('\n\n');
}

const ownLicence = (): string => readFileSync(join(ROOT, 'LICENSE'), 'utf8');

function readLicence(folder: string): Licence {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
  };
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const read = (file: string) => readFileSync(join(folder, file), 'utf8').trim();
  const text = files.length > 0 ? files.map(read).join('\n\n') : endOfReadme(folder);
  const isMit = text.includes('Permission is hereby granted, free of charge');
  const licence = license ?? (isMit ? 'MIT' : 'unknown');
  if (!licence.split(' AND ').every((one) => ALLOWED.has(one)))
    throw new Error(`${name} has the licence ${licence}; is that allowed?`);
  return { name, version, licence, text };
}

/** Some have their licence under the last heading of their README. */
function endOfReadme(folder: string): string {
  const path = join(folder, 'README.md');
  if (!existsSync(path)) return '';
  const [, text = ''] = /\n#* ?licen[cs]e\b.*\n(?:[-=]+\n)?([^]+)$/i.exec(readFileSync(path, 'utf8')) ?? [];
  return text.includes('Copyright') ? text.trim() : '';
}

function licencesFile(packages: readonly Licence[]): string {
  const card = readFileSync(join(ROOT, 'datasets/mnist/README.md'), 'utf8');
  const [, ofData] = /\*\*Licence\.\*\* ([^]+?)\n\n/.exec(card)!;
  const chapters: readonly (readonly [title: string, text: string])[] = [
    ['Dark Knowledge Lab (MIT)', ownLicence()],
    ['MNIST, the images and labels', ofData!],
    ...packages.map((one) => [`${keyOf(one)} (${one.licence})`, one.text] as const),
  ];
  const titles = new Map<string, string[]>(); // many of one house have the same text
  for (const [title, text] of chapters) {
    const said = text.trim();
    titles.set(said, [...(titles.get(said) ?? []), title]);
  }
  return [...titles].map(([text, of]) => `${RULE}\n${of.join('\n')}\n${RULE}\n\n${text}\n`).join('\n');
}
