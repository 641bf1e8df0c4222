/** Hidden, frozen, left and doubled tabs, while a run goes on. */
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { begin, ended, slowly, until, untimed } from './faults.ts';
import { launch, openLab, run, siteUrl, stateOf, TINY } from './site.ts';
import type { RunRecord } from '../../src/core/run-record.ts';

let browser: Browser;
let undisturbed: RunRecord;
beforeAll(async () => {
  browser = await launch();
  const { page } = await openLab(browser, '?teacher=fresh');
  undisturbed = await run(page, TINY);
  await page.close();
});
afterAll(() => browser.close());

let context: BrowserContext;
beforeEach(async () => {
  context = await browser.newContext();
});
afterEach(() => context.close());

async function open(search = '?teacher=fresh'): Promise<Page> {
  return (await openLab(context as never, search)).page;
}

async function lifecycle(page: Page, state: 'frozen' | 'active'): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state });
  await session.detach();
}

test('P1 a hidden tab goes on training, draws nothing, and draws once when it is seen again', async () => {
  const page = await open();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: false });
  await slowly(page, 12);
  await begin(page, TINY);
  await until(page, 'teacher', 2);
  const other = await context.newPage();
  await other.bringToFront();
  await expect.poll(() => page.evaluate(() => document.visibilityState)).toBe('hidden');
});
