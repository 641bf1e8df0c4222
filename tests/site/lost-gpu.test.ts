/** The GPU process crashes in the middle of a run, for real: the run goes on, and ends with the numbers it would have had. */
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, test } from 'vitest';
import type { RunRecord } from '../../src/core/run-record.ts';
import { ANY_NUMBER_OF_CRASHES } from './faults.ts';
import { lostOnce, lostTwice, type Experiment } from './losses.ts';
import { GPU_ARGUMENTS, launch, openLab, run, TINY } from './site.ts';

const EXPERIMENT: Experiment = { config: TINY, pace: 6 }; // so that an epoch takes a second, and is kept

let browser: Browser;
let undisturbed: RunRecord;
beforeAll(async () => {
  browser = await launch([...GPU_ARGUMENTS, ...ANY_NUMBER_OF_CRASHES]);
  const { page } = await openLab(browser, '?teacher=fresh');
  undisturbed = await run(page, TINY);
  await page.close();
});
afterAll(() => browser.close());

test.each([
  ['G4 lost while the teacher trains: the run goes on to the same numbers, to the bit', 'teacher', 8],
  ['lost while the students train, the same', 'students', 8],
  ['G6 lost while the students are measured, the same', 'measuring', 0],
] as const)('%s', async (_, phase, step) => {
  await lostOnce(browser, EXPERIMENT, undisturbed, phase, step);
});

let strict: Browser | undefined;
afterEach(() => strict?.close());

test('G5 lost twice within two minutes: it ends on WebAssembly, near the same numbers, and is marked', async () => {
  strict = await launch();
  const page = await lostTwice(strict, EXPERIMENT, undisturbed, [8, 10]);
  await page.getByText('The backend changed from WebGPU to WebAssembly during this run').waitFor();
  await page.getByRole('button', { name: /^Backend WebAssembly/ }).click();
  await page.getByRole('button', { name: 'Try the GPU again' }).waitFor();
});
