/**
 * The optimiser step of a whole population as a list of kernels, the same for any number of members.
 *
 * For L weight layers it is L dense layers, the loss, L - 1 input gradients, and one dispatch for all weight updates:
 * 2 L + 1. Shifted or dropped pixels add a gather, a limit on norms one for each hidden layer. Where all hidden layers are
 * narrow, everything before the weight updates stays within a row of the batch and is one dispatch: the step is two.
 */
import type { Stage } from '../../core/stages.ts';
import { dense } from './kernels/dense.ts';
import { gather } from './kernels/gather.ts';
import { inputGradient } from './kernels/input-gradient.ts';
import type { Kernel } from './kernels/kernel.ts';
import { loss } from './kernels/loss.ts';
import type { Tile } from './kernels/matmul.ts';
import { maxNorm } from './kernels/max-norm.ts';
import { alone, alongRows, together, type Phase } from './kernels/phase.ts';
import type { PixelSource } from './kernels/pixels.ts';
import { score } from './kernels/score.ts';
import { weightUpdate } from './kernels/weight-update.ts';
import type { Layout } from './layout.ts';
import { tileFor } from './tiles.ts';

/** Units up to which a workgroup takes its rows through the whole network. */
const NARROW = 64;

/** `gather? -> dense x L -> loss -> input gradient x (L - 1) -> weight updates -> max-norm?` */
export function trainingStep(stage: Stage, layout: Layout, tile: Tile): readonly Kernel[] {
  const { inputDropout, hiddenDropout, jitter, maxNorm: limit } = stage.regularisation;
  const { layers } = layout;
  const isGathered = inputDropout > 0 || jitter > 0;
  const source: PixelSource = isGathered ? { from: 'gathered', inputDropout } : { from: 'drawn' };
  const backwards = layers.slice(1).reverse();
  return [
    ...(isGathered ? [gather(layout, stage.regularisation)] : []),
    ...rowByRow(layout, tile, [
      ...layers.map((layer) => dense(layout, layer, source, hiddenDropout, tileFor(tile, layer))),
      loss(layout, stage, tile),
      ...backwards.map((layer) => inputGradient(layout, layer, hiddenDropout, tileFor(tile, layer))),
    ]),
    together(
      layers.map((layer) => weightUpdate(layout, layer, source, stage, tileFor(tile, layer))),
      layout,
      tile,
    ),
    ...(limit > 0 ? layers.slice(0, -1).map((layer) => maxNorm(layout, layer, limit)) : []),
  ];
}

/** Logits of images in order, without anything random: `dense x L`, and where they are counted the score. */
export function answerStep(layout: Layout, tile: Tile, isScored: boolean): readonly Kernel[] {
  const answer = layout.layers.map((layer) =>
    dense(layout, layer, { from: 'inOrder' }, 0, tileFor(tile, layer)),
  );
  // The score stays a kernel of its own, so that both uses share the pipelines before it.
  return [...rowByRow(layout, tile, answer), ...(isScored ? [alone(score(layout, tile), layout, tile)] : [])];
}

function rowByRow(layout: Layout, tile: Tile, phases: readonly Phase[]): readonly Kernel[] {
  const isNarrow = layout.layers.every(({ isLast, outputs }) => isLast || outputs <= NARROW);
  return isNarrow ? [alongRows(phases, layout, tile)] : phases.map((phase) => alone(phase, layout, tile));
}
