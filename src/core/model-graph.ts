/**
 * A vision transformer as a graph of TensorFlow operations: what `loadGraphModel` executes, since tfjs has no layer of attention. Its
 * arithmetic is that of engine/vit.ts, one node an operation.
 */
import type { VitArchitecture } from './architecture.ts';
import { type BLOCK_LAYERS, NORM_EPSILON, PATCH, SIDE, TOKENS } from './layer-shapes.ts';
import { namedWeights, type WeightSpec } from './weights-file.ts';

interface Node {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, unknown>>;
}

export interface Graph {
  readonly topology: unknown;
  readonly signature: unknown;
  /** Shapes, axes and orders: weights that are not learned, after those that are. */
  readonly constants: { readonly specs: readonly WeightSpec[]; readonly bytes: Uint8Array };
}

const FLOAT = { type: 'DT_FLOAT' };
const INT = { type: 'DT_INT32' };
const INPUT = 'images';
const OUTPUT = 'logits';

export function transformerGraph(architecture: VitArchitecture): Graph {
  const { width, blocks, heads, classes } = architecture;
  const { nodes, constants, node, integers, learned, scalar } = graphBuilder();
  const each = width / heads;
  const across = SIDE / PATCH;

  node(INPUT, 'Placeholder', [], { shape: shapeOf([-1, SIDE, SIDE, 1]) });
  namedWeights(architecture).forEach(({ name, shape }) => learned(name, shape));
  const reshape = (name: string, x: string, shape: readonly number[]) =>
    node(name, 'Reshape', [x, integers(`${name}/shape`, shape)], { Tshape: INT });
  const transpose = (name: string, x: string, order: readonly number[]) =>
    node(name, 'Transpose', [x, integers(`${name}/order`, order)], { Tperm: INT });
  const mean = (name: string, x: string, axis: number, keep: boolean) =>
    node(name, 'Mean', [x, integers(`${name}/axis`, [axis])], { keep_dims: { b: keep }, Tidx: INT });
  const add = (name: string, a: string, b: string) => node(name, 'AddV2', [a, b]);
  /** Rows `[N, width]` through a weight layer. */
  const linear = (name: string, x: string) =>
    add(`${name}/sum`, node(`${name}/product`, 'MatMul', [x, `${name}/kernel`]), `${name}/bias`);
  function normalised(name: string, x: string): string {
    const apart = node(`${name}/apart`, 'Sub', [x, mean(`${name}/mean`, x, -1, true)]);
    const variance = mean(`${name}/variance`, node(`${name}/square`, 'Square', [apart]), -1, true);
    const deviation = node(`${name}/deviation`, 'Rsqrt', [
      add(`${name}/above_zero`, variance, scalar(`${name}/epsilon`, NORM_EPSILON)),
    ]);
    const scaled = node(`${name}/unit`, 'Mul', [apart, deviation]);
    return add(`${name}/shifted`, node(`${name}/scaled`, 'Mul', [scaled, `${name}/kernel`]), `${name}/bias`);
  }
  function attended(name: string, x: string): string {
    const all = linear(`${name}/queries_keys_values`, x);
    const apart = reshape(`${name}/by_head`, all, [-1, TOKENS, 3 * heads, each]);
    const byHead = transpose(`${name}/heads_first`, apart, [0, 2, 1, 3]);
    const [queries, keys, values] = ['queries', 'keys', 'values'].map((part, p) =>
      node(
        `${name}/${part}`,
        'Slice',
        [
          byHead,
          integers(`${name}/${part}/begin`, [0, p * heads, 0, 0]),
          integers(`${name}/${part}/size`, [-1, heads, TOKENS, each]),
        ],
        { Index: INT },
      ),
    );
    const scores = node(`${name}/scores`, 'BatchMatMulV2', [queries!, keys!], {
      adj_x: { b: false },
      adj_y: { b: true },
    });
    const shares = node(`${name}/shares`, 'Softmax', [
      node(`${name}/scaled_scores`, 'Mul', [scores, scalar(`${name}/scale`, 1 / Math.sqrt(each))]),
    ]);
    const heard = node(`${name}/heard`, 'BatchMatMulV2', [shares, values!], {
      adj_x: { b: false },
      adj_y: { b: false },
    });
    const tokens = transpose(`${name}/tokens_first`, heard, [0, 2, 1, 3]);
    return linear(`${name}/attention`, reshape(`${name}/tokens`, tokens, [-1, width]));
  }

  // [N, 28, 28, 1] to [N * TOKENS, PATCH^2]: rows of patches, rows in a patch, patches in a row, pixels in their row
  const cut = reshape('cut', INPUT, [-1, across, PATCH, across, PATCH]);
  const patches = reshape('tokens', transpose('patches_first', cut, [0, 1, 3, 2, 4]), [-1, PATCH ** 2]);
  const projected = node('patches/product', 'MatMul', [patches, 'patches/kernel']);
  const placed = add('patches/sum', reshape('places', projected, [-1, TOKENS, width]), 'patches/bias');
  let x = reshape('rows', placed, [-1, width]);
  for (let b = 0; b < blocks; b++) {
    const at = (name: (typeof BLOCK_LAYERS)[number]) => `block_${b}/${name}`;
    x = add(`block_${b}/with_attention`, x, attended(`block_${b}`, normalised(at('norm_1'), x)));
    const inner = node(`block_${b}/relu`, 'Relu', [linear(at('up'), normalised(at('norm_2'), x))]);
    x = add(`block_${b}/with_dense`, x, linear(at('down'), inner));
  }
  const tokens = reshape('by_token', normalised('norm', x), [-1, TOKENS, width]);
  node(OUTPUT, 'Identity', [linear('answer', mean('mean', tokens, 1, false))]);
  return {
    topology: { node: nodes, library: {}, versions: { producer: 27 } },
    signature: {
      inputs: { [INPUT]: tensorInfo(INPUT, [-1, SIDE, SIDE, 1]) },
      outputs: { [OUTPUT]: tensorInfo(OUTPUT, [-1, classes]) },
    },
    constants: constants(),
  };
}

