/** The GPU process crashes in the middle of a run, for real: the run goes on, and ends with the numbers it would have had. */
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RunRecord } from '../../src/core/run-record.ts';
import { BROWSER_ARGUMENTS, SOFTWARE_ADAPTER } from '../../src/headless/browser.ts';
import {
  ANY_NUMBER_OF_CRASHES,
  begin,
  crashGpu,
  ended,
  notices,
  recovered,
  slowly,
  until,
  untimed,
} from './faults.ts';
import { launch, openLab, run, TINY } from './site.ts';

const ARGUMENTS = [...BROWSER_ARGUMENTS, SOFTWARE_ADAPTER];
/** From the fault to training again, on a software adapter. */
const MOST_MS = 5_000;
const NOTICE = /^The GPU was lost: .+ The run goes on from where it was last kept\.$/;

let browser: Browser;
let undisturbed: RunRecord;
beforeAll(async () => {
  browser = await launch([...ARGUMENTS, ...ANY_NUMBER_OF_CRASHES]);
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
  const { page } = await openLab(browser, '?teacher=fresh');
  await slowly(page, 6); // so that an epoch takes a second, and is kept
  await begin(page, TINY);
  await until(page, phase, step);
  const [ms] = await Promise.all([recovered(page), crashGpu(browser)]);
  const record = await ended(page);
  expect(record.environment).toMatchObject({ backend: 'webgpu' });
  expect(record.environment).not.toHaveProperty('changes');
  expect(untimed(record)).toEqual(untimed(undisturbed));
  expect(await notices(page)).toEqual([expect.stringMatching(NOTICE)]);
  console.log(`Lost in ${phase}: at work again after ${Math.round(ms)} ms.`);
  expect(ms).toBeLessThan(MOST_MS);
  await page.close();
});

let strict: Browser | undefined;
afterEach(() => strict?.close());

test('G5 lost twice within two minutes: it ends on WebAssembly, near the same numbers, and is marked', async () => {
  strict = await launch(ARGUMENTS);
  const { page } = await openLab(strict, '?teacher=fresh');
  await slowly(page, 6);
  await begin(page, TINY);
  for (const step of [8, 10]) {
    await until(page, 'teacher', step);
    await Promise.all([recovered(page), crashGpu(strict)]);
  }
  const record = await ended(page);
  expect(record.environment).toMatchObject({
    backend: 'wasm',
    trainer: 'tfjs',
    changes: [{ backend: 'webgpu', stage: 'teacher' }],
  });
  record.results.forEach(({ testAccuracy }, i) =>
    expect(Math.abs(testAccuracy - undisturbed.results[i]!.testAccuracy)).toBeLessThan(0.01),
  );
  expect((await notices(page)).at(-1)).toMatch(/the run goes on without (the GPU|it), more slowly\.$/);
  await page.getByText('The backend changed from WebGPU to WebAssembly during this run').waitFor();
  await page.getByRole('button', { name: /^Backend WebAssembly/ }).click();
  await page.getByRole('button', { name: 'Try the GPU again' }).waitFor();
});
