/** What the first visit costs: the bytes of the page's shell, what comes beside it, and that nothing jumps. */
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeLink } from '../../src/core/link.ts';
import type { LabPage } from '../../src/headless/drive.ts';
import { launch, newPage, ON_CPU, openLab, siteUrl, SHORT } from './site.ts';

declare global {
  /** On the page: the sum of what has shifted since it was last read. */
  var layoutShift: number | undefined;
}

/** Most bytes, gzip -9, of index.html and all that it loads before it can be used. */
const MOST_BYTES = 60_000;
/** Of Core Web Vitals' 0.1, which is "good". */
const MOST_SHIFT = 0.02;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function text(url: string): Promise<string> {
  const response = await fetch(url);
  expect(response.status, url).toBe(200);
  return response.text();
}

/** Addresses of what a page loads by itself: scripts, preloaded modules, styles. */
function loadedBy(html: string): readonly string[] {
  const scripts = [...html.matchAll(/<script[^>]*\ssrc="([^"]+)"/g)];
  const links = [...html.matchAll(/<link[^>]*>/g)]
    .filter(([link]) => /\srel="(modulepreload|stylesheet|preload)"/.test(link))
    .map(([link]) => /\shref="([^"]+)"/.exec(link)!);
  return [...scripts, ...links].map(([, address]) => address!);
}

/** Of built code: `import"./a.js"`, `import{b}from"./a.js"`, `export{b}from"./a.js"`, but not `import("./a.js")`. */
function staticImports(code: string): readonly string[] {
  return [...code.matchAll(/(?:\bimport|\bfrom)\s*(["'`])(\.{1,2}\/[^"'`]+)\1/g)].map(([, , file]) => file!);
}

/** All of the shell with its text, by address. */
async function shellOf(page: string): Promise<ReadonlyMap<string, string>> {
  const html = await text(page);
  const shell = new Map([[page, html]]);
  const waiting = loadedBy(html).map((address) => new URL(address, page).href);
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    if (shell.has(url)) continue;
    const code = await text(url);
    shell.set(url, code);
    if (url.endsWith('.js')) waiting.push(...staticImports(code).map((file) => new URL(file, url).href));
  }
  return shell;
}

test(`the shell is ${MOST_BYTES} bytes at most, without charts, tfjs and data`, async () => {
  const shell = await shellOf(siteUrl());
  const sizes = [...shell].map(([url, content]) => ({
    file: url.slice(siteUrl().length) || 'index.html',
    bytes: gzipSync(content, { level: 9 }).length,
  }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`The shell: ${total} bytes of ${MOST_BYTES}.`, sizes);
  expect(sizes.length).toBeGreaterThan(1);
  expect(total).toBeLessThanOrEqual(MOST_BYTES);

  for (const { file } of sizes) expect(file).not.toMatch(/\/(charts|entry|mnist)-/);
  const code = [...shell.values()].join('\n');
  expect(code).toContain('lab-app'); // so that what is not found below would be
  expect(code).not.toMatch(/_tfengine|vega\.github\.io/); // tfjs' global, and Vega-Lite's schema

  const { page, requests } = await openLab(browser);
  expect(requests).toEqual(expect.arrayContaining([...shell.keys()])); // nothing that no browser asks for was counted
  await page.close();
});

test('worker, digits and charts wait for each other no longer than they must', async () => {
  const page = await newPage(browser);
  const log: string[] = [];
  const nameOf = (url: string) => /\/assets\/(.+?)-[\w-]{8}\.\w+$/.exec(url)?.[1] ?? url;
  page.on('request', (request) => log.push(`ask ${nameOf(request.url())}`));
  page.on('requestfinished', (request) => log.push(`got ${nameOf(request.url())}`));
  const at = (entry: string): number => {
    expect(log).toContain(entry);
    return log.indexOf(entry);
  };

  await page.goto(`${siteUrl()}?backend=webgpu#${encodeLink(SHORT)}`);
  await ready(page);
  expect(at('ask entry')).toBeLessThan(at('got late-cards')); // the worker starts with the page
  // Of tfjs the core comes with the worker; the backend comes beside the digits.
  expect(at('ask mnist-first-images')).toBeLessThan(
    log.findLastIndex((entry) => entry.startsWith('got dist')),
  );
  expect(log).not.toContain('ask charts'); // nobody has pressed Run

  // The drawing code is asked for before there is a point to draw, and the run does not wait for it.
  let deliver!: () => void;
  const held = new Promise<void>((resolve) => (deliver = resolve));
  await page.route('**/charts-*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.evaluate(() => {
    const lab = document.querySelector<LabPage>('lab-app')!;
    const look = (): void => {
      if (lab.state.run.history.length > 0) performance.mark('first point');
      else requestAnimationFrame(look);
    };
    look();
    return lab.start();
  });
  expect(log).toContain('ask charts');
  deliver();
  await page.getByRole('img', { name: 'Accuracy' }).waitFor();
  await expect
    .poll(() => page.locator('curve-chart svg.marks').count(), { timeout: 60_000 })
    .toBeGreaterThan(0);
  const [asked, point] = await page.evaluate(() => [
    performance.getEntriesByType('resource').find(({ name }) => /\/charts-[^/]+\.js$/.test(name))!.startTime,
    performance.getEntriesByName('first point')[0]!.startTime,
  ]);
  expect(asked).toBeLessThan(point);
  await page.close();
});

/** With what part of the page at the top of the screen while a run begins and ends: a desktop shows several at once. */
test.each([
  ['a phone', { width: 390, height: 844 }, ['lab-header', 'curve-chart', 'lab-verdict', 'results-table']],
  ['a desktop', { width: 1440, height: 900 }, ['lab-header', 'results-table']],
])('on %s nothing jumps when the page opens and while it trains', async (_, viewport, places) => {
  const page = await newPage(browser, { viewport });
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        globalThis.layoutShift =
          (globalThis.layoutShift ?? 0) + (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const shifts: Record<string, number> = {};
  const note = async (when: string): Promise<void> => {
    await page.waitForTimeout(500); // the observer is told after the frame, and a chart draws four times a second
    shifts[when] = await page.evaluate(() => {
      const sum = globalThis.layoutShift ?? 0;
      globalThis.layoutShift = 0;
      return sum;
    });
  };
  await page.goto(`${siteUrl()}${ON_CPU}#${encodeLink(SHORT)}`);
  await ready(page);
  await page.locator('results-table h2').waitFor(); // of what comes late
  await note('open');
  for (const place of places) {
    await page
      .locator(place)
      .first()
      .evaluate((element) => element.scrollIntoView());
    await note(`look at ${place}`);
    await page.evaluate(() => document.querySelector<LabPage>('lab-app')!.start());
    await note(`run beside ${place}`);
  }
  expect(Object.entries(shifts).filter(([, shift]) => shift > MOST_SHIFT)).toEqual([]);

  // The measure does measure: this is a shift.
  await page.evaluate(() => document.querySelector('lab-app')!.style.setProperty('margin-top', '200px'));
  await note('pushed');
  expect(shifts['pushed']).toBeGreaterThan(MOST_SHIFT);
  await page.close();
});

function ready(page: Page) {
  return page.waitForFunction(() => {
    const state = document.querySelector<LabPage>('lab-app')?.state;
    return (state?.device && state.datasets.mnist) !== undefined;
  });
}
