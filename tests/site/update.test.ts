/** Two versions of the site, one put in the other's place: no mix of them, and none that ends a run. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import type { Plugin } from 'vite';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { buildSite } from '../../src/headless/site.ts';
import { OwnServer } from './own-server.ts';
import { slowly } from './faults.ts';
import { launch, load, newPage, ON_CPU, run, SHORT, stateOf, TINY } from './site.ts';

/** In the shell and in a part that comes late. */
const renamed: Plugin = {
  name: 'the next version',
  enforce: 'pre',
  transform: {
    filter: { id: /[\\/](lab-header|runs-panel)\.ts$/ },
    handler: (code) =>
      code.replace("msg('Guided tour')", "'Next tour'").replace(/msg\('Which runs.+?'\)/, "'Next runs'"),
  },
};

let browser: Browser;
let server: OwnServer;
let next: string;
beforeAll(async () => {
  next = await mkdtemp(join(tmpdir(), 'dark-knowledge-lab-'));
  await buildSite(next, [renamed]);
  browser = await launch();
  server = new OwnServer(inject('siteFolder'));
  await server.up();
});
afterAll(async () => {
  await browser.close();
  await server.down();
  await rm(next, { recursive: true, force: true });
});
beforeEach(() => {
  server.folder = inject('siteFolder');
});

const tour = (page: Page, name: 'Guided tour' | 'Next tour') => page.getByRole('button', { name }).waitFor();
const note = (page: Page) => page.locator('update-note [aria-live]'); // which is there before its words
const use = (page: Page) => page.getByRole('button', { name: 'Use the new version' });

/** As the browser does by itself from time to time. */
const lookForUpdate = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration!.update();
  });

/** A run that does not end by itself while the test looks. */
const LONG = {
  ...TINY,
  teacher: { ...TINY.teacher, epochs: 100 },
  student: { ...TINY.student, epochs: 100 },
};

test('N4 an old page goes on whole until the new version is asked for, never in a run, and then all is new', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.url);
  await page.getByText('Ready to work offline.').waitFor({ timeout: 60_000 });
  const other = await context.newPage();
  await other.goto(server.url);
  await tour(other, 'Guided tour');

  await slowly(page, 2); // so that nobody waits for it
  await load(page, LONG);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect.poll(async () => (await stateOf(page)).run.status).toBe('running');
  server.folder = next;
  await lookForUpdate(page);
  // The page that trains and the one beside it offer it for later.
  await expect
    .poll(() => note(page).innerText(), { timeout: 60_000 })
    .toContain('You can use it after this run.');
  await expect.poll(() => note(other).innerText()).toContain('after the run in another tab.');
  for (const tab of [page, other]) expect(await use(tab).isDisabled()).toBe(true);

  // Reloaded, a page is still the old one, with all its parts.
  await other.reload();
  await tour(other, 'Guided tour');
  await other.getByRole('tab', { name: 'Runs' }).click();
  await other.getByRole('heading', { name: 'Which runs have there been?' }).waitFor();
  expect((await stateOf(page)).run.status).toBe('running');

  await page.getByRole('button', { name: 'Stop' }).click();
  await expect.poll(() => use(page).isEnabled()).toBe(true);
  await use(page).click();
  for (const tab of [page, other]) await tour(tab, 'Next tour');
  await page.getByRole('tab', { name: 'Runs' }).click();
  await page.getByRole('heading', { name: 'Next runs' }).waitFor();
  expect(await note(page).innerText()).toBe('');

  // Of the old version nothing is kept.
  const kept = await page.evaluate(async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = (await Promise.all(caches_.map((cache) => cache.keys()))).flat();
    return requests.map(({ url }) => url.replace(/.*\/assets\//, '')).filter((url) => !url.includes('/lab/'));
  });
  const files = await readdir(join(next, 'assets'));
  expect(kept.length).toBeGreaterThan(50);
  expect(kept.filter((file) => !files.includes(file))).toEqual([]);
  await context.close();
});

test('W1 parts of a page that are gone after a new version was put online end in a note and Reload', async () => {
  const page = await newPage(browser);
  await page.goto(server.url + ON_CPU);
  await expect.poll(async () => (await stateOf(page)).datasets.mnist).toBeDefined();
  await page.waitForFunction(() => customElements.get('update-note'));
  await run(page, SHORT);

  // Without a network it is not that.
  await page.route('**/runs-panel-*.js', (route) => route.abort());
  await page.getByRole('tab', { name: 'Runs' }).click();
  await page.getByText('This part of the page could not be loaded.').waitFor();
  await page.waitForTimeout(300);
  expect(await note(page).innerText()).toBe('');
  await page.unroute('**/runs-panel-*.js');

  server.folder = next;
  await page.getByRole('tab', { name: 'Classes' }).click();
  await page.getByRole('tab', { name: 'Runs' }).click();
  await page.getByText(/^A new version of the lab is there, and parts of this one are gone/).waitFor();
  expect((await stateOf(page)).run.status).toBe('finished'); // until the reader says so
  await page.getByRole('button', { name: 'Reload' }).click();
  await tour(page, 'Next tour');
  await page.getByRole('tab', { name: 'Runs' }).click();
  await page.getByRole('heading', { name: 'Next runs' }).waitFor();
  await page.getByRole('region', { name: 'Kept runs' }).waitFor(); // with the one of before
  await page.close();
});
