/**
 * Gives the lab the packed MNIST files: `import { files } from 'virtual:datasets/mnist'`. Vite's own `?url` imports do
 * the rest: served in development, hashed assets with relative addresses in a build, for pages and workers alike.
 */
import { normalizePath, type Plugin } from 'vite';
import { packMnist, type PackedFiles } from './pack.ts';

const RESOLVED_ID = '\0virtual:datasets/mnist';

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
      handler: async () => moduleSource(await packMnist()),
    },
  };
}

/** `no-inline`: a data: address would be refused by the page's content security policy. */
function moduleSource(files: PackedFiles): string {
  const entries = Object.entries(files);
  const imports = entries.map(
    ([, { path }], i) => `import url${i} from ${JSON.stringify(`${normalizePath(path)}?url&no-inline`)};`,
  );
  const properties = entries.map(
    ([name, { packedBytes }], i) =>
      `  ${JSON.stringify(name)}: { url: url${i}, packedBytes: ${packedBytes} },`,
  );
  return [...imports, 'export const files = {', ...properties, '};'].join('\n');
}
