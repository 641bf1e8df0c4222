/** The site as it is put on a server: in any folder, asking nobody else for anything, tfjs in the worker only. */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { badge, launch, newPage, ON_CPU, openLab, run, siteUrl, stateOf, SHORT } from './site.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('it trains in a folder below the root, on WebGPU, without a complaint', async () => {
  const { page, requests, complaints } = await openLab(browser);
  const { label, panel } = await badge(page);
  expect(label).toBe('Backend WebGPU · fused, software adapter');
  expect(panel).toContain('swiftshader');

  const record = await run(page, SHORT);
  expect(record.environment).toMatchObject({ backend: 'webgpu', trainer: 'fused', softwareAdapter: true });
  expect(record.environment.gpuBytes).toBeGreaterThan(0);
  await page.getByText(/^GPU memory [\d.]+\sMB$/).waitFor();
  expect(record.results.map(({ role }) => role)).toEqual(['teacher', 'hardLabel', 'distilled']);
  await page.getByRole('table', { name: 'Results' }).waitFor();
  for (const name of ['Accuracy', 'Loss']) await page.getByRole('img', { name }).first().waitFor();

  const elsewhere = requests.filter((url) => !url.startsWith(siteUrl()) && !/^(data|blob):/.test(url));
  expect(elsewhere).toEqual([]);
  expect(complaints).toEqual([]);

  const hasTfjs = () => '_tfengine' in globalThis; // tfjs puts its one engine there
  expect(await page.evaluate(hasTfjs)).toBe(false);
  expect(await Promise.all(page.workers().map((worker) => worker.evaluate(hasTfjs)))).toEqual([true]);
  await page.close();
});

test('a panel that does not arrive says so, and comes when it is asked for again', async () => {
  const { page } = await openLab(browser);
  await page.route('**/runs-panel-*.js', (route) => route.abort());
  await page.getByRole('tab', { name: 'Runs' }).click();
  await page.getByText('This part of the page could not be loaded.').waitFor();
  await page.unroute('**/runs-panel-*.js');
  await page.getByRole('tab', { name: 'Classes' }).click();
  await page.getByRole('tab', { name: 'Runs' }).click();
  await page.getByRole('heading', { name: 'Which runs have there been?' }).waitFor();
  await page.close();
});

test('Share that does not arrive says so, and comes when it is pressed again', async () => {
  const { page } = await openLab(browser);
  await page.route('**/share-panel-*.js', (route) => route.abort());
  const share = page.getByRole('button', { name: 'Share', exact: true });
  await share.click();
  await page.getByText(/Share could not be loaded; press it again to try/).waitFor();
  await page.unroute('**/share-panel-*.js');
  await share.click();
  await page.getByRole('img', { name: 'QR code of the link' }).waitFor();
  await page.close();
});

test('so does what comes after the first paint, and the rest of the page works', async () => {
  const page = await newPage(browser);
  await page.route('**/late-*.js', (route) => route.abort());
  await page.goto(siteUrl() + ON_CPU);
  await page.getByText('Parts of this page could not be loaded.').waitFor();
  expect((await run(page, SHORT)).results).toHaveLength(3);
  await page.close();
});

test('a link fills the form and starts nothing', async () => {
  const { page } = await openLab(browser, '#T=4&a=0.25');
  await expect.poll(() => page.getByRole('spinbutton', { name: /^Temperature T/ }).inputValue()).toBe('4');
  expect(await page.getByRole('slider', { name: /^Soft-label weight/ }).inputValue()).toBe('0.25');
  await page.waitForTimeout(500);
  const { config, run: current, notices } = await stateOf(page);
  expect(config.distillation).toMatchObject({ temperature: 4, softWeight: 0.25 });
  expect(current.status).toBe('idle');
  expect(notices).toEqual([]);
  await page.close();
});

test('a hostile link is told about and changes nothing', async () => {
  const { page, complaints } = await openLab(browser, '#T=-1&__proto__=x&a=%&x=<img src=x onerror=alert(1)>');
  const { config, notices } = await stateOf(page);
  expect(config.distillation.temperature).toBe(8);
  expect(notices.length).toBeGreaterThan(0);
  expect(complaints).toEqual([]);
  await page.close();
});

test('C3 with a link of a million characters the page starts, refuses it in a sentence and may run', async () => {
  const { page, complaints } = await openLab(browser, `#seed=5${'&x=1'.repeat(250_000)}`);
  const { config, notices } = await stateOf(page);
  expect(config.seed).toBe(2015);
  expect(notices).toEqual(['The link was not used: it has 1000006 characters; at most 2048 are read.']);
  await page.getByRole('status').getByText('Ready.').waitFor();
  expect(complaints).toEqual([]);
});
