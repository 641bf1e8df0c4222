/** Half an hour of what soak.test.ts does. */
import { test } from 'vitest';
import { soak } from './soak.ts';

test(
  'half an hour of disturbed runs all end, with their numbers, and memory stays flat',
  () => soak(1_800),
  2_400_000,
);