function graphBuilder() {
  const nodes: Node[] = [];
  const specs: WeightSpec[] = [];
  const parts: (Int32Array | Float32Array)[] = [];
  function constant(name: string, shape: readonly number[], dtype: typeof FLOAT): string {
    const value = { tensor: { dtype: dtype.type, tensorShape: shapeOf(shape).shape } };
    nodes.push({ name, op: 'Const', attr: { dtype, value } });
    return name;
  }
  return {
    nodes,
    /** @returns its name, to be another's input */
    node: (
      name: string,
      op: string,
      input: readonly string[],
      attr: Readonly<Record<string, unknown>> = {},
    ) => {
      nodes.push({ name, op, input, attr: { [op === 'Placeholder' ? 'dtype' : 'T']: FLOAT, ...attr } });
      return name;
    },
    learned: (name: string, shape: readonly number[]) => constant(name, shape, FLOAT),
    integers: (name: string, values: readonly number[]): string => {
      specs.push({ name, shape: [values.length], dtype: 'int32' });
      parts.push(Int32Array.from(values));
      return constant(name, [values.length], INT);
    },
    scalar: (name: string, value: number): string => {
      specs.push({ name, shape: [], dtype: 'float32' });
      parts.push(Float32Array.of(value));
      return constant(name, [], FLOAT);
    },
    constants: () => ({
      specs,
      bytes: new Uint8Array(parts.flatMap((part) => [...new Uint8Array(part.buffer)])),
    }),
  };
}

function shapeOf(shape: readonly number[]) {
  return { shape: { dim: shape.map((size) => ({ size: String(size) })) } };
}

function tensorInfo(name: string, shape: readonly number[]) {
  return { name: `${name}:0`, dtype: 'DT_FLOAT', tensorShape: shapeOf(shape).shape };
}
