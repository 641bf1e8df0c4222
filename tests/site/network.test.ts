/** A network that fails when the page needs it: at first, in the middle, or by giving something else. */
import type { Browser, Page, Route } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, newPage, ON_CPU, run, siteUrl, stateOf, SHORT } from './site.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const abort = (route: Route) => route.abort();
const loaded = (page: Page) =>
  expect.poll(async () => (await stateOf(page)).datasets.mnist, { timeout: 20_000 }).toBeDefined();

test('N1 without a network the page says so, and Try again brings the digits', async () => {
  const page = await newPage(browser);
  await page.route('**/*.bin', abort);
  await page.goto(siteUrl());
  await page.getByText(/^The data file .+ could not be loaded: .+ Check the network connection/).waitFor();
  const { failure } = await stateOf(page);
  expect(failure?.code).toBe('network');
  await page.getByText('The images are not here.').waitFor(); // and nothing turns for ever
  expect(await page.getByText('Loading the images.').count()).toBe(0);
  await page.unroute('**/*.bin');
  await page.getByRole('button', { name: 'Try again' }).click();
  await loaded(page);
  expect((await stateOf(page)).failure).toBeUndefined();
  await expect.poll(() => page.getByRole('button', { name: 'Run', exact: true }).isEnabled()).toBe(true);
  await page.close();
});

test('N2 what fails for a moment is asked for again: digits, and WebAssembly with its file', async () => {
  const page = await newPage(browser);
  const asked: string[] = [];
  const once = async (route: Route): Promise<void> => {
    const name = /([^/]+)-[\w-]{8}\.(bin|wasm)$/.exec(route.request().url())![1]!;
    asked.push(name);
    if (asked.indexOf(name) === asked.length - 1) await route.abort();
    else await route.continue();
  };
  await page.route(/(first-images-.+\.bin|-simd-.+\.wasm)$/, once);
  await page.goto(`${siteUrl()}?backend=wasm`);
  await loaded(page);
  await expect.poll(async () => (await stateOf(page)).device?.backend, { timeout: 20_000 }).toBe('wasm');
  expect(asked.filter((name) => name === 'mnist-first-images')).toHaveLength(2);
  expect(asked.filter((name) => name === 'tfjs-backend-wasm-simd').length).toBeGreaterThan(1);
  await page.close();
});

test('U4 without the charts it trains, the numbers stand in tables, and Try again draws them', async () => {
  const page = await newPage(browser);
  await page.route('**/charts-*.js', abort);
  await page.goto(siteUrl() + ON_CPU);
  await loaded(page);
  expect((await run(page, SHORT)).results).toHaveLength(3);
  const sentence = page.getByText('The chart could not be loaded; its numbers are in the table below.');
  await expect.poll(() => sentence.count(), { timeout: 20_000 }).toBe(2);
  for (const name of ['Accuracy', 'Loss']) await page.getByRole('table', { name }).waitFor();
  const again = page.locator('curve-chart').first().getByRole('button', { name: 'Try again' });
  await again.waitFor(); // until then it tries again by itself
  await page.unroute('**/charts-*.js');
  await again.click();
  await page.locator('curve-chart svg.marks').first().waitFor();
  await page.close();
});

test('N3 a web page in a data file’s place is not trained on', async () => {
  const page = await newPage(browser);
  const html = '<!doctype html><title>Log in</title>';
  await page.route('**/mnist-test-images-*.bin', (route) =>
    route.fulfill({ status: 200, contentType: 'application/octet-stream', body: html }),
  );
  await page.goto(siteUrl());
  await page.getByText(/the server sent something else, perhaps a web page\./).waitFor();
  expect(await page.getByRole('button', { name: 'Run', exact: true }).isDisabled()).toBe(true);
  expect((await stateOf(page)).datasets.mnist).toBeUndefined();
  await page.close();
});
