/** What the site computes with: what was asked for, or the next best, and the reason on the badge. */
import type { Browser } from 'playwright';
import { afterEach, expect, test } from 'vitest';
import { BROWSER_ARGUMENTS, SOFTWARE_ADAPTER } from '../../src/headless/browser.ts';
import { badge, launch, openLab, run, siteUrl, SHORT } from './site.ts';

let browser: Browser | undefined;
afterEach(() => browser?.close());

test.each([
  ['wasm', 'WebAssembly'],
  ['cpu', 'plain JavaScript'],
])('?backend=%s trains', async (name, title) => {
  browser = await launch();
  const { page, complaints } = await openLab(browser, `?backend=${name}`);
  const { label, panel } = await badge(page);
  expect(label).toBe(`Backend ${title} · tfjs`);
  expect(panel).toContain('The fused trainer needs WebGPU.');
  const { environment, results } = await run(page, SHORT);
  expect(environment).toMatchObject({
    backend: name,
    softwareAdapter: false,
    reasons: [],
    trainer: 'tfjs',
    trainerReasons: ['The fused trainer needs WebGPU.'],
  });
  expect(results).toHaveLength(3);
  expect(complaints).toEqual([]);
});

test('?trainer=tfjs trains with the reference on WebGPU, and the badge says why', async () => {
  browser = await launch();
  const { page, complaints } = await openLab(browser, '?trainer=tfjs');
  const { label, panel } = await badge(page);
  expect(label).toBe('Backend WebGPU · tfjs, software adapter');
  expect(panel).toContain('The reference trainer was asked for.');
  const { environment } = await run(page, SHORT);
  expect(environment).toMatchObject({
    backend: 'webgpu',
    trainer: 'tfjs',
    trainerReasons: ['The reference trainer was asked for.'],
  });
  expect(complaints).toEqual([]);
});

test('an unknown backend or trainer in the address is told about and not used', async () => {
  browser = await launch();
  const { page } = await openLab(browser, '?backend=abacus&trainer=personal');
  expect((await badge(page)).label).toContain('WebGPU · fused');
  await page.getByText(/"abacus"; it must be webgpu, wasm, webgl or cpu/).waitFor();
  await page.getByText(/"personal"; it must be fused or tfjs/).waitFor();
});

test('without WebGPU it trains on wasm, and the badge says why', async () => {
  browser = await launch(BROWSER_ARGUMENTS.filter((argument) => argument !== '--enable-unsafe-webgpu'));
  const { page } = await openLab(browser);
  const { label, panel } = await badge(page);
  expect(label).toBe('Backend WebAssembly · tfjs');
  expect(panel).toMatch(
    /WebGPU: this browser (does not offer it|offers it but has no graphics adapter for it)\./,
  );
  expect((await run(page, SHORT)).environment.backend).toBe('wasm');
});

test('G10 over http from another machine it trains on wasm, and the badge says what to do', async () => {
  const rule = '--host-resolver-rules=MAP lab.example 127.0.0.1';
  browser = await launch([...BROWSER_ARGUMENTS, SOFTWARE_ADAPTER, rule]);
  const { page, complaints } = await openLab(browser, '', siteUrl().replace('127.0.0.1', 'lab.example'));
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  const { label, panel } = await badge(page);
  expect(label).toBe('Backend WebAssembly · tfjs');
  expect(panel).toContain('open this page over https or from localhost');
  expect((await run(page, SHORT)).environment.backend).toBe('wasm');
  expect(complaints).toEqual([]);
});
