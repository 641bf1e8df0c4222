/** Where the benchmark's page runs, and how it is built. */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { mnistDataset } from '../../datasets/mnist/plugin.ts';
import type { BenchPage } from './protocol.ts';

export interface Host {
  /** What runs the page, with its version. */
  readonly version: string;
  /** Gives a page to `use`, and takes it away afterwards. */
  withPage<T>(use: (page: BenchPage) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** For this process alone. */
const FOLDER = fileURLToPath(
  new URL(`../../node_modules/.cache/dark-knowledge-lab/bench-${process.pid}`, import.meta.url),
);

export const BUILD = {
  root: fileURLToPath(new URL('.', import.meta.url)),
  configFile: false,
  logLevel: 'silent',
  base: './',
  build: {
    outDir: FOLDER,
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: false, // what would ask for a document
    rolldownOptions: { output: { entryFileNames: 'page.js' } },
  },
} as const;

/** Builds the page as the lab is built. @returns its folder, which goes when the process ends */
export async function buildPage(): Promise<string> {
  process.once('exit', () => rmSync(FOLDER, { recursive: true, force: true }));
  await build({ ...BUILD, mode: 'production', plugins: [mnistDataset()] });
  return FOLDER;
}
