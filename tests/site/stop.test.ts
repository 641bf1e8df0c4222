/** The buttons of a run, pressed while a real worker trains. */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LabPage } from '../../src/headless/drive.ts';
import { launch, load, openLab, stateOf, TINY } from './site.ts';

/** Twenty slow steps, a point of the curve after each: the curve tells how many were taken. */
const SLOW = {
  ...TINY,
  data: { ...TINY.data, teacherImages: 2000 },
  teacher: { ...TINY.teacher, hidden: [512, 512], batchSize: 100, epochs: 1 },
};

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('Stop takes effect within two steps, Reset clears the page, and the next run begins', async () => {
  const { page, complaints } = await openLab(browser);
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  await load(page, SLOW);
  await press('Run');
  await expect
    .poll(async () => (await stateOf(page)).run.history.length, { timeout: 240_000 })
    .toBeGreaterThan(2);

  await page.evaluate(() => {
    const lab = document.querySelector<LabPage>('lab-app')!;
    const note = (): void => {
      lab.dataset['stepAtPress'] = String(lab.state.run.history.at(-1)!.step);
    };
    document.addEventListener('click', note, { capture: true, once: true });
  });
  await press('Stop');
  await expect.poll(async () => (await stateOf(page)).run.status, { timeout: 60_000 }).toBe('stopped');
  const atPress = Number(await page.locator('lab-app').getAttribute('data-step-at-press'));
  const stopped = (await stateOf(page)).run;
  expect(atPress).toBeGreaterThan(2);
  expect(stopped.history.at(-1)!.step - atPress).toBeLessThanOrEqual(2);
  expect(stopped.history.at(-1)!.step).toBeLessThan(20);
  await page
    .getByRole('status')
    .getByText(/^Stopped/)
    .waitFor();

  await press('Reset');
  expect((await stateOf(page)).run).toMatchObject({ status: 'idle', history: [], results: [] });
  await load(page, TINY);
  await press('Run');
  await expect
    .poll(async () => (await stateOf(page)).run.history.length, { timeout: 240_000 })
    .toBeGreaterThan(2);
  expect(complaints).toEqual([]);
});

test('Pause holds it, Step takes one step, Resume goes on to the end', async () => {
  const { page } = await openLab(browser);
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const stepNow = async () => (await stateOf(page)).run.history.filter(({ member }) => member === 0).length;
  await load(page, TINY);
  await press('Step');
  await expect.poll(stepNow, { timeout: 240_000 }).toBe(1);
  await press('Step');
  await expect.poll(stepNow, { timeout: 60_000 }).toBe(2);
  await page.waitForTimeout(500);
  expect(await stepNow()).toBe(2);
  expect((await stateOf(page)).run.status).toBe('paused');
  await press('Resume');
  await expect.poll(async () => (await stateOf(page)).run.status, { timeout: 240_000 }).toBe('finished');
  expect(await stepNow()).toBe(24);
});

test('T4 pressed twice, Run begins once; a Reset while it starts and Run again leave one worker and one run', async () => {
  const { page, complaints } = await openLab(browser);
  await load(page, TINY);
  await page.evaluate(() => {
    const bar = document.querySelector('lab-app')!.shadowRoot!.querySelector('run-bar')!.shadowRoot!;
    const press = (what: string) => bar.querySelector<HTMLButtonElement>(`[data-press=${what}]`)!.click();
    press('run');
    press('run');
  });
  await expect.poll(async () => (await stateOf(page)).run.status).toMatch(/^(starting|running)$/);
  const first = (await stateOf(page)).run.runId;
  for (let again = 0; again < 3; again += 1) {
    await page.getByRole('button', { name: 'Reset', exact: true }).click();
    await expect.poll(async () => (await stateOf(page)).run.status).toBe('idle');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
  }
  await expect.poll(async () => (await stateOf(page)).run.status, { timeout: 240_000 }).toBe('finished');
  const { run } = await stateOf(page);
  expect(run.runId).not.toBe(first);
  // A point of a run from before would be one too many.
  expect(run.history.filter(({ member }) => member === 0)).toHaveLength(24);
  expect(run.results).toHaveLength(3);
  expect(page.workers()).toHaveLength(1);
  expect(complaints).toEqual([]);
});
