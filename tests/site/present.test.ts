/** The built site as a talk and in a frame: one window, nothing that scrolls, and the verdict for the back row. */
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeLink } from '../../src/core/link.ts';
import type { LabPage } from '../../src/headless/drive.ts';
import { launch, newPage, openLab, siteUrl, stateOf, TINY } from './site.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** What the window shows of the page, and how large the page is. */
function sizes(page: Page) {
  return page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.scrollingElement!;
    return { window: [innerWidth, innerHeight], page: [scrollWidth, scrollHeight] };
  });
}

async function expectNothingScrolls(page: Page): Promise<void> {
  const { window, page: whole } = await sizes(page);
  expect(whole).toEqual(window);
}

test('a talk at 1280 x 720: driven by keys, nothing scrolls, and the verdict is what is largest', async () => {
  const { page, complaints } = await openLab(browser, `?present&backend=webgpu#${encodeLink(TINY)}`);
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.getByText(/^Which student will make fewer errors/).waitFor();
  await page.waitForTimeout(500);
  expect((await stateOf(page)).run.status).toBe('idle'); // a link starts nothing
  await expectNothingScrolls(page);
  await page.keyboard.press('Space');
  await page.getByRole('heading', { name: 'Errors on 10,000 test images' }).waitFor();
  await page.waitForFunction(
    () => document.querySelector<LabPage>('lab-app')!.state.run.status === 'finished',
  );
  await expectNothingScrolls(page);
  const { results } = (await stateOf(page)).run;
  for (const { role, testErrors } of results) {
    const errors = page.getByText(testErrors.toLocaleString('en')).first();
    const box = (await errors.boundingBox())!;
    expect(box.y + box.height).toBeLessThan(720);
    if (role !== 'teacher') expect(box.height).toBeGreaterThan(80);
  }
  await page.keyboard.press('ArrowDown');
  await page.getByRole('heading', { name: 'What does the teacher see in a digit?' }).waitFor();
  await expectNothingScrolls(page);
  expect(complaints).toEqual([]);
  await page.close();
});

test('in a frame of another page it trains and leaves nothing behind', async () => {
  const page = await newPage(browser, { viewport: { width: 1100, height: 700 } });
  const frame = `<iframe src="${siteUrl()}?embed#${encodeLink(TINY)}" width="960" height="600"></iframe>`;
  await page.route('**/course', (route) => route.fulfill({ contentType: 'text/html', body: frame }));
  await page.goto(new URL('course', siteUrl()).href);
  const lab = page.frameLocator('iframe');
  await lab.locator('button[data-press=run][aria-disabled=false]').click();
  await lab.getByText(/^The distilled student made/).waitFor();
  await lab.getByText('Finished.').waitFor();
  await page.waitForTimeout(500);
  const inside = page.frames()[1]!;
  expect(await inside.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  expect(await inside.evaluate(() => localStorage.length)).toBe(0);
  await page.close();
});
