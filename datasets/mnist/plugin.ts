/**
 * Gives the lab what lies in this folder: `import { files, teachers } from 'virtual:datasets/mnist'`. Vite's own `?url`
 * imports do the rest: served in development, hashed assets with relative addresses in a build, for pages and workers
 * alike.
 */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { normalizePath, type Plugin } from 'vite';
import type { RunRecord } from '../../src/core/run-record.ts';
import type { ShippedTeacher } from '../../src/core/shipped.ts';
import { packMnist, type PackedFiles } from './pack.ts';

const RESOLVED_ID = '\0virtual:datasets/mnist';
const TEACHERS = fileURLToPath(new URL('./teachers', import.meta.url));

/** Workers are bundled on their own: list the plugin in `worker.plugins` too. */
export function mnistDataset(): Plugin {
  return {
    name: 'dark-knowledge-lab:mnist',
    // Packed before the server answers, so that no page waits for it; later calls find the files.
    async buildStart() {
      await packMnist(() => this.info('Packing MNIST; this takes some seconds, once.'));
    },
    resolveId: { filter: { id: /^virtual:datasets\/mnist$/ }, handler: () => RESOLVED_ID },
    load: {
      filter: { id: /^\0virtual:datasets\/mnist$/ },
      handler: async () => moduleSource(await packMnist(), await readTeachers()),
    },
  };
}

/** A text of a module that imports files by their addresses. */
function moduleSource(files: PackedFiles, teachers: readonly Teacher[]): string {
  const imports: string[] = [];
  /** `no-inline`: a data: address would be refused by the page's content security policy. */
  const urlOf = (path: string): string => {
    const name = `url${imports.length}`;
    imports.push(`import ${name} from ${JSON.stringify(`${normalizePath(path)}?url&no-inline`)};`);
    return name;
  };
  const fileRows = Object.entries(files).map(
    ([name, { path, packedBytes }]) =>
      `  ${JSON.stringify(name)}: { url: ${urlOf(path)}, packedBytes: ${packedBytes} },`,
  );
  const teacherRows = teachers.map(({ folder, about }) => {
    const url = (file: string) => urlOf(`${TEACHERS}/${folder}/${file}`);
    const urls = `{ model: ${url('model.json')}, weights: ${url('weights.bin')}, run: ${url('run.json')} }`;
    return `  { ...${JSON.stringify(about)}, urls: ${urls} },`;
  });
  return [
    ...imports,
    ...['export const files = {', ...fileRows, '};'],
    ...['export const teachers = [', ...teacherRows, '];'],
  ].join('\n');
}

interface Teacher {
  readonly folder: string;
  readonly about: Omit<ShippedTeacher, 'urls'>;
}

/** What the folders of `teachers/` say of themselves, the smallest network first. */
async function readTeachers(): Promise<readonly Teacher[]> {
  const read = (await readdir(TEACHERS)).map(async (folder) => {
    const run = JSON.parse(await readFile(`${TEACHERS}/${folder}/run.json`, 'utf8')) as RunRecord;
    const { testErrors, testImages, parameters } = run.results.find(({ role }) => role === 'teacher')!;
    const { config } = run;
    return { folder, parameters, about: { title: folder, config, testErrors, testImages } };
  });
  return (await Promise.all(read)).sort((a, b) => a.parameters - b.parameters);
}
