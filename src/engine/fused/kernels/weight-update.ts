/**
 * The gradient of layer l's weights and their update in one: `g[k, n] = sum over b of x[b, k] dz[b, n]`, then the
 * optimiser on the finished sum, so a gradient never reaches memory: six words a parameter are moved by Adam (weight
 * and two moments, read and written), four by SGD with momentum. The rules are those of `engine/optimizers.ts`:
 * Adam `p - lr * (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps)` (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1), and
 * momentum `v = mu v + g, p - lr v` (Polyak 1964, as in tfjs).
 *
 * x: pixels for the first layer, else the output of the layer before, [batchRows, rows]; dz [batchRows, columns];
 * W and moments [rows, columns] in place.
 */
import type { Stage } from '../../../core/stages.ts';
import { BETA1, BETA2, EPSILON } from '../../optimizers.ts';
import { padTo, type LayerLayout, type Layout } from '../layout.ts';
import { matmul, type Tile } from './matmul.ts';
import type { Phase } from './phase.ts';
import { pixelBuffers, pixelsWgsl, type PixelSource } from './pixels.ts';

export function weightUpdate(
  layout: Layout,
  layer: LayerLayout,
  source: PixelSource,
  stage: Stage,
  tile: Tile,
): Phase {
  const { batchSize, weightVec4s, activationVec4s } = layout;
  const { index, rows, columns, weightsAt, gradientAt } = layer;
  const before = layout.layers[index - 1];
  const name = `weightUpdate${index}`;
  const product = matmul(
    {
      name,
      rows,
      columns: columns / 4,
      inner: padTo(batchSize, 4),
      prepare: `
  findRate(member);
  let dzAt = member * ${activationVec4s}u + ${gradientAt}u;
  ${before ? `let xAt = member * ${activationVec4s}u + ${before.outputAt}u;` : 'let first = firstImage(member);'}`,
      left: before
        ? {
            along: 'rows',
            row: (k) => `xAt + ${k} * ${rows / 4}u`,
            at: (row, row4) => `activations[${row} + ${row4}]`,
          }
        : {
            along: 'rows',
            row: (k) => `imageRow(first, ${k})`,
            at: (row, row4) => `pixels(${row}, ${row4})`,
          },
      right: { along: 'columns', start: 'dzAt', stride: columns / 4, at: (index) => `activations[${index}]` },
      store: `update(member * ${weightVec4s}u + ${weightsAt}u + row * ${columns / 4}u + column4, sum);`,
    },
    tile,
  );
  return {
    label: `weight update ${index}`,
    name,
    buffers: [
      ...(before ? [] : pixelBuffers(source)),
      'activations',
      'members',
      'weights',
      'moments1',
      ...(stage.optimizer === 'adam' ? (['moments2'] as const) : []),
    ],
    helpers: [...(before ? [] : [pixelsWgsl(source, layout)]), RATE, UPDATES[stage.optimizer](stage)],
    ...product,
  };
}

/** The learning rate, found once a tile: asked for at every weight it would cost a tenth of the step. */
const RATE = `
var<private> rate : f32;
fn findRate(member : u32) {
  rate = select(0.0, members[member].learningRate * step.rateFactor, step.number < members[member].learnsUntil);
}`;

const UPDATES = {
  adam: () => `
fn update(at : u32, g : vec4<f32>) {
  let m = ${BETA1} * moments1[at] + ${1 - BETA1} * g;
  let v = ${BETA2} * moments2[at] + ${1 - BETA2} * g * g;
  moments1[at] = m;
  moments2[at] = v;
  weights[at] -= rate * (m * step.correction1) / (sqrt(v * step.correction2) + ${EPSILON});
}`,
  sgd: ({ momentum }: Stage) => `
fn update(at : u32, g : vec4<f32>) {
  let velocity = ${momentum} * moments1[at] + g;
  moments1[at] = velocity;
  weights[at] -= rate * velocity;
}`,
} satisfies Record<Stage['optimizer'], (stage: Stage) => string>;
