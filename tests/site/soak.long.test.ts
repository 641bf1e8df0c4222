/** Half an hour of disturbed runs. */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BROWSER_ARGUMENTS, SOFTWARE_ADAPTER } from '../../src/headless/browser.ts';
import { ANY_NUMBER_OF_CRASHES } from './faults.ts';
import { launch } from './site.ts';
import { soak } from './soak.ts';

const SECONDS = 1_800; // and half a minute of calm
const SEED = 7;

let browser: Browser;
beforeAll(async () => {
  browser = await launch([...BROWSER_ARGUMENTS, SOFTWARE_ADAPTER, ...ANY_NUMBER_OF_CRASHES]);
});
afterAll(() => browser.close());

test('runs that are disturbed at random all end, with their numbers, and memory stays flat', async () => {
  const soaked = await soak(browser, SECONDS, SEED);
  console.log('Soak:', JSON.stringify(soaked));
  expect(soaked.runs).toBeGreaterThan(SECONDS / 30);
}, 2_400_000);
