/** The built site in a browser that has no room, or allows no storage at all. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Frame, type Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunRecord } from '../../src/core/run-record.ts';
import { english } from '../../src/core/text.ts';
import { BROWSER_ARGUMENTS, findBrowser, SOFTWARE_ADAPTER } from '../../src/headless/browser.ts';
import type { LabPage } from '../../src/headless/drive.ts';
import { hostFrames, type FrameHost } from './frame-host.ts';
import { launch, newPage, ON_CPU, run, siteUrl, stateOf, SHORT } from './site.ts';

let browser: Browser;
let host: FrameHost;
beforeAll(async () => {
  [browser, host] = await Promise.all([launch(), hostFrames()]);
});
afterAll(() => Promise.all([browser.close(), host.close()]));

/** On the page: writes until nothing more is taken, in ever smaller pieces. */
async function fill(): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open('filler');
    request.onupgradeneeded = () => request.result.createObjectStore('all', { autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
  });
  const isTaken = (bytes: number) =>
    new Promise<boolean>((resolve) => {
      const writing = database.transaction('all', 'readwrite');
      writing.objectStore('all').put(new Uint8Array(bytes));
      writing.oncomplete = () => resolve(true);
      writing.onabort = () => resolve(false);
    });
  for (const bytes of [20_000, 2_000, 200]) while (await isTaken(bytes));
}

test('S1 a run that ends when the disk is full is still here, as a file and on the page', async () => {
  const page = await newPage(browser);
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(siteUrl());
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 200_000 });
  await page.goto(siteUrl() + ON_CPU);
  await ready(page.mainFrame());
  await page.evaluate(fill);
  const { results } = await run(page, SHORT);
  expect(results).toHaveLength(3);

  await page.getByRole('tab', { name: 'Runs' }).click();
  const full = 'This browser has no more room for the lab: new runs live only as long as this page';
  await page.getByRole('alert').getByText(full).waitFor();
  const said = (await stateOf(page)).notices.map(english);
  expect(said.filter((one) => one.startsWith(full))).toHaveLength(1);
  const row = page.getByRole('region', { name: 'Kept runs' }).getByRole('row', { name: 'only in this page' });
  expect(await row.count()).toBe(1);
  const download = page.waitForEvent('download');
  await row.getByRole('button', { name: /^Export: / }).click();
  const file = JSON.parse(await readFile(await (await download).path(), 'utf8')) as RunRecord;
  expect(file.results).toEqual(results);
  await row.getByRole('button', { name: /^Show: / }).click();
  await expect.poll(async () => (await stateOf(page)).run.origin?.from).toBe('kept');
  await page.close();
});

/** Opens a page with the lab in a frame, and trains there. */
async function runInFrame(page: Page, address: string) {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address);
  const frame = page.frames()[1]!;
  await ready(frame);
  const record = await frame.evaluate((config) => {
    const lab = document.querySelector<LabPage>('lab-app')!;
    lab.load(config);
    return lab.start();
  }, SHORT);
  return { frame, record, complaints };
}

function ready(frame: Frame) {
  return frame.waitForFunction(() => {
    const state = document.querySelector<LabPage>('lab-app')?.state;
    return (state?.device && state.datasets.mnist) !== undefined || state?.failure !== undefined;
  });
}

/** What the storages of the browser answer there. */
const blocked = (frame: Frame) =>
  frame.evaluate(() =>
    [() => localStorage, () => indexedDB.open('anything')].map((access) => {
      try {
        access();
        return 'allowed';
      } catch (error) {
        return (error as DOMException).name;
      }
    }),
  );

test('a sandboxed frame without an origin, which may start no worker, says what to do', async () => {
  const page = await newPage(browser);
  await page.goto(host.pageWith('sandbox="allow-scripts"', '?embed'));
  const frame = page.frames()[1]!;
  await frame.getByText('Open the lab in a tab of its own.').waitFor();
  expect(await blocked(frame)).toEqual(['SecurityError', 'SecurityError']);
  await page.close();
});

/** A browser of somebody who lets no site keep anything. */
async function launchForbidding(profile: string): Promise<BrowserContext> {
  mkdirSync(join(profile, 'Default'));
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  const executablePath = findBrowser();
  return chromium.launchPersistentContext(profile, {
    ...(executablePath && { executablePath }),
    args: [...BROWSER_ARGUMENTS, SOFTWARE_ADAPTER],
  });
}

test('U3 in a frame of a browser that lets no site keep anything it trains in memory, and says so', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'dark-knowledge-lab-'));
  const context = await launchForbidding(profile);
  try {
    const page = await context.newPage();
    const { frame, record, complaints } = await runInFrame(page, host.pageWith('', ''));
    expect(record.results).toHaveLength(3);
    expect((await blocked(frame))[0]).toBe('SecurityError');
    await frame.getByRole('tab', { name: 'Runs' }).click();
    await frame
      .getByRole('alert')
      .getByText(/^This browser keeps nothing \(.+\): runs are gone/)
      .waitFor();
    await frame
      .getByText(/only in this page/)
      .first()
      .waitFor();
    expect(
      await frame.evaluate(() => document.querySelector<LabPage>('lab-app')!.state.failure),
    ).toBeUndefined();
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
});
