/** A visitor whose browser speaks German reads German from the first word on, and English where German does not arrive. */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, newPage, siteUrl } from './site.ts';

declare global {
  /** On the page: what its headline has said, in order. */
  var headlines: string[] | undefined;
}

const QUESTION = { en: /^Can a small network/, de: /^Kann ein kleines Netz/ };

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Looks at the headline in every frame from the page's beginning on. */
function watchHeadline(): void {
  globalThis.headlines = [];
  const look = (): void => {
    const header = document.querySelector('lab-app')?.shadowRoot?.querySelector('lab-header');
    const text = header?.shadowRoot?.querySelector('h1')?.textContent;
    if (text && globalThis.headlines!.at(-1) !== text) globalThis.headlines!.push(text);
    requestAnimationFrame(look);
  };
  look();
}

test('no English before the German, also where that takes a moment, and the choice is kept', async () => {
  const page = await newPage(browser, { locale: 'de-AT' });
  await page.addInitScript(watchHeadline);
  await page.route('**/de-*.js', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue();
  });
  await page.goto(siteUrl());
  await page.getByRole('heading', { name: QUESTION.de }).waitFor();
  expect(await page.evaluate(() => globalThis.headlines)).toEqual([expect.stringMatching(QUESTION.de)]);
  expect(await page.locator('html').getAttribute('lang')).toBe('de');

  await page.getByRole('combobox', { name: 'Sprache' }).selectOption('en');
  await page.getByRole('heading', { name: QUESTION.en }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: QUESTION.en }).waitFor();
  await page.goto(`${siteUrl()}?lang=de`);
  await page.getByRole('heading', { name: QUESTION.de }).waitFor();
  await page.close();
});

test('English where German does not arrive, which can be chosen again', async () => {
  const page = await newPage(browser, { locale: 'de' });
  await page.route('**/de-*.js', (route) => route.abort());
  await page.goto(siteUrl());
  await page.getByRole('heading', { name: QUESTION.en }).waitFor();
  const choice = page.getByRole('combobox', { name: 'Language' });
  await choice.selectOption('de');
  await page.getByText('The page’s texts in Deutsch could not be loaded.').waitFor();
  expect(await choice.inputValue()).toBe('en');
  await page.unroute('**/de-*.js');
  await choice.selectOption('de');
  await page.getByRole('heading', { name: QUESTION.de }).waitFor();
  await page.close();
});
