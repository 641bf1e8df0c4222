/** The content security policy and the console: every part of the lab works under the one, in the page and in the worker, and leaves the other empty. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page, Worker } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { encodeLink } from '../../src/core/link.ts';
import type { LabPage } from '../../src/headless/drive.ts';
import { cyclicLabels, gz, imagesIdx, labelsIdx } from '../data/make-idx.ts';
import { headersAt } from './headers.ts';
import { launch, load, openLab, run, SHORT, siteUrl, stateOf, type OpenLab } from './site.ts';

const GUARDED = inject('siteUrlWithHeaders');
const TEACHER = fileURLToPath(new URL('../../datasets/mnist/networks/quick/teacher-0/', import.meta.url));

const PATIENTLY = { timeout: 20_000 };

declare global {
  /** In the page and in its worker: what the policy has forbidden. */
  var forbidden: string[] | undefined;
}

/** Notes what is forbidden where it runs. */
const NOTE = `globalThis.forbidden = [];
addEventListener('securitypolicyviolation', (event) =>
  globalThis.forbidden.push(event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sample + ' ' + event.sourceFile + ':' + event.lineNumber));
`;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** The site with its policy as headers too, which is how a worker gets it. */
async function open(address: string): Promise<OpenLab> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addInitScript(NOTE);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(GUARDED).origin });
  await context.route('**/entry-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: NOTE + (await response.text()) });
  });
  return openLab(context, address, GUARDED);
}

/** A page and a worker are asked alike. */
type Asked = Pick<Worker, 'evaluate'>;

function noted(where: Asked): Promise<readonly string[]> {
  return where.evaluate(() => globalThis.forbidden ?? ['nobody takes note']);
}

async function forbidden(page: Page): Promise<readonly string[]> {
  return (await Promise.all([page as Asked, ...page.workers()].map(noted))).flat();
}

async function expectNothingForbidden({ page, complaints }: OpenLab): Promise<void> {
  expect(await forbidden(page)).toEqual([]);
  expect(complaints).toEqual([]);
}

/** Trains until there is a point of a curve: what comes after it has been seen in the first test. */
async function begin(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      void document
        .querySelector<LabPage>('lab-app')!
        .start()
        .catch(() => undefined),
  );
  await page.waitForFunction(() => document.querySelector<LabPage>('lab-app')!.state.run.history.length > 0);
}

const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true }).filter({ visible: true }).first().click();

test('nothing of the lab is forbidden, and its console stays empty: a run, every tab, every file that goes out or comes in, German', async () => {
  const lab = await open(`?backend=webgpu#${encodeLink(SHORT)}`);
  const { page } = lab;
  await run(page, SHORT);
  await page.locator('curve-chart svg.marks').first().hover();
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click();
    await page.locator('lab-explore #panel > :first-child').waitFor();
  }
  await page.getByRole('tab', { name: 'Draw a digit' }).click();
  await press(page, 'Take a test digit');
  await page.getByText(/Answered in/).waitFor();

  await press(page, 'Share');
  for (const view of ['A presentation', 'A frame for slides and course pages', 'The lab'])
    await page.getByRole('radio', { name: view }).check();
  await press(page, 'Show large');
  await page.keyboard.press('Escape');
  await press(page, 'Close');

  const taken: string[] = [];
  page.on('download', (download) => taken.push(download.suggestedFilename()));
  await press(page, 'Export');
  for (const name of [
    /^Accuracy chart as PNG/,
    /^Loss chart as SVG/,
    /^Results as CSV/,
    /^Experiment as JSON/,
  ]) {
    await press(page, 'More files');
    await press(page, name);
  }
  await expect
    .poll(() => taken.toSorted(), PATIENTLY)
    .toEqual(['accuracy.png', 'experiment.json', 'loss.svg', 'results.csv', 'run.json']);

  await page.getByLabel('Model and weights').setInputFiles([`${TEACHER}model.json`, `${TEACHER}weights.bin`]);
  await expect.poll(async () => (await stateOf(page)).teacherFile?.title, PATIENTLY).toBe('model.json');
  await load(page, { ...SHORT, data: { ...SHORT.data, dataset: 'own' } });
  await page.getByLabel('Your image and label files').setInputFiles([
    { name: 'own-images.gz', mimeType: '', buffer: Buffer.from(gz(imagesIdx(600))) },
    { name: 'own-labels', mimeType: '', buffer: Buffer.from(labelsIdx(cyclicLabels(600))) },
  ]);
  await expect.poll(async () => (await stateOf(page)).datasets.own?.title, PATIENTLY).toBeDefined();
  await page
    .getByLabel('Experiment or run file')
    .first()
    .setInputFiles({
      name: 'run.json',
      mimeType: 'application/json',
      buffer: readFileSync(new URL('../../datasets/mnist/runs/quick.json', import.meta.url)),
    });
  await expect.poll(async () => (await stateOf(page)).run.origin?.from, PATIENTLY).toBe('imported');
  await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
  await page.getByRole('heading', { name: /^Kann ein kleines Netz/ }).waitFor();
  await expectNothingForbidden(lab);
  await page.context().close();
});

