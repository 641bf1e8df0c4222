/** Three quarters of a minute of disturbed runs; `npm run test:long` has half an hour of them. */
import { test } from 'vitest';
import { soak } from './soak.ts';

test('runs that are disturbed at random all end, with their numbers, and memory stays flat', () => soak(45));
