/**
 * How a population lies in GPU memory. Everything is stored in vec4s: a layer of `inputs x outputs` weights is a
 * matrix of `rows x columns` where the bias is one more row (row `inputs`) and both sizes are padded to a multiple of
 * four. Hidden outputs carry a column of ones to meet the next bias row, so the matrix product adds the bias and
 * the gradient of the bias is a row of the gradient of the weights. The padding of weights is zero and stays exactly
 * zero; what stands in rows beyond a batch is finite and has no gradient.
 *
 * A member's layers lie side by side: its weights in one block of `weightVec4s`, its outputs and their gradients in
 * one of `activationVec4s`. Offsets and strides do not depend on how many members there are.
 */
import { mlpOf, parameterCount, type Architecture } from '../../core/architecture.ts';
import { layerShapes } from '../../core/layer-shapes.ts';
import type { Member, Stage } from '../../core/stages.ts';
import { drawsLike, toldLike } from '../../data/transfer-set.ts';

export interface LayerLayout {
  readonly index: number;
  readonly inputs: number;
  readonly outputs: number;
  /** Rows of the stored weights: inputs, the bias, padding. */
  readonly rows: number;
  /** Columns of the stored weights and of this layer's output: outputs, a one for the next bias, padding. */
  readonly columns: number;
  readonly isLast: boolean;
  /** Where W, the layer's output and the loss's gradient in it (before the ReLU) start in a member's block, in vec4s. */
  readonly weightsAt: number;
  readonly outputAt: number;
  readonly gradientAt: number;
}

export interface Layout {
  readonly members: number;
  readonly batchSize: number;
  /** Rows of activations: the batch, padded. */
  readonly batchRows: number;
  readonly layers: readonly LayerLayout[];
  readonly classes: number;
  /** Of one member. */
  readonly weightVec4s: number;
  readonly activationVec4s: number;
  /** Sets of members that see the same batches, shifts and masks. */
  readonly groups: readonly Group[];
  /** Group of each member. */
  readonly groupOf: readonly number[]; // [S]
  /** Sets of members that are told the same labels, and the set of each member. */
  readonly tables: readonly Group[];
  readonly tableOf: readonly number[]; // [S]
}

export type Group = Pick<Member, 'seed' | 'rows'>;

/** What the rows of a batch are padded to. Threads of a quad swap that many rows, and reads of whole vec4s stay inside. */
const ROW_MULTIPLE = 16;

export function layoutOf({ architecture, members, batchSize }: Stage): Layout {
  const [groups, groupOf] = grouped(members, drawsLike);
  const [tables, tableOf] = grouped(members, toldLike);
  const batchRows = padTo(batchSize, ROW_MULTIPLE);
  const shapes = layerShapes(mlpOf(architecture));
  let weightVec4s = 0;
  let activationVec4s = 0;
  const layers = shapes.map(({ inputs, outputs }, index) => {
    const isLast = index === shapes.length - 1;
    const rows = padTo(inputs + 1, 4);
    const columns = padTo(isLast ? outputs : outputs + 1, 4);
    const outputVec4s = (batchRows * columns) / 4;
    const layer = {
      ...{ index, inputs, outputs, rows, columns, isLast },
      weightsAt: weightVec4s,
      outputAt: activationVec4s,
      gradientAt: activationVec4s + outputVec4s,
    };
    weightVec4s += (rows * columns) / 4;
    activationVec4s += 2 * outputVec4s;
    return layer;
  });
  return {
    ...{ members: members.length, batchSize, batchRows, layers, classes: architecture.classes },
    ...{ weightVec4s, activationVec4s, groups, groupOf, tables, tableOf },
  };
}

function grouped(
  members: readonly Group[],
  alike: (a: Group, b: Group) => boolean,
): readonly [groups: readonly Group[], groupOf: readonly number[]] {
  const groups: Group[] = [];
  const groupOf = members.map((member) => {
    const known = groups.findIndex((group) => alike(group, member));
    return known >= 0 ? known : groups.push(member) - 1;
  });
  return [groups, groupOf];
}

export function lastLayer({ layers }: Pick<Layout, 'layers'>): LayerLayout {
  return layers.at(-1)!;
}

export function padTo(size: number, multiple: number): number {
  return Math.ceil(size / multiple) * multiple;
}

/**
 * Flat parameters as they are stored.
 * @param flat `[S, P]` in the order of `layerShapes`
 * @returns `[S, 4 weightVec4s]`
 */
export function pack(
  flat: Float32Array,
  architecture: Architecture,
  layout: Layout,
): Float32Array<ArrayBuffer> {
  const packed = new Float32Array(layout.members * layout.weightVec4s * 4);
  eachRow(architecture, layout, (flatAt, packedAt, outputs) =>
    packed.set(flat.subarray(flatAt, flatAt + outputs), packedAt),
  );
  return packed;
}

/** The inverse of `pack`. @returns `[S, P]` */
export function unpack(packed: Float32Array, architecture: Architecture, layout: Layout): Float32Array {
  const flat = new Float32Array(layout.members * parameterCount(architecture));
  eachRow(architecture, layout, (flatAt, packedAt, outputs) =>
    flat.set(packed.subarray(packedAt, packedAt + outputs), flatAt),
  );
  return flat;
}

function eachRow(
  architecture: Architecture,
  { members, layers, weightVec4s }: Layout,
  visit: (flatAt: number, packedAt: number, outputs: number) => void,
): void {
  const shapes = layerShapes(mlpOf(architecture));
  const P = parameterCount(architecture);
  for (let s = 0; s < members; s++) {
    for (const { index, inputs, outputs, columns, weightsAt } of layers) {
      const { weights } = shapes[index]!;
      // W is followed by b, so the bias is row `inputs` of the flat vector too.
      for (let r = 0; r <= inputs; r++) {
        visit(s * P + weights + r * outputs, 4 * (s * weightVec4s + weightsAt) + r * columns, outputs);
      }
    }
  }
}
