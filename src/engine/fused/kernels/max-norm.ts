/**
 * Shrinks the weights that come into each hidden unit to a length of at most `limit`; the bias is not counted
 * (Srivastava et al. 2014, section 5.1): `W[:, n] *= limit / max(|W[:, n]|, limit)`.
 *
 * W [rows, columns] in place, one thread four units.
 */
import type { LayerLayout, Layout } from '../layout.ts';
import type { Kernel } from './kernel.ts';

const THREADS = 32;

export function maxNorm(layout: Layout, layer: LayerLayout, limit: number): Kernel {
  const { index, inputs, columns, weightsAt } = layer;
  const wide = columns / 4;
  return {
    label: `max-norm ${index}`,
    buffers: ['members', 'weights'],
    layout,
    code: `
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id : vec3<u32>) {
  if (id.x >= ${wide}u || step.number >= members[id.z].learnsUntil) { return; }
  let first = id.z * ${layout.weightVec4s}u + ${weightsAt}u + id.x;
  var squares = vec4<f32>();
  for (var k = 0u; k < ${inputs}u; k++) {
    let w = weights[first + k * ${wide}u];
    squares += w * w;
  }
  let norm = sqrt(squares);
  if (all(norm <= vec4<f32>(${limit}))) { return; }
  let scale = ${limit} / max(norm, vec4<f32>(${limit}));
  for (var k = 0u; k < ${inputs}u; k++) { weights[first + k * ${wide}u] *= scale; }
}`,
    workgroups: [Math.ceil(wide / THREADS), 1, layout.members],
  };
}
