/**
 * `totals[s] = sum over b of sums[s, b]`, one thread a member and vec4, in order: what is read back.
 *
 * sums [S, batchRows, 2] -> totals [S, 2].
 */
import type { Layout } from '../layout.ts';
import { SUM_VEC4S, type Kernel } from './kernel.ts';

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
  let first = id.x / ${SUM_VEC4S}u * ${batchRows * SUM_VEC4S}u + id.x % ${SUM_VEC4S}u;
  var sum = vec4<f32>();
  for (var b = 0u; b < ${batchRows}u; b++) { sum += sums[first + ${SUM_VEC4S}u * b]; }
  totals[id.x] = sum;
}`,
    workgroups: [Math.ceil((members * SUM_VEC4S) / THREADS), 1, 1],
  };
}
