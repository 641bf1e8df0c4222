/** The lab as a static site: built into a folder and served to this machine only. Knows Vite and nothing of the lab. */
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview, type PluginOption, type PreviewOptions } from 'vite';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A folder for a build of this process alone: another command may be serving its own. */
export const SITE_FOLDER = `${ROOT}node_modules/.cache/dark-knowledge-lab/site-${process.pid}`;

/** Some seconds, some more the first time: the images are packed then. @param plugins beside those of the site */
export async function buildSite(folder = SITE_FOLDER, plugins: readonly PluginOption[] = []): Promise<void> {
  const asked = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production'; // whoever asks, it is the site that users get
  try {
    await build({
      root: ROOT,
      logLevel: 'silent',
      plugins: [...plugins],
      build: { outDir: folder, emptyOutDir: true },
    });
  } finally {
    if (asked === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = asked;
  }
}

export interface ServedSite {
  readonly url: string;
  close(): Promise<void>;
}

/** Whether there is a built lab to serve. */
export function isSite(folder: string): boolean {
  return existsSync(join(folder, 'index.html')) && existsSync(join(folder, 'assets'));
}

/** Serves the built site on a free loopback port. @param base the path the site is put at */
export async function serveSite({
  base = '/',
  folder = SITE_FOLDER,
  ...options
}: PreviewOptions & { readonly base?: string; readonly folder?: string } = {}): Promise<ServedSite> {
  const server = await preview({
    root: ROOT,
    configFile: false,
    appType: 'mpa', // a missing file is an error, not the front page
    base,
    logLevel: 'silent',
    build: { outDir: resolve(folder) },
    preview: { host: '127.0.0.1', port: 0, open: false, ...options },
  });
  return { url: server.resolvedUrls!.local[0]!, close: () => server.close() };
}

/** Also for a process that is about to end: nothing is left behind. */
export function removeSite(): void {
  rmSync(SITE_FOLDER, { recursive: true, force: true });
}
