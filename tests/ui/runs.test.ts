// Kept runs on the page: real storage, a lab that trains nothing.
import { page, userEvent } from 'vitest/browser';
import { beforeEach, expect, test, vi } from 'vitest';
import type { UnfinishedRun } from '../../src/core/checkpoint.ts';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import { eraseTables } from '../../src/store/tables.ts';
import type { LabApp } from '../../src/ui/lab-app.ts';
import type { FakeLab } from './fake-lab.ts';
import { button, mountLab, settled } from './mount-lab.ts';

beforeEach(async () => {
  document.body.replaceChildren();
  await eraseTables();
});

async function finishRun(app: LabApp, lab: FakeLab): Promise<void> {
  await button('Run').click();
  lab.finish();
  await settled(app);
}

const rows = () => page.getByRole('region', { name: 'Kept runs' }).getByRole('row');

async function openRuns(): Promise<void> {
  await page.getByRole('tab', { name: 'Runs' }).click();
}

test('a run that ends is kept, and is there when the page is opened again', async () => {
  const first = await mountLab();
  await openRuns();
  await expect.element(page.getByText('None yet: press Run.')).toBeVisible();
  await finishRun(first.app, first.lab);
  await expect.poll(() => rows().elements().length).toBe(2); // and the head

  await mountLab();
  await openRuns();
  await expect.element(page.getByText('labels 890, distilled 619 test errors')).toBeVisible();
  await page.getByRole('button', { name: /^Show: / }).click();
  await expect
    .element(page.getByText(/a run that this browser has kept; it ran on google swiftshader/))
    .toBeVisible();
  await expect.element(page.getByRole('cell', { name: 'Test errors 619' })).toBeVisible();
});

test('on a phone the table scrolls and the page does not', async () => {
  const { app, lab } = await mountLab();
  await finishRun(app, lab);
  await openRuns();
  await expect.element(page.getByRole('region', { name: 'Kept runs' })).toBeVisible();
  await page.viewport(390, 844);
  await expect.poll(() => document.documentElement.clientWidth).toBe(390);
  expect(document.documentElement.scrollWidth).toBe(390);
  await page.viewport(1280, 900);
});

test('it is renamed, laid over the charts, and removed when asked twice', async () => {
  const { app, lab } = await mountLab();
  await finishRun(app, lab);
  await openRuns();
  const name = page.getByRole('textbox', { name: /^Name of / });
  await userEvent.fill(name, 'First try');
  await userEvent.tab();
  await expect.element(page.getByRole('checkbox', { name: 'Lay First try over the charts' })).toBeVisible();
  await page.getByRole('checkbox', { name: 'Lay First try over the charts' }).click();
  await expect
    .poll(() => labels(app))
    .toEqual(expect.arrayContaining(['Hard-label: First try', 'Distilled: First try']) as string[]);
  await button('Reset').click(); // over nothing
  await expect.poll(() => labels(app)).toEqual(['Hard-label: First try', 'Distilled: First try']);

  await button('Remove First try').click();
  await button('Remove for good: First try').click();
  await expect.element(page.getByText('None yet: press Run.')).toBeVisible();
  // The recorded run's pale lines stand there again.
  await expect.poll(() => labels(app)).toEqual(['Hard-label: recorded', 'Distilled: recorded']);
});

test('its settings come back into the form, and its file into another browser', async () => {
  const { app, lab } = await mountLab();
  app.load({ ...DEFAULT_EXPERIMENT, seed: 77 });
  await finishRun(app, lab);
  app.load(DEFAULT_EXPERIMENT);
  await openRuns();
  await page.getByRole('button', { name: /^Use its settings: / }).click();
  await expect.poll(() => app.state.config.seed).toBe(77);

  const exported = new Promise<Blob>((resolve) => {
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      resolve(blob as Blob);
      return 'blob:none';
    });
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
  await page.getByRole('button', { name: /^Export: / }).click();
  const file = new File([await exported], 'from afar.json');
  vi.restoreAllMocks();
  const { results, history } = app.state.run;

  document.body.replaceChildren();
  await eraseTables();
  const fresh = await mountLab();
  const share = fresh.app.shadowRoot!.querySelector('share-bar')!.shadowRoot!;
  await userEvent.upload(share.querySelector<HTMLInputElement>('input[type=file]')!, file);
  await expect.element(page.getByText(/^from afar: imported, so not computed here/)).toBeVisible();
  expect(fresh.app.state.run).toMatchObject({ results, history, status: 'finished' });
  await openRuns();
  await expect.element(page.getByText('imported', { exact: true })).toBeVisible();
  await userEvent.upload(
    share.querySelector<HTMLInputElement>('input[type=file]')!,
    new File(['{"format": "dark-knowledge-lab/run", "version": 1}'], 'bad.json'),
  );
  await expect
    .element(page.getByRole('listitem').getByText('In "bad.json": The run cannot be read'))
    .toBeVisible();
});

