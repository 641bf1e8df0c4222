/** The built site as a talk and in a frame: one window, nothing that scrolls, and the verdict for the back row. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeLink } from '../../src/core/link.ts';
import type { LabPage } from '../../src/headless/drive.ts';
import { launch, newPage, ON_CPU, openLab, stateOf, SHORT } from './site.ts';

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
  const { page, complaints } = await openLab(browser, `${ON_CPU}&present#${encodeLink(SHORT)}`);
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

/** As Share hands it out. */
async function frameHtml(): Promise<string> {
  const { page } = await openLab(browser, `#${encodeLink(SHORT)}`);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByRole('radio', { name: 'A frame for slides and course pages' }).check();
  const html = await page.getByRole('textbox', { name: 'The frame’s HTML' }).inputValue();
  await page.close();
  return html;
}

test('in the frame that Share hands out, on another site’s page, the lab trains, leads to the lab and leaves nothing behind', async () => {
  const frame = await frameHtml();
  expect(frame).toContain(' sandbox="');
  const page = await newPage(browser, { viewport: { width: 1100, height: 700 } });
  const course = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(frame));
  await new Promise<void>((resolve) => course.listen(0, '127.0.0.1', resolve));
  await page.goto(`http://127.0.0.1:${(course.address() as AddressInfo).port}/`);
  const lab = page.frameLocator('iframe');
  await lab.locator('button[data-press=run][aria-disabled=false]').click();
  await lab.getByText(/^The distilled student made/).waitFor();
  await lab.getByText('Finished.').waitFor();
  await page.waitForTimeout(500);
  const inside = page.frames()[1]!;
  expect(await inside.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  expect(await inside.evaluate(() => localStorage.length)).toBe(0);
  const opened = page.waitForEvent('popup');
  await lab.getByRole('link', { name: /^Dark Knowledge Lab, the whole of it/ }).click();
  await (await opened).getByRole('button', { name: 'Share', exact: true }).waitFor(); // no sandbox around it
  course.close();
  await page.close();
});
