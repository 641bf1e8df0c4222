/**
 * Gives the lab what lies in this folder: `import { files, teachers, networks } from 'virtual:datasets/mnist'` for who trains, and
 * `import { recordings } from 'virtual:datasets/mnist-runs'` for the page. Vite's own `?url` imports do the rest: served in
 * development, hashed assets with relative addresses in a build, for pages and workers alike.
 */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { normalizePath, type Plugin } from 'vite';
import { deviceName } from '../../src/core/device.ts';
import { parseRunText } from '../../src/core/run-file.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import type { ShippedNetwork, ShippedTeacher } from '../../src/core/shipped.ts';
import { armOf, kindOfRole } from '../../src/core/stages.ts';
import { packMnist } from './pack.ts';

const TEACHERS = fileURLToPath(new URL('./teachers', import.meta.url));
const NETWORKS = fileURLToPath(new URL('./networks', import.meta.url));
const RUNS = fileURLToPath(new URL('./runs', import.meta.url));

/** The modules' texts, by name. */
const MODULES: Readonly<Record<string, () => Promise<string>>> = {
  'virtual:datasets/mnist': filesModule,
  'virtual:datasets/mnist-runs': recordingsModule,
};

/** Workers are bundled on their own: list the plugin in `worker.plugins` too. */
export function mnistDataset(): Plugin {
  return {
    name: 'dark-knowledge-lab:mnist',
    // Packed before the server answers, so that no page waits for it; later calls find the files.
    async buildStart() {
      await packMnist(() => this.info('Packing MNIST; this takes some seconds, once.'));
    },
    resolveId: { filter: { id: /^virtual:datasets\// }, handler: (id) => (id in MODULES ? `\0${id}` : null) },
    load: {
      filter: { id: /^\0virtual:datasets\// },
      handler: (id) => MODULES[id.slice(1)]!(),
    },
  };
}

/** A module's imports of files by their addresses. */
function createImports() {
  const lines: string[] = [];
  return {
    lines,
    /** `no-inline`: a data: address would be refused by the page's content security policy. */
    urlOf: (path: string): string => {
      const name = `url${lines.length}`;
      lines.push(`import ${name} from ${JSON.stringify(`${normalizePath(path)}?url&no-inline`)};`);
      return name;
    },
  };
}

async function filesModule(): Promise<string> {
  const { lines, urlOf } = createImports();
  const files = Object.entries(await packMnist()).map(
    ([name, { path, packedBytes, crc32 }]) =>
      `  ${JSON.stringify(name)}: { url: ${urlOf(path)}, packedBytes: ${packedBytes}, crc32: ${crc32} },`,
  );
  const teachers = (await readTeachers()).map(({ folder, about }) => {
    const url = (file: string) => urlOf(`${TEACHERS}/${folder}/${file}`);
    const urls = `{ model: ${url('model.json')}, weights: ${url('weights.bin')}, run: ${url('run.json')} }`;
    return `  { ...${JSON.stringify(about)}, urls: ${urls} },`;
  });
  const networks = (await readNetworks()).map(({ preset, folder, about }) => {
    const url = (file: string) => urlOf(`${NETWORKS}/${preset}/${folder}/${file}`);
    const urls = `{ model: ${url('model.json')}, weights: ${url('weights.bin')} }`;
    return { preset, row: `{ ...${JSON.stringify(about)}, urls: ${urls} }` };
  });
  const presets = [...new Set(networks.map(({ preset }) => preset))].map((preset) => {
    const rows = networks.filter((network) => network.preset === preset).map(({ row }) => row);
    return `  { preset: ${JSON.stringify(preset)}, networks: [${rows.join(', ')}] },`;
  });
  return [
    ...lines,
    ...['export const networks = [', ...presets, '];'],
    ...['export const files = {', ...files, '};'],
    ...['export const teachers = [', ...teachers, '];'],
  ].join('\n');
}

/** Named by their presets. */
async function recordingsModule(): Promise<string> {
  const { lines, urlOf } = createImports();
  const rows = (await readdir(RUNS)).map(async (file) => {
    const { environment } = await readRun(`${RUNS}/${file}`);
    const about = { preset: file.replace(/\.json$/, ''), recordedOn: deviceName(environment) };
    return `  { ...${JSON.stringify(about)}, url: ${urlOf(`${RUNS}/${file}`)} },`;
  });
  const recordings = await Promise.all(rows);
  return [...lines, 'export const recordings = [', ...recordings, '];'].join('\n');
}

/** With what its settings mean today: it may be older than some of them. */
async function readRun(path: string): Promise<RunRecord> {
  const parsed = parseRunText(await readFile(path, 'utf8'));
  if (!parsed.ok) throw new Error(`${path}: ${parsed.problems[0]?.message}`);
  return parsed.value;
}

interface Network {
  readonly preset: string;
  readonly folder: string;
  readonly about: Omit<ShippedNetwork, 'urls'>;
}

/** Folders such as `networks/quick/distilled-1`, and what the recorded run says of who that was; teachers first, as in a run. */
async function readNetworks(): Promise<readonly Network[]> {
  const read = (await readdir(NETWORKS)).map(async (preset) => {
    const { results } = await readRun(`${RUNS}/${preset}.json`);
    const folders = await readdir(`${NETWORKS}/${preset}`);
    return results.flatMap((result): readonly Network[] => {
      const { role, member, seed } = result;
      const folder = folders.find((name) => name === `${role}-${member}`);
      return folder
        ? [{ preset, folder, about: { ...armOf(result), kind: kindOfRole(role), member, seed } }]
        : [];
    });
  });
  return (await Promise.all(read)).flat();
}

interface Teacher {
  readonly folder: string;
  readonly about: Omit<ShippedTeacher, 'urls'>;
}

/** What the folders of `teachers/` say of themselves, the network with the least work first. */
async function readTeachers(): Promise<readonly Teacher[]> {
  const read = (await readdir(TEACHERS)).map(async (folder) => {
    const { config, results } = await readRun(`${TEACHERS}/${folder}/run.json`);
    const { testErrors, testImages, macs, architecture } = results.find(({ role }) => role === 'teacher')!;
    const title = architecture.replace(/^784-|-10$/g, ''); // all have these pixels and classes
    return { folder, macs: macs!, about: { title, config, testErrors, testImages } };
  });
  return (await Promise.all(read)).sort((a, b) => a.macs - b.macs);
}
