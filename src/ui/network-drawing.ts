/** Networks drawn to scale: a block is a matrix of weights, its area their number. */
import { html, svg } from 'lit';
import { architectureNamed } from '../core/architecture.ts';
import type { NetworkSummary } from '../core/events.ts';
import { layerShapes } from '../core/layer-shapes.ts';
import { roleStyle } from './roles.ts';

/** The largest drawing, and between two blocks, in px. */
const ROOM = { width: 88, height: 72 };
const GAP = 2;

/** Matrices of weights from input to output, `[inputs, outputs]`; of an imported model one square with as many weights. */
function matrices({ architecture, parameters }: NetworkSummary): readonly (readonly [number, number])[] {
  const known = architectureNamed(architecture);
  if (!known) return [[Math.sqrt(parameters), Math.sqrt(parameters)]];
  return layerShapes(known)
    .filter(({ uses }) => uses > 0)
    .map(({ inputs, outputs }) => [inputs, outputs]);
}

/** Pixels a unit, the same for all networks, so that the largest one fits. */
export function commonScale(networks: readonly NetworkSummary[]): number {
  const scales = networks.map((network) => {
    const layers = matrices(network);
    const across = layers.reduce((sum, [, width]) => sum + width, 0);
    const gaps = GAP * (layers.length - 1);
    return Math.min((ROOM.width - gaps) / across, ROOM.height / Math.max(...layers.flat()));
  });
  return Math.min(...scales);
}

/** In px. */
export function drawnWidth(network: NetworkSummary, scale: number): number {
  return matrices(network).reduce((sum, [, width]) => sum + Math.max(width * scale, 1) + GAP, -GAP);
}

/** Each weight matrix [inputs, outputs] as a block, inputs down, outputs across. */
export function drawing(network: NetworkSummary, scale: number, drawn: 'outline' | 'solid') {
  let x = 0.5;
  const blocks = matrices(network).map(([inputs, outputs]) => {
    const width = Math.max(outputs * scale, 1);
    const height = Math.max(inputs * scale, 1);
    const block = svg`<rect x=${x} y=${(ROOM.height - height) / 2 + 0.5} width=${width} height=${height} />`;
    x += width + GAP;
    return block;
  });
  const { color } = roleStyle(network);
  return html`<svg
    class="figure"
    height=${ROOM.height + 1}
    aria-hidden="true"
    .style=${`fill: ${drawn === 'solid' ? color : 'none'}; stroke: ${color}`}
  >
    ${blocks}
  </svg>`;
}
