/** The worker is killed, hangs, or is not there: real workers, real ends. */
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, ended, recovered, slowly, until, untimed } from './faults.ts';
import { launch, newPage, ON_CPU, openLab, run, SHORT, siteUrl, stateOf, TINY } from './site.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function beginSlowly(page: Page): Promise<void> {
  await slowly(page, 6); // so that an epoch takes a second, and is kept
  await begin(page, TINY);
  await until(page, 'teacher', 8);
}

test('W1 a worker whose script is no longer there: one sentence, and a button that brings the new version', async () => {
  const page = await newPage(browser);
  await page.route('**/assets/entry-*.js', (route) => route.fulfill({ status: 404 }));
  await page.goto(siteUrl() + ON_CPU);
  await page.getByText('is not where it was: there is a new version of the lab.').waitFor();
  await page.unroute('**/assets/entry-*.js');
  const reloaded = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Reload' }).click();
  await reloaded; // what is evaluated before then is of the page that goes
  expect((await run(page, SHORT)).results).toHaveLength(3);
  await page.close();
});

test('W2 a worker that is killed without a word: another one goes on to the same numbers', async () => {
  const { page } = await openLab(browser, '?teacher=fresh');
  const undisturbed = await run(page, TINY);
  await beginSlowly(page);
  const kill = page.workers()[0]!.evaluate(() => self.close());
  const [ms] = await Promise.all([recovered(page), kill.catch(() => undefined)]);
  expect(untimed(await ended(page))).toEqual(untimed(undisturbed));
  expect(ms).toBeLessThan(5_000);
  await page.close();
});

test('W3 a worker in a loop that never ends is ended, and the run can go on', async () => {
  const { page } = await openLab(browser, '?teacher=fresh');
  await beginSlowly(page);
  const hang = page.workers()[0]!.evaluate(() => {
    for (;;);
  });
  hang.catch(() => undefined);
  await page.getByText(/has not answered for \d+ seconds and was ended\./).waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Go on with it' }).click();
  await expect.poll(async () => (await stateOf(page)).run.status, { timeout: 60_000 }).toBe('finished');
  await page.close();
});
