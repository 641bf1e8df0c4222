/** The built site's networks, looked at: those that come with it answer at once, and those of a run while they learn. */
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { slowly } from './faults.ts';
import { launch, ON_CPU, openLab, run, TINY } from './site.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** What the networks in turn say that they see. */
async function answers(page: Page): Promise<readonly string[]> {
  const texts = await page.getByRole('definition').allTextContents();
  return texts.map((text) => text.trim().replaceAll(/\s+/g, ' '));
}

test('the first test digits are a 7, a 2, a 1, a 0 and a 4 to every network that comes with the lab', async () => {
  const { page, complaints } = await openLab(browser);
  await page.getByRole('tab', { name: 'Draw a digit' }).click();
  for (const digit of [7, 2, 1, 0, 4]) {
    await page.getByRole('button', { name: 'Take a test digit' }).click();
    await expect
      .poll(() => answers(page))
      .toEqual(
        Array.from(
          { length: 4 },
          () => expect.stringMatching(new RegExp(`^${digit} [\\d.]+\\s% at T = 1$`)) as string,
        ),
      );
  }
  expect(complaints).toEqual([]);
  await page.close();
});

test('a digit that is drawn is answered within 50 ms, warm and idle', async () => {
  const { page } = await openLab(browser);
  await page.getByRole('tab', { name: 'Draw a digit' }).click();
  await page.getByRole('button', { name: 'Take a test digit' }).click();
  await page.getByText(/Answered in/).waitFor();
  await page.getByRole('button', { name: 'Clear' }).click();
  const paper = page.getByRole('application', { name: 'Draw a digit' });
  await paper.evaluate((canvas) => canvas.scrollIntoView({ block: 'center' }));
  const { x, y, width } = (await paper.boundingBox())!;
  await page.mouse.move(x + 0.5 * width, y + 0.2 * width);
  await page.mouse.down();
  const times: number[] = [];
  const said = new Set<string>();
  for (let i = 1; i <= 20; i++) {
    await page.mouse.move(x + 0.5 * width, y + (0.2 + 0.03 * i) * width);
    await page.waitForTimeout(50);
    const text = (await page.getByText(/Answered in/).textContent())!;
    said.add((await answers(page)).join());
    times.push(Number(/Answered in ([\d.]+)\sms/.exec(text)![1]));
  }
  await page.mouse.up();
  times.sort((a, b) => a - b);
  expect(said.size).toBeGreaterThan(1); // of what was drawn, and not of what stood there before
  expect(times[10]).toBeLessThan(50);
  await page.close();
});

test('in a run’s networks the bars move while they learn', async () => {
  const { page, complaints } = await openLab(browser, ON_CPU);
  await page.getByRole('tab', { name: 'Dark knowledge' }).click();
  await page.getByText(/These networks come with the lab/).scrollIntoViewIfNeeded();
  const seen = new Set<string>();
  await slowly(page, 12);
  const running = run(page, { ...TINY, student: { ...TINY.student, epochs: 5 } });
  const end = running.then(
    () => true,
    () => true,
  );
  const note = page.getByText(/^after step [\d,]+ of [\d,]+$/).last();
  while (!(await Promise.race([end, page.waitForTimeout(50)]))) {
    const text = await note.textContent({ timeout: 500 }).catch(() => undefined);
    if (text) seen.add(text.trim());
  }
  await running;
  expect(seen.size).toBeGreaterThan(2);
  await page.getByText('Computed here, by the networks of this run.').waitFor();
  expect(complaints).toEqual([]);
  await page.close();
});

test('a method that has no kernel of its own trains, and its loss is shown in its terms', async () => {
  const { page, complaints } = await openLab(browser);
  const { history } = await run(page, {
    ...TINY,
    student: { ...TINY.student, batchSize: 40, epochs: 1 },
    distillation: { ...TINY.distillation, method: 'relational' },
  });
  const { crossEntropy, relational } = history.findLast(({ role }) => role === 'distilled')!.terms!;
  expect(relational).toBeGreaterThan(0);
  await page.getByRole('tab', { name: 'The loss' }).click();
  const panel = page.locator('terms-panel');
  await panel.scrollIntoViewIfNeeded();
  await panel.getByRole('img', { name: 'Terms of the loss' }).waitFor();
  const words = (await panel.locator('figure').innerText()).replaceAll(/\s+/g, ' ');
  expect(words).toContain(`Labels ${crossEntropy!.toFixed(4)}`);
  expect(words).toContain(`Relational ${relational!.toFixed(4)}`);
  expect(complaints).toEqual([]);
  await page.close();
});
