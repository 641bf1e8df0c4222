/** Builds the benchmark's page as the lab is built, serves it to this machine only and starts a browser for it. */
import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright';
import { build, preview } from 'vite';
import { mnistDataset } from '../../datasets/mnist/plugin.ts';
import { BROWSER_ARGUMENTS, findBrowser, SOFTWARE_ADAPTER } from '../../src/headless/browser.ts';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
/** For this process alone. */
const FOLDER = fileURLToPath(
  new URL(`../../node_modules/.cache/dark-knowledge-lab/bench-${process.pid}`, import.meta.url),
);

export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

export async function servePage(): Promise<Served> {
  process.once('exit', () => rmSync(FOLDER, { recursive: true, force: true }));
  const options = { root: ROOT, configFile: false, logLevel: 'silent', base: './' } as const;
  const output = { outDir: FOLDER, emptyOutDir: true, target: 'es2023' };
  await build({ ...options, mode: 'production', plugins: [mnistDataset()], build: output });
  const server = await preview({ ...options, build: output, preview: { host: '127.0.0.1', port: 0 } });
  return { url: server.resolvedUrls!.local[0]!, close: () => server.close() };
}

/**
 * On a GPU where there is one, else on Chromium's software adapter.
 * @throws Error when there is no browser, or none with WebGPU
 */
export async function launchBrowser(url: string): Promise<Browser> {
  const executablePath = [findBrowser(), chromium.executablePath()].find((path) => path && existsSync(path));
  if (!executablePath)
    throw new Error('There is no Chrome, Chromium or Edge; install one, or name its program in CHROME_PATH.');
  for (const more of [[], [SOFTWARE_ADAPTER]]) {
    const browser = await chromium.launch({ executablePath, args: [...BROWSER_ARGUMENTS, ...more] });
    const page = await browser.newPage();
    await page.goto(url); // WebGPU is for secure pages only
    const hasAdapter = await page.evaluate(async () => (await navigator.gpu.requestAdapter()) !== null);
    await page.close();
    if (hasAdapter) return browser;
    await browser.close();
  }
  throw new Error('The browser here has no WebGPU adapter, not even a software one.');
}
