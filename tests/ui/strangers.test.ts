/** What strangers have written, on the whole page: links, experiments and runs that are not what they should be. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import { english } from '../../src/core/text.ts';
import { eraseTables } from '../../src/store/tables.ts';
import type { LabApp } from '../../src/ui/lab-app.ts';
import { openFile } from '../../src/ui/open-file.ts';
import { wholeRun } from '../core/whole-run.ts';
import { axeViolations, button, expectEnabled, mountLab, settled, unmountLab } from './mount-lab.ts';

beforeEach(() => eraseTables());
afterEach(unmountLab);

const notices = (app: LabApp) => app.state.notices.map(english);

/** Opens a file as the page does when it is chosen or dropped. */
async function open(app: LabApp, content: unknown, name = 'from afar.json'): Promise<void> {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  await openFile(app.shadowRoot!.querySelector('share-bar')!, new File([text], name));
  await settled(app);
}

test.each([
  [
    'malformed escapes',
    '#T=%E0%A4%A&seed=5',
    `The link's part "T=%E0%A4%A" cannot be read and was left out.`,
  ],
  [
    'a part that nobody knows',
    '#colour=red&seed=5',
    `The link's part "colour" is not known and was left out.`,
  ],
  ['a key named twice', '#seed=5&seed=6', 'The link names "seed" twice; the first value was used.'],
])(
  'C3 %s: the rest of the link holds, and the page says that it was understood in part',
  async (_, hash, said) => {
    const { app } = await mountLab({ hash });
    expect(app.state.config.seed).toBe(5);
    await expect
      .element(page.getByText('Your link was understood in part; the rest of it holds.'))
      .toBeVisible();
    await expect.element(page.getByText(said)).toBeVisible();
    await expectEnabled('Run', true);
    expect(await axeViolations()).toEqual([]);
  },
);

test('C3 a link of hundreds of unknown parts is a handful of notices, one that is too long is one', async () => {
  const many = `#seed=5&${Array.from({ length: 300 }, (_, i) => `k${i}`).join('=1&')}=1`;
  const { app } = await mountLab({ hash: many });
  expect(app.state.config.seed).toBe(5);
  expect(notices(app)).toHaveLength(10);
  expect(notices(app).at(-1)).toBe('292 other parts of the link were left out as well.');
  location.hash = `#seed=5&T=${'4'.repeat(100_000)}`;
  await expect
    .poll(() => notices(app))
    .toEqual(['The link was not used: it has 100009 characters; at most 2048 are read.']);
  expect(app.state.config).toEqual(DEFAULT_EXPERIMENT);
  await expectEnabled('Run', true);
});

test('C4 markup, keys of prototypes and invisible characters in a link are short text', async () => {
  const trick = `<img src=x onerror="globalThis.hit=1">${'y'.repeat(200)}`;
  const parts = [
    `name=${trick}`,
    '__proto__=1',
    'constructor=1',
    'prototype[x]=1',
    '\u202egnp\u200b=1',
    `T=${trick}`,
  ];
  const { app } = await mountLab({ hash: `#${parts.map(encodeURI).join('&')}` });
  await expect.element(page.getByText('Your link was understood in part')).toBeVisible();
  expect(app.state.config).toEqual(DEFAULT_EXPERIMENT);
  expect(({} as { x?: unknown }).x).toBeUndefined();
  const notes = app.shadowRoot!.querySelector('lab-notes')!.shadowRoot!;
  expect(notes.querySelector('img')).toBeNull();
  expect('hit' in globalThis).toBe(false);
  for (const said of notices(app)) {
    expect(said).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(said.length).toBeLessThan(150);
  }
  await expect.element(page.getByText('Temperature T is "<img src=x onerror=')).toBeVisible();
});

test('C4 foreign names are short text wherever they are shown', async () => {
  const { app } = await mountLab();
  const trick = `\u202e<img src=x onerror="globalThis.hit=1">\u200b\u0007${'y'.repeat(300)}`;
  const shown = `<img src=x onerror="globalThis.hit=1">${'y'.repeat(300)}`;
  const run = wholeRun();
  const results = run.results.map((one) => ({ ...one, setting: trick }));
  const history = run.history.map((one) => ({ ...one, setting: trick }));
  const reused = [{ stage: 'teacher', from: 'file', title: trick }];
  const environment = { ...run.environment, adapter: trick, reasons: [trick], userAgent: trick };
  const dataset = { id: 'own', title: trick };
  await open(app, { ...run, results, history, reused, environment, dataset }, `${trick}.json`);
  await expect.poll(() => app.state.run.origin?.name).toBe(shown.slice(0, 80));
  const record = app.state.run.record!;
  expect(record.dataset.title).toBe(shown.slice(0, 80));
  expect(record.reused![0]!.title).toBe(shown.slice(0, 80));
  await page.getByRole('tab', { name: 'Runs' }).click();
  await expect.element(page.getByRole('textbox', { name: /^Name of / })).toHaveValue(shown.slice(0, 80));
  for (const tab of page.getByRole('tab').elements()) {
    (tab as HTMLElement).click();
    await settled(app);
  }
  expect(everyText(document.body)).toContain('<img src=x');
  expect(everyText(document.body)).not.toMatch(/[\u202e\u200b\u0007]/);
  expect(everyElement(document.body).some(({ localName }) => localName === 'img')).toBe(false);
  expect('hit' in globalThis).toBe(false);
});