test('nor a recording, a talk and a frame', async () => {
  const lab = await open('');
  await press(lab.page, 'Replay a recorded run');
  await lab.page.getByText(/^0:0[1-9] of/).waitFor();
  await press(lab.page, 'Present');
  await lab.page.locator('present-stage').waitFor();
  await expectNothingForbidden(lab);
  await lab.page.context().close();

  for (const view of ['present', 'embed']) {
    const other = await open(`?${view}#${encodeLink(SHORT)}`);
    await begin(other.page);
    await other.page.locator('curve-chart svg.marks').first().waitFor();
    await expectNothingForbidden(other);
    await other.page.context().close();
  }
});

test.each(['wasm', 'webgl', 'cpu'])('nor what it computes with: %s', async (backend) => {
  const lab = await open(`?backend=${backend}#${encodeLink(SHORT)}`);
  await begin(lab.page);
  expect((await stateOf(lab.page)).device!.backend).toBe(backend);
  await expectNothingForbidden(lab);
  await lab.page.context().close();
});

test('what is forbidden is noticed, in the page and in the worker', async () => {
  const { page } = await open('');
  const worker = page.workers()[0]!;
  const attempt = () =>
    fetch('https://example.com/').then(
      () => 'sent',
      () => 'refused',
    );
  expect([await page.evaluate(attempt), await worker.evaluate(attempt)]).toEqual(['refused', 'refused']);
  // In a turn of its own: what the test itself evaluates is not held to the policy.
  const compile = () =>
    new Promise<string>((resolve) => {
      setTimeout(() => {
        try {
          Reflect.construct(Function, ['return 1']);
          resolve('made');
        } catch {
          resolve('refused');
        }
      });
    });
  expect([await page.evaluate(compile), await worker.evaluate(compile)]).toEqual(['refused', 'refused']);
  await page.evaluate(() => document.body.setAttribute('style', 'color: red'));
  const kinds = async (where: Asked) => (await noted(where)).map((one) => one.split(' ')[0]).toSorted();
  expect(await kinds(worker)).toEqual(['connect-src', 'script-src']);
  const twice = ['connect-src', 'script-src', 'style-src-attr'].flatMap((one) => [one, one]);
  expect(await kinds(page)).toEqual(twice); // by its own policy and by the header's
  await page.context().close();
});

test('the page’s own policy is the one in _headers, and only what has its bytes in its name is kept', async () => {
  const [html, headers] = await Promise.all(
    ['', '_headers'].map(async (file) => (await fetch(siteUrl() + file)).text()),
  );
  const [, policy] = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(html!)!;
  expect(headersAt(headers!, '/')).toMatchObject({
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-cache',
  });
  for (const path of ['/index.html', '/sw.js', '/manifest.webmanifest'])
    expect(headersAt(headers!, path)['Cache-Control']).toBe('no-cache');
  expect(headersAt(headers!, '/assets/a-12345678.js')).toMatchObject({
    'Content-Security-Policy': policy,
    'Cache-Control': 'public, max-age=31536000, immutable',
  });
  expect(policy).not.toContain('unsafe-inline');
  expect(policy).not.toContain("'unsafe-eval'");
  expect(policy).toContain("connect-src 'self';");
});
