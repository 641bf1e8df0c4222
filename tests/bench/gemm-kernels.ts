/**
 * Matrix products in WGSL, to find out what an adapter can do at its best: `C = A B` of square matrices, with A stored
 * by inner index (`A[k, row]`), so that a thread reads its rows and its columns in fours. Every sum is in order of k.
 * The engine's own product is among them, beside forms that the engine does not use.
 */
import { matmul, type Tile } from '../../src/engine/fused/kernels/matmul.ts';

export interface GemmKernel {
  readonly name: string;
  readonly code: string;
  /** Rows and columns of C that one workgroup computes. */
  readonly tile: readonly [number, number];
}

const count = (n: number) => Array.from({ length: n }, (_, i) => i);
const lines = (n: number, line: (i: number) => string) => count(n).map(line).join('\n');

const head = (size: number) => `
const FOURS = ${size / 4}u; // in one row of A, B or C
@group(0) @binding(0) var<storage, read> A: array<vec4<f32>>; // [k, rows / 4]
@group(0) @binding(1) var<storage, read> B: array<vec4<f32>>; // [k, columns / 4]
@group(0) @binding(2) var<storage, read_write> C: array<vec4<f32>>; // [row, columns / 4]
`;

/** The engine's matrix product as its weight updates use it: the one whose left operand lies by inner index. */
export function engineKernel(size: number, name: string, tile: Tile): GemmKernel {
  const [x, y] = tile.workgroup;
  const product = matmul(
    {
      name: 'product',
      rows: size,
      columns: size / 4,
      inner: size,
      prepare: '',
      left: { along: 'rows', row: (k) => `${k} * FOURS`, at: (row, row4) => `A[${row} + ${row4}]` },
      right: { along: 'columns', start: '0u', stride: size / 4, at: (index) => `B[${index}]` },
      store: 'C[row * FOURS + column4] = sum;',
    },
    tile,
  );
  const code = `${tile.quads ? 'enable subgroups;' : ''}${head(size)}${product.code}
@compute @workgroup_size(${x}, ${y})
fn main(
  @builtin(workgroup_id) group : vec3<u32>,
  @builtin(local_invocation_id) local : vec3<u32>,
  ${tile.quads ? '@builtin(subgroup_invocation_id) place : u32,' : ''}
) {
  product(0u, group.xy, ${tile.quads ? 'vec2<u32>(place, 0u)' : 'local.xy'});
}`;
  const columns = 4 * tile.columns;
  return { name: `engine's ${name} ${tile.rows}x${columns}`, code, tile: [tile.rows * y, columns * x] };
}

/* A thread's part of C, `rows` by `4 * fours`; accumulators have names, because an array of them would live in memory. */
const declareSums = (rows: number, fours: number) =>
  lines(rows, (r) => lines(fours, (c) => `var sum${r}_${c} = vec4<f32>();`));
const addProducts = (rows: number, fours: number) =>
  lines(rows, (r) => lines(fours, (c) => `sum${r}_${c} += a${Math.floor(r / 4)}.${'xyzw'[r % 4]!} * b${c};`));
const storeSums = (rows: number, fours: number) =>
  lines(rows, (r) => lines(fours, (c) => `C[(row + ${r}u) * FOURS + column + ${c}u] = sum${r}_${c};`));

/** Steps of k in one turn of the loop. */
const UNROLL = 4;

/** Everything in registers: `rows` by `columns` a thread, and no barrier. */
export function registerKernel(
  size: number,
  [rows, columns]: readonly [number, number],
  [x, y]: readonly [number, number],
): GemmKernel {
  const fours = columns / 4;
  const code = `${head(size)}
@compute @workgroup_size(${x}, ${y})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let row = id.y * ${rows}u;
  let column = id.x * ${fours}u; // in fours
  ${declareSums(rows, fours)}
  for (var k0 = 0u; k0 < ${size}u; k0 += ${UNROLL}u) {
    ${lines(
      UNROLL,
      (step) => `{
      let k = k0 + ${step}u;
      ${lines(rows / 4, (r) => `let a${r} = A[k * FOURS + row / 4u + ${r}u];`)}
      ${lines(fours, (c) => `let b${c} = B[k * FOURS + column + ${c}u];`)}
      ${addProducts(rows, fours)}
    }`,
    )}
  }
  ${storeSums(rows, fours)}
}`;
  return { name: `registers ${rows}x${columns}`, code, tile: [rows * y, columns * x] };
}

/** Threads of a workgroup in x and in y. */
const SIDE = 16;
/** Steps of k that are in workgroup memory at a time. */
const DEPTH = 16;

/** Tiles of A and B in workgroup memory, `rows` by `columns` a thread. */
export function sharedKernel(size: number, [rows, columns]: readonly [number, number]): GemmKernel {
  const fours = columns / 4;
  const [aFours, bFours] = [(SIDE * rows) / 4, SIDE * fours];
  const load = (name: string, width: number, first: string) =>
    lines(
      width / SIDE,
      (i) => `{
      let at = index + ${i * SIDE * SIDE}u;
      tile${name}[at] = ${name}[(k0 + at / ${width}u) * FOURS + ${first} + at % ${width}u];
    }`,
    );
  const code = `${head(size)}
var<workgroup> tileA: array<vec4<f32>, ${DEPTH * aFours}>;
var<workgroup> tileB: array<vec4<f32>, ${DEPTH * bFours}>;
@compute @workgroup_size(${SIDE}, ${SIDE})
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(workgroup_id) group: vec3<u32>,
        @builtin(local_invocation_id) local: vec3<u32>, @builtin(local_invocation_index) index: u32) {
  let row = id.y * ${rows}u;
  let column = id.x * ${fours}u; // in fours
  ${declareSums(rows, fours)}
  for (var k0 = 0u; k0 < ${size}u; k0 += ${DEPTH}u) {
    ${load('A', aFours, `group.y * ${aFours}u`)}
    ${load('B', bFours, `group.x * ${bFours}u`)}
    workgroupBarrier();
    for (var k = 0u; k < ${DEPTH}u; k++) {
      ${lines(rows / 4, (r) => `let a${r} = tileA[k * ${aFours}u + local.y * ${rows / 4}u + ${r}u];`)}
      ${lines(fours, (c) => `let b${c} = tileB[k * ${bFours}u + local.x * ${fours}u + ${c}u];`)}
      ${addProducts(rows, fours)}
    }
    workgroupBarrier();
  }
  ${storeSums(rows, fours)}
}`;
  return { name: `workgroup memory ${rows}x${columns}`, code, tile: [rows * SIDE, columns * SIDE] };
}
