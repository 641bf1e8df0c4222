/** Half an hour of disturbed runs. */
import { expect, test } from 'vitest';
import { soak } from './soak.ts';

const SECONDS = 1_800; // and half a minute of calm
const SEED = 7;

test('runs that are disturbed at random for half an hour all end, with their numbers, and memory stays flat', async () => {
  const soaked = await soak(SECONDS, SEED);
  console.log('Soak:', JSON.stringify(soaked));
  expect(soaked.runs).toBeGreaterThan(SECONDS / 30);
}, 2_400_000);