test('T7 runs of other lengths are laid over each other whole, on an axis as long as the longest', async () => {
  const { app, lab } = await mountLab();
  const { student } = DEFAULT_EXPERIMENT;
  for (const epochs of [student.epochs, 60, 3]) {
    app.load({ ...DEFAULT_EXPERIMENT, student: { ...student, epochs } });
    await finishRun(app, lab);
  }
  await openRuns();
  await expect.poll(() => rows().elements().length).toBe(4);
  for (const box of page.getByRole('checkbox', { name: /^Lay .* over the charts$/ }).elements()) {
    (box as HTMLInputElement).click();
    await settled(app);
  }
  await expect.poll(() => labels(app)).toHaveLength(8);
  await button('Reset').click(); // all of them are of other runs
  await expect.poll(() => labels(app)).toHaveLength(6);
  const stage = app.shadowRoot!.querySelector('lab-stage')!.shadowRoot!;
  const charts = [...stage.querySelector('run-charts')!.shadowRoot!.querySelectorAll('curve-chart')];
  expect(charts).toHaveLength(2);
  const stepsOf = (epochs: number) => (epochs * DEFAULT_EXPERIMENT.data.labelledImages) / student.batchSize;
  for (const chart of charts) {
    const ends = chart.series.map(({ points }) => points.at(-1)!.x);
    expect(chart.xDomain).toEqual([0, Math.max(...ends)]);
    expect(Math.max(...ends)).toBeGreaterThan(15 * Math.min(...ends)); // none was padded
    expect(Math.max(...ends)).toBeGreaterThanOrEqual(stepsOf(60));
    for (const { points } of chart.series) for (const { y } of points) expect(Number.isFinite(y)).toBe(true);
    chart.scrollIntoView(); // what nobody sees is not drawn
    const drawn = () => chart.shadowRoot!.querySelectorAll('.mark-line.role-mark path').length;
    await expect.poll(drawn, { timeout: 10_000 }).toBe(6);
  }
});

test('an interrupted run is offered, taken up with its own settings, or discarded', async () => {
  const { app, lab } = await mountLab();
  const config = { ...DEFAULT_EXPERIMENT, seed: 5 };
  const unfinished: UnfinishedRun = {
    config,
    stage: 'students',
    ...{ step: 100, steps: 960, epoch: 4, epochs: 30 },
    ...{ savedAt: Date.UTC(2026, 10, 25), isSameDevice: false },
  };
  lab.send({ kind: 'unfinished', unfinished });
  await expect
    .element(page.getByText(/was interrupted while training the students, in epoch 4 of 30 .*another device/))
    .toBeVisible();
  await button('Discard').click();
  expect(lab.calls).toContain('discardUnfinished');
  await expect.poll(() => app.state.unfinished).toBeUndefined();

  lab.send({ kind: 'unfinished', unfinished });
  await button('Go on with it').click();
  expect(lab.calls.at(-1)).toBe('run resumed');
  expect(lab.config).toEqual(config);
  expect(app.state.unfinished).toBeUndefined();
});

test('a teacher that is used again says so, and is trained afresh in one click', async () => {
  const { lab } = await mountLab();
  await button('Run').click();
  lab.begin();
  lab.opens('teacher', { reuse: { from: 'browser', trainedAt: Date.UTC(2026, 10, 25) } });
  await expect
    .element(
      page.getByText(
        /The teacher is used again from an earlier run in this browser, trained on 2\d Nov 2026/,
      ),
    )
    .toBeVisible();
  await button('Train it afresh').click();
  expect(lab.calls.at(-1)).toBe('stop');
  lab.fail({ code: 'stopped', message: '', hint: '' });
  await expect.poll(() => lab.calls.at(-1)).toBe('run afresh');
});

/** The names of the lines of the accuracy chart. */
function labels(app: LabApp): readonly string[] {
  const stage = app.shadowRoot!.querySelector('lab-stage')!.shadowRoot!;
  const charts = stage.querySelector('run-charts')!.shadowRoot!;
  return charts.querySelector('curve-chart')!.series.map(({ label }) => label);
}
