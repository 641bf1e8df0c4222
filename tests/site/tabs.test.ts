/** Hidden, frozen, left and doubled tabs, while a run goes on. */
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunRecord } from '../../src/core/run-record.ts';
import { BROWSER_ARGUMENTS, findBrowser, SOFTWARE_ADAPTER } from '../../src/headless/browser.ts';
import { begin, ended, notices, slowly, until, untimed } from './faults.ts';
import { openLab, run, stateOf, TINY } from './site.ts';

let browser: Browser;
let undisturbed: RunRecord;
beforeAll(async () => {
  const executablePath = findBrowser();
  browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: [...BROWSER_ARGUMENTS, SOFTWARE_ADAPTER],
    ignoreDefaultArgs: ['--disable-back-forward-cache'], // pages that were left are kept, as in the browsers people use
  });
  const { page } = await openLab(browser, '?teacher=fresh');
  undisturbed = await run(page, TINY);
  await page.close();
});
afterAll(() => browser.close());

let context: BrowserContext;
beforeEach(async () => {
  context = await browser.newContext({ serviceWorkers: 'block' });
});
afterEach(() => context.close());

const open = async (): Promise<Page> => (await openLab(context, '?teacher=fresh')).page;
const points = async (page: Page): Promise<number> => (await stateOf(page)).run.history.length;

async function beginSlowly(page: Page, stepsPerSecond = 6): Promise<void> {
  await slowly(page, stepsPerSecond);
  await begin(page, TINY);
  await until(page, 'teacher', 7); // an epoch of 6 steps has been kept
}

/** As the browser does it; a page without a window cannot be hidden for real. */
async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((isHidden) => {
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      get: () => (isHidden ? 'hidden' : 'visible'),
    });
    const held = ((window as { held?: FrameRequestCallback[] }).held ??= []);
    const real = ((window as { real?: typeof requestAnimationFrame }).real ??=
      window.requestAnimationFrame.bind(window));
    window.requestAnimationFrame = isHidden ? (callback) => held.push(callback) : real;
    for (const callback of isHidden ? [] : held.splice(0)) real(callback);
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

test('P1 a hidden tab goes on training, draws nothing, and draws what there is when it is seen again', async () => {
  const page = await open();
  await beginSlowly(page, 12);
  const drawing = () => page.getByRole('img', { name: 'Accuracy' }).first().innerHTML();
  await expect.poll(drawing).toContain('<svg');
  await hide(page, true);
  await page.waitForTimeout(600); // what was under way is drawn
  const [before, drawnBefore] = [await points(page), await drawing()];
  await expect.poll(() => points(page), { timeout: 10_000 }).toBeGreaterThan(before + 6);
  expect(await drawing()).toBe(drawnBefore);
  await hide(page, false);
  await expect.poll(drawing).not.toBe(drawnBefore);
  expect(untimed(await ended(page))).toEqual(untimed(undisturbed));
});

test('P2 a page that was frozen goes on where it was, and the time it slept was no training', async () => {
  const page = await open();
  await beginSlowly(page);
  const session = await context.newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  const record = await ended(page);
  expect(untimed(record)).toEqual(untimed(undisturbed));
  for (const { trainSeconds } of record.results) expect(trainSeconds).toBeLessThan(4);
  expect(await notices(page)).toEqual([]);
});

test('a page that was left and is brought back, from the browser’s memory or anew, loses no run', async () => {
  const page = await open();
  await beginSlowly(page);
  await page.goto('about:blank');
  await page.goBack({ waitUntil: 'commit' }); // what comes from memory loads nothing
  const isSame = await page.evaluate(() => 'done' in window);
  console.log(isSame ? 'It was kept in memory.' : 'It was loaded anew.');
  if (!isSame) await page.getByRole('button', { name: 'Go on with it' }).click();
  await expect.poll(async () => (await stateOf(page)).run.status, { timeout: 60_000 }).toBe('finished');
  expect(untimed((await stateOf(page)).run.record!)).toEqual(untimed(undisturbed));
});

test('P3 reloaded in the middle of a run, the page asks nothing and offers to go on, to the same numbers', async () => {
  const page = await open();
  await beginSlowly(page);
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.locator('h1').click(); // pages that nobody has touched may not ask
  await page.reload();
  await page.getByText(/was interrupted while training the teacher, in epoch 2 of 2/).waitFor();
  expect(asked).toEqual([]); // nothing is lost
  await page.getByRole('button', { name: 'Go on with it' }).click();
  await expect.poll(async () => (await stateOf(page)).run.status, { timeout: 60_000 }).toBe('finished');
  expect(untimed((await stateOf(page)).run.record!)).toEqual(untimed(undisturbed));
});

test('P4 of two tabs one trains: the other is told, and may take over', async () => {
  const first = await open();
  await beginSlowly(first, 2);
  const second = await open();
  expect((await stateOf(second)).unfinished).toBeUndefined(); // it goes on in the other tab
  await begin(second, TINY);
  await second.getByText('Another tab of this browser trains now.').waitFor();
  expect((await stateOf(first)).run.status).toBe('running');
  await second.getByRole('button', { name: 'Train here' }).click();
  await first.getByText('Another tab trains now, so the run in this one was stopped.').waitFor();
  expect((await stateOf(first)).run.status).toBe('stopped');
  await expect.poll(async () => (await stateOf(second)).run.status, { timeout: 60_000 }).toBe('finished');
  expect(untimed((await stateOf(second)).run.record!)).toEqual(untimed(undisturbed));
});
