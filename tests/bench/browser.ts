/** The page in a browser: on a GPU where there is one, else on Chromium's software adapter. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright';
import { preview } from 'vite';
import { BROWSER_ARGUMENTS, findBrowser, SOFTWARE_ADAPTER } from '../../src/headless/browser.ts';
import { BUILD, buildPage, type Host } from './host.ts';
import type { BenchPage } from './protocol.ts';

/**
 * Serves the page to this machine only.
 * @param say told what the page complains of
 * @throws Error when there is no browser, or none with WebGPU
 */
export async function openBrowser(say: (line: string) => void): Promise<Host> {
  await buildPage();
  const server = await preview({ ...BUILD, preview: { host: '127.0.0.1', port: 0 } });
  const url = server.resolvedUrls!.local[0]!;
  const browser = await launch(url);
  return {
    version: `${browser.browserType().name()} ${browser.version()}`,
    /** One page a case, so that no case finds what another left on the GPU. */
    async withPage(use) {
      const page = await browser.newPage({ serviceWorkers: 'block' });
      page.on('pageerror', (error) => say(`page: ${error.message}`));
      page.on('console', (message) => {
        if (['warning', 'error'].includes(message.type())) say(`page: ${message.text()}`); // the GPU's, above all
      });
      try {
        await page.goto(url);
        await page.waitForFunction(() => 'bench' in window);
        return await use(remote(page));
      } finally {
        await page.close();
      }
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

async function launch(url: string): Promise<Browser> {
  const executablePath = [findBrowser(), chromium.executablePath()].find((path) => path && existsSync(path));
  if (!executablePath)
    throw new Error('There is no Chrome, Chromium or Edge; install one, or name its program in CHROME_PATH.');
  for (const more of [[], [SOFTWARE_ADAPTER]]) {
    const browser = await chromium.launch({ executablePath, args: [...BROWSER_ARGUMENTS, ...more] });
    const page = await browser.newPage({ serviceWorkers: 'block' });
    await page.goto(url); // WebGPU is for secure pages only
    const hasAdapter = await page.evaluate(async () => (await navigator.gpu.requestAdapter()) !== null);
    await page.close();
    if (hasAdapter) return browser;
    await browser.close();
  }
  throw new Error('The browser here has no WebGPU adapter, not even a software one.');
}

/** `window.bench` of a page, from here. */
function remote(page: Page): BenchPage {
  return {
    adapter: () => page.evaluate(() => window.bench.adapter()),
    gemm: () => page.evaluate(() => window.bench.gemm()),
    open: (...given) => page.evaluate((args) => window.bench.open(...args), given),
    advance: (...given) => page.evaluate((args) => window.bench.advance(...args), given),
    count: (...given) => page.evaluate((args) => window.bench.count(...args), given),
    losses: (path) => page.evaluate((name) => window.bench.losses(name), path),
  };
}
