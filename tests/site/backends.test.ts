/** What the site computes with: what was asked for, or the next best, and the reason on the badge. */
import type { Browser } from 'playwright';
import { afterEach, expect, test } from 'vitest';
import { BROWSER_ARGUMENTS, SOFTWARE_ADAPTER } from '../../src/headless/browser.ts';
import { badge, launch, openLab, run, siteUrl, TINY } from './site.ts';

let browser: Browser | undefined;
afterEach(() => browser?.close());

test.each([
  ['wasm', 'WebAssembly'],
  ['cpu', 'plain JavaScript'],
])('?backend=%s trains', async (name, title) => {
  browser = await launch();
  const { page, complaints } = await openLab(browser, `?backend=${name}`);
  expect((await badge(page)).label).toBe(`Backend ${title}`);
  const { environment, results } = await run(page, TINY);
  expect(environment).toMatchObject({ backend: name, softwareAdapter: false, reasons: [] });
  expect(results).toHaveLength(3);
  expect(complaints).toEqual([]);
});

test('an unknown backend in the address is told about and not used', async () => {
  browser = await launch();
  const { page } = await openLab(browser, '?backend=abacus');
  expect((await badge(page)).label).toContain('WebGPU');
  await page.getByText(/"abacus"; it must be webgpu, wasm, webgl or cpu/).waitFor();
});

test('without WebGPU it trains on wasm, and the badge says why', async () => {
  browser = await launch(BROWSER_ARGUMENTS.filter((argument) => argument !== '--enable-unsafe-webgpu'));
  const { page } = await openLab(browser);
  const { label, panel } = await badge(page);
  expect(label).toBe('Backend WebAssembly');
  expect(panel).toMatch(
    /WebGPU: this browser (does not offer it|offers it but has no graphics adapter for it)\./,
  );
  expect((await run(page, TINY)).environment.backend).toBe('wasm');
});

test('over http from another machine it trains on wasm, and the badge says what to do', async () => {
  const rule = '--host-resolver-rules=MAP lab.example 127.0.0.1';
  browser = await launch([...BROWSER_ARGUMENTS, SOFTWARE_ADAPTER, rule]);
  const { page, complaints } = await openLab(browser, '', siteUrl().replace('127.0.0.1', 'lab.example'));
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  const { label, panel } = await badge(page);
  expect(label).toBe('Backend WebAssembly');
  expect(panel).toContain('open this page over https or from localhost');
  expect((await run(page, TINY)).environment.backend).toBe('wasm');
  expect(complaints).toEqual([]);
});
