/** The same as in lost-gpu.test.ts with the preset that a visit begins with, whole. */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, test } from 'vitest';
import { presetById } from '../../src/core/presets.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { ANY_NUMBER_OF_CRASHES } from './faults.ts';
import { lostOnce, lostTwice, type Experiment } from './losses.ts';
import { GPU_ARGUMENTS, launch, openLab, run } from './site.ts';

const QUICK: Experiment = { config: presetById('quick')!.config };
const LONGEST_MS = 900_000;

let browser: Browser;
let undisturbed: RunRecord;
beforeAll(async () => {
  browser = await launch([...GPU_ARGUMENTS, ...ANY_NUMBER_OF_CRASHES]);
  const { page } = await openLab(browser, '?teacher=fresh');
  undisturbed = await run(page, QUICK.config);
  await page.close();
}, LONGEST_MS);
afterAll(() => browser.close());

test.each([
  ['teacher', 400],
  ['students', 200],
  ['measuring', 0],
] as const)(
  'G4 quick, lost once in %s: the numbers of the undisturbed run, to the bit',
  async (phase, step) => {
    await lostOnce(browser, QUICK, undisturbed, phase, step);
  },
  LONGEST_MS,
);

test(
  'G5 quick, lost twice within two minutes: within a point of the undisturbed run, on WebAssembly',
  async () => {
    const strict = await launch();
    await lostTwice(strict, QUICK, undisturbed, [300, 500]);
    await strict.close();
  },
  LONGEST_MS,
);
