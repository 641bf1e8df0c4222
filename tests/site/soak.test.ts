/** Two minutes of disturbed runs; `npm run test:long` has half an hour of them. */
import { expect, test } from 'vitest';
import { soak } from './soak.ts';

const SECONDS = 90; // and half a minute of calm
const SEED = 7;

test('runs that are disturbed at random all end, with their numbers, and memory stays flat', async () => {
  const soaked = await soak(SECONDS, SEED);
  console.log('Soak:', JSON.stringify(soaked));
  expect(soaked.runs).toBeGreaterThan(SECONDS / 30);
});