test('C6 an experiment or a run of a newer version is refused with its version, and nothing of it is used', async () => {
  const { app } = await mountLab();
  await open(app, { ...DEFAULT_EXPERIMENT, version: 2, seed: 42 });
  await expect
    .element(
      page.getByText('This experiment is of version "2", made by a newer lab; this one reads version 1.'),
    )
    .toBeVisible();
  await open(app, { ...wholeRun(), version: 3 });
  await expect
    .element(page.getByText('This run is of version "3", made by a newer lab; this one reads version 1.'))
    .toBeVisible();
  expect(app.state.config).toEqual(DEFAULT_EXPERIMENT);
  expect(app.state.run).toMatchObject({ status: 'idle', history: [], results: [] });
  await page.getByRole('tab', { name: 'Runs' }).click();
  await expect.element(page.getByText('None yet: press Run.')).toBeVisible();
  await expectEnabled('Run', true);
});

test('C7 a run from elsewhere is refused where it could not be one, and is marked as imported', async () => {
  const { app } = await mountLab();
  const run = wholeRun();
  const first = (part: 'results' | 'history', change: object) => {
    const [one, ...others]: readonly object[] = run[part];
    return { ...run, [part]: [{ ...one, ...change }, ...others] };
  };
  const curves = Array.from({ length: 200 }, (_, member) => ({ ...run.history[0]!, member }));
  const refused: readonly (readonly [unknown, RegExp])[] = [
    [first('results', { testErrors: 'NaN' }), /"results\.0\.testErrors" is "NaN"/],
    [
      JSON.stringify(run).replace('"objective":1', '"objective":1e999'),
      /"history\.0\.objective" is "Infinity"/,
    ],
    [first('results', { confusion: [[1]] }), /"results\.0\.confusion" is not of one size/],
    [first('results', { perClassAccuracy: Array(11).fill(1) }), /"results\.0\.perClassAccuracy"/],
    [first('history', { step: 1e300 }), /"history\.0\.step"/],
    [{ ...run, history: curves }, /has the curves of 200 networks, and its experiment trains 5/],
    [{ ...run, results: Array(50).fill(run.results[0]) }, /has results of 50 networks/],
    [{ ...run, history: Array(100_001).fill(0) }, /"history" is/],
    [{ ...run, verdicts: Array(2001).fill(0) }, /"verdicts" is/],
    [{ ...run, environment: { ...run.environment, userAgent: 'x'.repeat(401) } }, /"environment\.userAgent"/],
  ];
  for (const [content, sentence] of refused) {
    await open(app, content);
    await expect.poll(() => notices(app).at(-1)).toMatch(sentence);
    expect(notices(app).at(-1)).toMatch(/^In "from afar\.json": .{1,250}$/);
  }
  expect(app.state.run.status).toBe('idle');
  await button('Dismiss').click();

  await open(app, run);
  await expect.element(page.getByText(/^from afar: imported, so not computed here/)).toBeVisible();
  await page.getByRole('tab', { name: 'Runs' }).click();
  await expect.element(page.getByText('imported', { exact: true })).toBeVisible();
  expect(app.state.notices).toEqual([]);
});

test('C7 a hundred thousand points of one step are drawn in a moment', async () => {
  const { app } = await mountLab();
  const run = wholeRun();
  const point = { role: 'hardLabel', method: 'labels', member: 0, seed: 1, epoch: 1, step: 1, objective: 1 };
  const history = Array<unknown>(100_000).fill({ ...point, validationAccuracy: 0.5 });
  const from = performance.now();
  await open(app, { ...run, history });
  await expect.poll(() => app.state.run.status, { timeout: 20_000 }).toBe('finished');
  await settled(app);
  expect(performance.now() - from).toBeLessThan(15_000); // minutes, where every point copies those before it
});

function everyElement(root: Element | ShadowRoot): readonly Element[] {
  return [...root.querySelectorAll('*')].flatMap((one) => [
    one,
    ...(one.shadowRoot ? everyElement(one.shadowRoot) : []),
  ]);
}

/** All that can be read on the page, and the names that only a screen reader reads. */
function everyText(root: Element): string {
  return everyElement(root)
    .flatMap((one) => [
      ...[...one.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => node.nodeValue ?? ''),
      one.getAttribute('aria-label') ?? '',
      one.getAttribute('title') ?? '',
      one instanceof HTMLInputElement ? one.value : '',
    ])
    .join('\n');
}
