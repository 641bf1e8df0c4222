// What the page says of its storage, and does with it: full, damaged, taken by a newer lab, evicted, erased.
import { page, userEvent } from 'vitest/browser';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { english } from '../../src/core/text.ts';
import { eraseTables } from '../../src/store/tables.ts';
import type { LabApp } from '../../src/ui/lab-app.ts';
import type { FakeLab } from './fake-lab.ts';
import { axeViolations, button, focused, mountLab, settled, unmountLab } from './mount-lab.ts';

const DATABASE = 'dark-knowledge-lab';

beforeEach(async () => {
  document.body.replaceChildren();
  await eraseTables();
  localStorage.clear();
});
afterEach(async () => {
  vi.restoreAllMocks();
  unmountLab();
  await eraseTables();
  localStorage.clear();
});

async function finishRun({ app, lab }: { readonly app: LabApp; readonly lab: FakeLab }): Promise<void> {
  const before = rows().elements().length;
  await button('Run').click();
  lab.finish();
  await settled(app);
  await expect.poll(() => rows().elements().length).toBe(before === 0 ? 2 : before + 1); // the head
}

const rows = () => page.getByRole('region', { name: 'Kept runs' }).getByRole('row');
const focusedText = () => focused()?.textContent.trim();
const openRuns = () => page.getByRole('tab', { name: 'Runs' }).click();
const notices = (app: LabApp) => app.state.notices.map(english);

async function mountRuns() {
  const mounted = await mountLab();
  await openRuns();
  return mounted;
}

/** Another tab's connection. @param version of a newer lab */
function connect(version?: number): Promise<IDBDatabase> {
  return new Promise((resolve) => {
    const request = indexedDB.open(DATABASE, version);
    request.onsuccess = () => resolve(request.result);
  });
}

/** The text of the file that is saved next. */
function saved(): Promise<string> {
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
  return new Promise((resolve) => {
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      resolve((blob as Blob).text());
      return 'blob:none';
    });
  });
}

test('S1 a page whose storage has become full says so for as long as it holds, and offers the runs as files', async () => {
  const mounted = await mountRuns();
  await finishRun(mounted);
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('', 'QuotaExceededError');
  });
  await finishRun(mounted);
  const full = /^This browser has no more room for the lab: new runs live only as long as this page/;
  expect(notices(mounted.app)).toEqual([expect.stringMatching(full)]); // once
  await button('Dismiss').click();
  await expect.element(page.getByRole('alert').getByText(full)).toBeVisible();
  expect(page.getByText('only in this page').elements()).toHaveLength(1);
  expect(await axeViolations()).toEqual([]);
  const file = saved();
  await page.getByRole('button', { name: /^Export: / }).first().click(); // prettier-ignore
  expect(JSON.parse(await file)).toMatchObject({ format: 'dark-knowledge-lab/run' });
});

test('S3 a damaged run is shown as such and handed out as it was found; the others load', async () => {
  const mounted = await mountRuns();
  await finishRun(mounted);
  const database = await connect();
  const lines = database.transaction('runs').objectStore('runs').getAllKeys();
  await new Promise((resolve) => (lines.onsuccess = resolve));
  const writing = database.transaction('records', 'readwrite');
  writing.objectStore('records').put({ bytes: Uint8Array.of(1, 2, 3), checksum: 5 }, lines.result[0]);
  await new Promise((resolve) => (writing.oncomplete = resolve));
  database.close();

  const later = await mountRuns();
  await expect.element(page.getByText('damaged', { exact: true })).toBeVisible();
  await finishRun(later);
  expect(page.getByRole('button', { name: /^Show: / }).elements()).toHaveLength(1);
  const file = saved();
  await page.getByRole('button', { name: /^Export as found: / }).click();
  expect(JSON.parse(await file)).toMatchObject({
    id: lines.result[0],
    line: { imported: false },
    record: { bytes: { base64: 'AQID' }, checksum: 5 },
  });
  expect(await axeViolations()).toEqual([]);
  await page.getByRole('button', { name: /^Remove / }).last().click(); // prettier-ignore
  await page.getByRole('button', { name: /^Remove for good: / }).click();
  await expect.element(page.getByText('damaged', { exact: true })).not.toBeInTheDocument();
  await page.getByRole('button', { name: /^Show: / }).click();
  await expect.poll(() => later.app.state.run.origin?.from).toBe('kept');
});

test('S4 when a newer lab opens in another tab, the page says so and goes on in memory', async () => {
  const mounted = await mountRuns();
  await finishRun(mounted);
  const newer = await connect(2);
  const words = /^A newer version of the lab was opened in this browser: reload this page/;
  await expect.element(page.getByRole('alert').getByText(words)).toBeVisible();
  expect(notices(mounted.app)).toEqual([expect.stringMatching(words)]);
  await finishRun(mounted);
  expect(page.getByText('only in this page').elements()).toHaveLength(1);
  for (const show of page.getByRole('button', { name: /^Show: / }).elements()) {
    await button('Reset').click();
    await userEvent.click(show);
    await expect.poll(() => mounted.app.state.run.status).toBe('finished');
  }
  newer.close();
});

