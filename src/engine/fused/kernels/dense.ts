/**
 * One layer forward: `y = relu(x W)` with inverted dropout for a hidden layer, `y = x W` for the last; the bias is a
 * row of W (layout.ts). Masks are those of `data/batches.ts` (Srivastava et al. 2014).
 *
 * x: pixels for the first layer, else the output of the layer before, [batchRows, rows]; W [rows, columns];
 * y [batchRows, columns].
 */
import type { LayerLayout, Layout } from '../layout.ts';
import { matmul, type Tile } from './matmul.ts';
import type { Phase } from './phase.ts';
import { pixelBuffers, pixelsWgsl, type PixelSource } from './pixels.ts';
import { dropoutThreshold, RANDOM_WGSL } from './random.ts';

/** @param hiddenDropout the rate while training, 0 to answer */
export function dense(
  layout: Layout,
  layer: LayerLayout,
  source: PixelSource,
  hiddenDropout: number,
  tile: Tile,
): Phase {
  const { batchRows, weightVec4s, activationVec4s } = layout;
  const { index, rows, columns, isLast, weightsAt, outputAt } = layer;
  const before = layout.layers[index - 1];
  const drops = !isLast && hiddenDropout > 0;
  const name = `dense${index}`;
  const { code, tiles } = matmul(
    {
      name,
      rows: batchRows,
      columns: columns / 4,
      inner: rows,
      prepare: `
  let wAt = member * ${weightVec4s}u + ${weightsAt}u;
  ${before ? `let xAt = member * ${activationVec4s}u + ${before.outputAt}u;` : 'let first = firstImage(member);'}`,
      left: before
        ? {
            along: 'inner',
            row: (row) => `xAt + ${row} * ${rows / 4}u`,
            at: (row, k4) => `activations[${row} + ${k4}]`,
          }
        : {
            along: 'inner',
            row: (row) => `imageRow(first, ${row})`,
            at: (row, k4) => `pixels(${row}, ${k4})`,
          },
      right: { along: 'columns', start: 'wAt', stride: columns / 4, at: (index) => `weights[${index}]` },
      store: `activations[member * ${activationVec4s}u + ${outputAt}u + row * ${columns / 4}u + column4] = ${
        isLast ? 'sum' : `${name}_hidden(member, row, column4, sum)`
      };`,
    },
    tile,
  );
  return {
    label: `dense ${index}`,
    name,
    tiles,
    buffers: [
      ...(before ? [] : pixelBuffers(source)),
      'weights',
      'activations',
      ...(drops ? (['members'] as const) : []),
    ],
    helpers: [...(before ? [] : [pixelsWgsl(source, layout)]), ...(drops ? [RANDOM_WGSL] : [])],
    code: isLast ? code : hiddenWgsl(name, layer, hiddenDropout) + code,
  };
}

/** ReLU, dropout, and the one that meets the next layer's bias. */
function hiddenWgsl(name: string, { index, outputs }: LayerLayout, rate: number): string {
  const dropout = `
  let key = hash(members[member].hiddenDropoutKeys[${index}], step.number);
  let first = row * ${outputs}u + 4u * column4;
  for (var q = 0u; q < 4u; q++) {
    value[q] = select(0.0, value[q] * ${1 / (1 - rate)}, isKept(key, first + q, ${dropoutThreshold(rate)}u));
  }`;
  return `
fn ${name}_hidden(member : u32, row : u32, column4 : u32, sum : vec4<f32>) -> vec4<f32> {
  // Not max, which may make a zero of NaN: a diverged network must show.
  var value = select(sum, vec4<f32>(), sum < vec4<f32>());
  ${rate > 0 ? dropout : ''}
  let column = 4u * column4 + vec4<u32>(0u, 1u, 2u, 3u);
  return select(value, vec4<f32>(1.0), column == vec4<u32>(${outputs}u));
}`;
}
