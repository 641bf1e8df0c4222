/**
 * The loss's gradient in the inputs of layer l, carried back through the ReLU and the dropout in front of it:
 * `dzBefore[b, k] = (sum over n of dz[b, n] W[k, n]) * (a[b, k] > 0 ? 1 / (1 - rate) : 0)`. A unit that is off or was
 * dropped has a = 0, so the activation is its own mask. Reads W before this step's update of it.
 *
 * dz [batchRows, columns] of layer l, W [rows, columns], a and dzBefore [batchRows, rows] of the layer before.
 */
import type { LayerLayout, Layout } from '../layout.ts';
import { matmul, type Tile } from './matmul.ts';
import type { Phase } from './phase.ts';

export function inputGradient(layout: Layout, layer: LayerLayout, hiddenDropout: number, tile: Tile): Phase {
  const { batchRows, weightVec4s, activationVec4s } = layout;
  const { index, inputs, rows, columns, weightsAt, gradientAt } = layer;
  const before = layout.layers[index - 1];
  if (!before) throw new RangeError('Nobody needs the gradient in the pixels.');
  const name = `inputGradient${index}`;
  const product = matmul(
    {
      name,
      rows: batchRows,
      columns: rows / 4,
      inner: columns,
      prepare: `
  let dzAt = member * ${activationVec4s}u + ${gradientAt}u;
  let wAt = member * ${weightVec4s}u + ${weightsAt}u;`,
      left: {
        along: 'inner',
        row: (row) => `dzAt + ${row} * ${columns / 4}u`,
        at: (row, k4) => `activations[${row} + ${k4}]`,
      },
      right: {
        along: 'inner',
        column: (column) => `wAt + ${column} * ${columns / 4}u`,
        at: (column, k4) => `weights[${column} + ${k4}]`,
      },
      store: `
  let block = member * ${activationVec4s}u;
  let at = row * ${rows / 4}u + column4;
  let column = 4u * column4 + vec4<u32>(0u, 1u, 2u, 3u);
  // The one that meets the bias has no gradient.
  let isOn = (activations[block + ${before.outputAt}u + at] > vec4<f32>()) & (column < vec4<u32>(${inputs}u));
  let slope = sum${hiddenDropout > 0 ? ` * ${1 / (1 - hiddenDropout)}` : ''};
  activations[block + ${before.gradientAt}u + at] = select(vec4<f32>(), slope, isOn);`,
    },
    tile,
  );
  return { label: `input gradient ${index}`, name, buffers: ['weights', 'activations'], ...product };
}
