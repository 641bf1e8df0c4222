/**
 * Errors and cross-entropy at T = 1 of images that are answered in order, one thread a row: adds to sums of its own row,
 * so that any number of images costs one small readback.
 *
 * logits [batchRows, columns]; labels: bytes [N]; sums [batchRows, 2], of which the first is (loss, errors, -, -).
 */
import { lastLayer, type Layout } from '../layout.ts';
import { IMAGE_WORDS } from './kernel.ts';
import type { Tile } from './matmul.ts';
import type { Phase } from './phase.ts';
import { eachRowOf, rowTiles } from './rows.ts';
import { softmaxWgsl } from './softmax.ts';

export function score(layout: Layout, tile: Tile): Phase {
  const { batchRows, activationVec4s } = layout;
  const { columns, outputAt } = lastLayer(layout);
  return {
    label: 'score',
    name: 'score',
    buffers: ['activations', 'labels', 'images', 'sums'], // `images` only for how many there are
    helpers: [softmaxWgsl('student', 'activations', layout)],
    code: `
fn score_row(s : u32, b : u32) {
  let image = step.rows + b;
  if (image >= arrayLength(&images) / ${IMAGE_WORDS}u) { return; }
  let z = s * ${activationVec4s}u + ${outputAt}u + b * ${columns / 4}u;
  let label = (labels[image >> 2u] >> (8u * (image & 3u))) & 0xffu;
  let loss = -logSoftmaxOf_student(z, label, normaliser_student(z, 1.0));
  sums[2u * (s * ${batchRows}u + b)] += vec4<f32>(loss, select(0.0f, 1.0f, topAnswer_student(z) != label), 0.0, 0.0);
}
fn score(member : u32, tile : vec2<u32>, thread : vec2<u32>) {
  ${eachRowOf(tile, batchRows, 'score_row(member, row);')}
}`,
    tiles: rowTiles(tile, batchRows),
  };
}
