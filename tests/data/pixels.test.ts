import { expect, test } from 'vitest';
import { pixelsOf } from '../../src/data/dataset.ts';

test('a network sees every grey level as float32 has it, on whichever scale', () => {
  const greys = Uint8Array.from({ length: 512 }, (_, i) => i % 256);
  expect(pixelsOf(greys)).toEqual(Float32Array.from(greys, (grey) => grey / 255));
  expect(pixelsOf(greys, (grey) => 2 * grey - 1)).toEqual(Float32Array.from(greys, (grey) => 2 * grey - 1));
  expect(pixelsOf(new Uint8Array(0))).toHaveLength(0);
});
