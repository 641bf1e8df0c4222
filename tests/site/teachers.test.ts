/** The built site starts with the teachers that come with it: they answer as the runs that trained them say. */
import { readdirSync } from 'node:fs';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withTeacherOf } from '../../src/core/shipped.ts';
import { launch, ON_CPU, openLab, run, stateOf, SHORT, type OpenLab } from './site.ts';

const folders = readdirSync(new URL('../../datasets/mnist/teachers/', import.meta.url));

let browser: Browser;
let lab: OpenLab;
beforeAll(async () => {
  browser = await launch();
  lab = await openLab(browser, ON_CPU);
});
afterAll(() => browser.close());

test.each(folders)('%s teaches without being trained', async (folder) => {
  const { page, complaints } = lab;
  const { datasets } = await stateOf(page);
  const teacher = datasets.mnist!.teachers!.find(
    ({ title }) => title.replaceAll(/[^\w-]+/g, '-') === folder,
  )!;
  const record = await run(page, withTeacherOf(SHORT, teacher, datasets.mnist!));
  expect(record.reused).toMatchObject([{ stage: 'teacher', from: 'lab', title: teacher.title }]);
  // Its weights were rounded to float16 since: an image or two that it was undecided about may change sides.
  expect(Math.abs(record.results[0]!.testErrors - teacher.testErrors)).toBeLessThanOrEqual(3);
  expect(record.results[0]).not.toHaveProperty('trainSeconds'); // another machine's
  expect(record.history.some(({ role }) => role === 'teacher')).toBe(true);
  await page.getByText(`The teacher comes with the lab: ${teacher.title}, trained beforehand on`).waitFor();
  expect(complaints).toEqual([]);
});
