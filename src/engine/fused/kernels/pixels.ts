/**
 * How the first layer reads its inputs: four grey levels at a time, out of bytes. Where nothing is drawn at random
 * the batch is never written down: rows are read from the data set itself.
 */
import { IMAGE_WORDS, type BufferName } from './kernel.ts';
import type { Layout } from '../layout.ts';

export type PixelSource =
  /** From the batch that `gather.ts` wrote, with shifts and masks. */
  | { readonly from: 'gathered'; readonly inputDropout: number }
  /** From the data set, by the rows that the member's group drew. */
  | { readonly from: 'drawn' }
  /** From the images in order, the same for all members. */
  | { readonly from: 'inOrder' };

export function pixelBuffers({ from }: PixelSource): readonly BufferName[] {
  switch (from) {
    case 'gathered':
      return ['x', 'members'];
    case 'drawn':
      return ['images', 'draws', 'members'];
    case 'inOrder':
      return ['images'];
  }
  return from satisfies never;
}

/**
 * WGSL functions `firstImage(member)`, to be asked once, `imageRow(first, b)`, the row of the batch's image b, and
 * `pixels(row, word4)`, four grey levels from 0 to 1; the word after the last pixel holds a one, which meets the bias.
 */
export function pixelsWgsl(source: PixelSource, { batchRows, batchSize }: Layout): string {
  const end = IMAGE_WORDS;
  switch (source.from) {
    case 'gathered': {
      const { inputDropout: rate } = source;
      const scale = rate > 0 ? ` * select(${1 / (1 - rate)}f, 1.0f, word4 == ${end}u)` : '';
      return `
fn firstImage(member : u32) -> u32 { return members[member].group * ${batchRows}u; }
fn imageRow(first : u32, b : u32) -> u32 { return first + b; }
fn pixels(row : u32, word4 : u32) -> vec4<f32> { return unpack4x8unorm(x[row * ${end + 1}u + word4])${scale}; }`;
    }
    case 'drawn':
      // Beyond the batch this is any row: what it gives is finite, and its gradient is zero.
      return `
fn firstImage(member : u32) -> u32 { return step.rows + members[member].group * ${batchSize}u; }
fn imageRow(first : u32, b : u32) -> u32 { return draws[first + b]; }
${plainPixels(end)}`;
    case 'inOrder':
      return `
fn firstImage(member : u32) -> u32 { return step.rows; }
fn imageRow(first : u32, b : u32) -> u32 { return first + b; }
${plainPixels(end)}`;
  }
  return source satisfies never;
}

function plainPixels(end: number): string {
  return `fn pixels(row : u32, word4 : u32) -> vec4<f32> {
  return unpack4x8unorm(select(images[row * ${end}u + word4], 0xffu, word4 == ${end}u));
}`;
}
