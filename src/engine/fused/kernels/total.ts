/**
 * `totals[s] = sum over b of sums[s, b]`, one thread a member, in order: what is read back.
 *
 * sums [S, batchRows] -> totals [S].
 */
import type { Layout } from '../layout.ts';
import type { Kernel } from './kernel.ts';

const THREADS = 32;

export function total(layout: Layout): Kernel {
  const { batchRows, members } = layout;
  return {
    label: 'total',
    buffers: ['sums', 'totals'],
    layout,
    code: `
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id : vec3<u32>) {
  if (id.x >= arrayLength(&totals)) { return; }
  var sum = vec4<f32>();
  for (var b = 0u; b < ${batchRows}u; b++) { sum += sums[id.x * ${batchRows}u + b]; }
  totals[id.x] = sum;
}`,
    workgroups: [Math.ceil(members / THREADS), 1, 1],
  };
}
