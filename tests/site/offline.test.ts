/** After one visit the lab works without a network; what is kept for that is loaded once, and in the background. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { OwnServer } from './own-server.ts';
import { launch, launchProfile, run, SHORT, stateOf, TINY } from './site.ts';

let browser: Browser;
let server: OwnServer;
beforeAll(async () => {
  browser = await launch();
  server = new OwnServer(inject('siteFolder'));
  await server.up();
});
afterAll(async () => {
  await browser.close();
  await server.down();
});

const ready = (page: Page) =>
  page.getByText('Ready to work offline.', { exact: true }).waitFor({ timeout: 60_000 });

const registrations = (page: Page) =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);

async function unplug(context: BrowserContext): Promise<void> {
  await context.setOffline(true);
  await server.down();
}

test('after one visit all of the lab works without a network, and nothing was loaded twice', async () => {
  const profile = await mkdtemp(join(tmpdir(), 'dark-knowledge-lab-'));
  const context = await launchProfile(profile);
  const page = await context.newPage();
  await page.goto(server.url);
  const start = performance.now();
  await ready(page);
  const bytes = server.sent.reduce((sum, sent) => sum + sent.bytes, 0);
  console.log(`Ready to work offline after ${Math.round(performance.now() - start)} ms and ${bytes} bytes.`);
  const assets = server.sent.filter(({ file, status }) => file.startsWith('assets/') && status === 200);
  const twice = assets.map(({ file }) => file).filter((file) => server.timesSent(file) > 1);
  expect([...new Set(twice)]).toEqual([]);
  expect(server.timesSent('assets/mnist-')).toBe(6);

  const devtools = await context.newCDPSession(page);
  expect(await devtools.send('Page.getInstallabilityErrors')).toEqual({ installabilityErrors: [] });

  await unplug(context);
  await page.reload();
  const record = await run(page, SHORT);
  expect(record.environment).toMatchObject({ backend: 'webgpu', trainer: 'fused' });
  await expect.poll(() => page.locator('curve-chart svg.marks').count()).toBeGreaterThan(0);
  for (const name of ['Runs', 'Size and speed', 'Draw a digit', 'The loss']) {
    await page.getByRole('tab', { name }).click();
    await page.getByRole('tabpanel', { name }).getByRole('heading').first().waitFor();
  }
  await ready(page);

  await page.getByRole('combobox', { name: /Language/ }).selectOption('de');
  await page.getByText('Läuft jetzt auch ohne Verbindung.').waitFor();
  await page.goto(`${server.url}?backend=wasm&lang=de`);
  const { environment } = await run(page, {
    ...TINY,
    data: { ...TINY.data, labelledImages: 10_400 }, // of the second part of the digits
    student: { ...TINY.student, batchSize: 1000, epochs: 1 },
  });
  expect(environment.backend).toBe('wasm');

  await page.goto(`${server.url}?lang=en`);
  await page.getByRole('button', { name: /^Replay/ }).click();
  await expect.poll(async () => (await stateOf(page)).run.status).toBe('replaying');
  await context.close();
  await rm(profile, { recursive: true, force: true });
  await server.up();
});

test('what could not be kept disturbs nothing, and the next visit goes on', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  // A network that one has to log in to answers so. This file is one that the page itself does not ask for yet.
  server.instead = (file) =>
    file.startsWith('assets/runs-panel-')
      ? { status: 200, type: 'text/javascript', body: '/* Log in */' }
      : undefined;
  await page.goto(server.url);
  await expect.poll(() => server.timesSent('assets/runs-panel-'), { timeout: 20_000 }).toBe(1);
  const keeper = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      return registration?.active ? 'kept' : registration?.installing ? 'keeping' : 'none';
    });
  await expect.poll(keeper, { timeout: 20_000 }).not.toBe('keeping');
  expect(await keeper()).toBe('none');
  expect(await page.getByText('Ready to work offline').count()).toBe(0);
  expect((await stateOf(page)).failure).toBeUndefined();
  expect(errors).toEqual([]);

  server.instead = () => undefined;
  server.sent.length = 0;
  await page.reload();
  await ready(page);
  expect(server.timesSent('assets/runs-panel-')).toBe(1);
  await context.close();
});

test('a frame registers nothing and keeps nothing', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.url}?embed`);
  await expect.poll(async () => (await stateOf(page)).datasets.mnist).toBeDefined();
  await page.waitForTimeout(1000); // the plain page would have registered by then
  expect(await registrations(page)).toBe(0);
  expect(await page.evaluate(() => caches.keys())).toEqual([]);
  await context.close();
});
