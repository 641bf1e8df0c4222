/**
 * The batch of every group as packed bytes, where pixels are shifted or dropped at random:
 * `x[g, b, p] = image[row(g, b), p shifted] if kept`, and one byte of 255 (a one) beside the pixels to meet the bias.
 * Shifts and masks are exactly those of `data/batches.ts`; the scale of kept pixels is applied by whoever reads them
 * (pixels.ts), because a byte cannot hold it.
 *
 * images [N, 196], draws, members -> x [G, batchRows, 197]; the first member of a group writes for all of it.
 */
import type { Regularisation } from '../../../core/stages.ts';
import { IMAGE_SIDE, PIXELS } from '../../../data/dataset.ts';
import type { Layout } from '../layout.ts';
import { IMAGE_WORDS, NO_ROW, type Kernel } from './kernel.ts';
import { dropoutThreshold, RANDOM_WGSL } from './random.ts';

const THREADS = 64;
const ROW_WORDS = IMAGE_WORDS + 1;

export function gather(layout: Layout, { jitter, inputDropout }: Regularisation): Kernel {
  const { batchRows, batchSize } = layout;
  const span = 2 * jitter + 1;
  // 24 bits times a span below 256 fit a word: the same number as floor(uniform * span) - jitter.
  const shift = (counter: string) =>
    `i32(((hash(jitterKey, ${counter}) >> 8u) * ${span}u) >> 24u) - ${jitter}`;
  const drop = `
    let key = hash(member.inputDropoutKey, step.number);
    for (var q = 0u; q < 4u; q++) {
      if (!isKept(key, b * ${PIXELS}u + 4u * w + q, ${dropoutThreshold(inputDropout)}u)) { word &= ~(0xffu << (8u * q)); }
    }`;
  return {
    label: 'gather',
    buffers: ['images', 'draws', 'members', 'x'],
    layout,
    code: `
${RANDOM_WGSL}
fn pixel(row : u32, x : i32, y : i32) -> u32 {
  if (x < 0 || y < 0 || x >= ${IMAGE_SIDE} || y >= ${IMAGE_SIDE}) { return 0u; }
  let p = u32(y * ${IMAGE_SIDE} + x);
  return (images[row * ${IMAGE_WORDS}u + (p >> 2u)] >> (8u * (p & 3u))) & 0xffu;
}
// Four pixels of the image moved by (dx, dy); a word never crosses a line of the image.
fn shifted(row : u32, w : u32, dx : i32, dy : i32) -> u32 {
  let y = i32(4u * w / ${IMAGE_SIDE}u) - dy;
  let x = i32(4u * w % ${IMAGE_SIDE}u) - dx;
  return pixel(row, x, y) | (pixel(row, x + 1, y) << 8u) | (pixel(row, x + 2, y) << 16u) | (pixel(row, x + 3, y) << 24u);
}
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id : vec3<u32>) {
  let w = id.x;
  let b = id.y;
  let member = members[id.z];
  if (w >= ${ROW_WORDS}u || member.leads == 0u) { return; }
  var row = ${NO_ROW}u;
  if (b < ${batchSize}u) { row = draws[step.rows + member.group * ${batchSize}u + b]; }
  var word = select(0u, 0xffu, w == ${IMAGE_WORDS}u);
  if (w < ${IMAGE_WORDS}u && row != ${NO_ROW}u) {
    let jitterKey = hash(member.jitterKey, step.number);
    word = ${jitter === 0 ? `images[row * ${IMAGE_WORDS}u + w]` : `shifted(row, w, ${shift('2u * b')}, ${shift('2u * b + 1u')})`};
    ${inputDropout > 0 ? drop : ''}
  }
  x[(member.group * ${batchRows}u + b) * ${ROW_WORDS}u + w] = word;
}`,
    workgroups: [Math.ceil(ROW_WORDS / THREADS), batchRows, layout.members],
  };
}