test('S5 runs that have vanished between visits are told of once, with how many', async () => {
  const mounted = await mountRuns();
  await finishRun(mounted);
  await finishRun(mounted);
  unmountLab();
  await eraseTables(); // as browsers do
  const { app } = await mountLab();
  await expect
    .poll(() => notices(app))
    .toEqual([
      expect.stringMatching(
        /^2 runs that this browser kept on .+ are gone: browsers remove data when space runs short/,
      ),
    ]);
  await openRuns();
  await expect.element(page.getByText('None yet: press Run.')).toBeVisible();
  const again = await mountRuns();
  await finishRun(again); // it has been listed by now
  expect(notices(again.app)).toEqual([]);
});

test.each([
  [
    'removed them',
    async () => {
      for (const name of [/^Remove /, /^Remove for good: /]) await page.getByRole('button', { name }).click();
      await expect.element(page.getByText('None yet: press Run.')).toBeVisible();
    },
  ],
  ['erased everything', eraseEverything],
  [
    'lost the note as well',
    async () => {
      await eraseTables();
      localStorage.clear();
    },
  ],
  [
    'has somebody else’s note',
    async () => {
      await eraseTables();
      localStorage.setItem('dark-knowledge-lab/kept-runs', '{"count":"<b>","at":{}}');
    },
  ],
] as const)('S5 nothing is told of where the reader %s', async (_, lose) => {
  // prettier-ignore
  await finishRun(await mountRuns());
  await lose();
  const { app, lab } = await mountRuns();
  await finishRun({ app, lab });
  expect(notices(app)).toEqual([]);
});

async function eraseEverything(): Promise<void> {
  await button('Erase everything').click();
  await button('Erase it all').click();
  await expect
    .element(page.getByText('Everything that the lab has kept in this browser is erased.'))
    .toBeVisible();
}

test('everything is erased, and only what is the lab’s, after a question that the keyboard answers', async () => {
  const { app, lab } = await mountRuns();
  await finishRun({ app, lab });
  localStorage.setItem('dark-knowledge-lab/keys', 'off');
  localStorage.setItem('another page', 'its own');
  for (const name of ['dark-knowledge-lab-1', 'another page']) await caches.open(name);

  const erase = button('Erase everything');
  (erase.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(focusedText).toBe('Keep it');
  expect(await axeViolations()).toEqual([]);
  await userEvent.keyboard('{Escape}');
  await expect.poll(focusedText).toBe('Erase everything');
  expect(rows().elements()).toHaveLength(2);

  await eraseEverything();
  await expect.element(page.getByText('None yet: press Run.')).toBeVisible();
  await expect.poll(focusedText).toBe('Erase everything');
  expect(lab.calls).toContain('discardUnfinished');
  expect(Object.keys(localStorage)).toEqual(['another page']);
  expect(await caches.keys()).toEqual(['another page']);
  await caches.delete('another page');
  const database = await connect();
  const tables = [...database.objectStoreNames];
  const counts = tables.map((name) => database.transaction(name).objectStore(name).count());
  await Promise.all(counts.map((count) => new Promise((resolve) => (count.onsuccess = resolve))));
  expect(counts.map(({ result }) => result)).toEqual([0, 0, 0, 0]);
  database.close();

  await finishRun({ app, lab }); // and it keeps again
  expect(notices(app)).toEqual([]);
});

test('while something trains nothing is erased', async () => {
  const { app, lab } = await mountRuns();
  await button('Run').click();
  lab.begin();
  await settled(app);
  await expect.element(button('Erase everything')).not.toBeInTheDocument();
  await expect.element(page.getByText('Erasing everything waits for the end of the run.')).toBeVisible();
});

const sentence = () => page.getByText(/Nothing leaves this browser\./);

test('it says that nothing leaves the browser, how much is kept, and what the browser promises when asked', async () => {
  vi.spyOn(navigator.storage, 'estimate').mockResolvedValue({ usage: 3_240_000 });
  const persist = vi.spyOn(navigator.storage, 'persist').mockResolvedValue(false);
  vi.spyOn(navigator.storage, 'persisted').mockResolvedValue(false);
  await mountRuns();
  await expect
    .element(sentence())
    .toHaveTextContent(/^Nothing leaves this browser\. This site keeps 3\.2\sMB in it\.$/);
  expect(persist).not.toHaveBeenCalled();
  await button('Ask the browser to keep it').click();
  await expect
    .element(page.getByText(/^The browser did not agree: it may remove what is kept/))
    .toBeVisible();
  persist.mockResolvedValue(true);
  await button('Ask the browser to keep it').click();
  await expect.element(page.getByText('The browser keeps it until you erase it.')).toBeVisible();
  expect(focusedText()).toBe('Ask the browser to keep it');
});

test('a browser that does not say how much it keeps is not answered for', async () => {
  vi.spyOn(navigator.storage, 'estimate').mockRejectedValue(new TypeError('not here'));
  await mountRuns();
  await expect.element(sentence()).toHaveTextContent(/^Nothing leaves this browser\.$/);
});
