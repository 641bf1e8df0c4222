/**
 * The matrix product that three kernels share: `P[row, column] = sum over k of L[row, k] R[k, column]` for one member.
 * Each thread keeps a tile in registers and sums over k in order with one accumulator an element, so results depend
 * neither on the tile nor on how many members there are. No workgroup memory: software adapters emulate barriers.
 * Tiles at the edges read beyond their operands, which WebGPU keeps within the buffer, and do not store what comes of it.
 *
 * With quads, four threads share the left operand: each loads a quarter of it and the quad swaps, so that every thread
 * meets every row, each in an order of its own. That is a quarter of the loads for a swizzle each.
 */
import type { Threads } from './phase.ts';

/** What one thread computes, and how threads are grouped. */
export interface Tile extends Threads {
  /** A multiple of 4, with quads of 16. */
  readonly rows: number;
  /** In vec4s. */
  readonly columns: number;
  /** Whether a workgroup is one quad, `[4, 1]`. Needs subgroups of exactly four. */
  readonly quads: boolean;
  /** Threads along columns and rows. */
  readonly workgroup: readonly [number, number];
}

/**
 * Operands by the direction in which four of their elements lie side by side in memory, as WGSL expressions. What `row`,
 * `start` and `column` give is computed once, outside of the loop where it does not depend on k.
 */
export type Left =
  | {
      readonly along: 'inner';
      readonly row: (row: string) => string;
      readonly at: (row: string, k4: string) => string;
    }
  | {
      readonly along: 'rows';
      readonly row: (k: string) => string;
      readonly at: (row: string, row4: string) => string;
    };
export type Right =
  /** `at` the vec4 `start + k stride + column4`. */
  | {
      readonly along: 'columns';
      readonly start: string;
      readonly stride: number;
      readonly at: (index: string) => string;
    }
  | {
      readonly along: 'inner';
      readonly column: (column: string) => string;
      readonly at: (column: string, k4: string) => string;
    };

export interface Product {
  /** Of the WGSL function `(member, tile, thread)`. */
  readonly name: string;
  readonly rows: number;
  /** In vec4s. */
  readonly columns: number;
  /** Length of the sums, a multiple of 4. */
  readonly inner: number;
  readonly left: Left;
  readonly right: Right;
  /** WGSL statements before the loop; `member` is in scope, and what they declare is for the operands. */
  readonly prepare: string;
  /** WGSL statements that take a finished vec4 `sum` of `member` at `row`, `column4`. */
  readonly store: string;
}

/** @returns WGSL functions, and how many tiles there are along columns and rows */
export function matmul(
  product: Product,
  tile: Tile,
): { readonly code: string; readonly tiles: [number, number] } {
  const { name, rows, columns, inner, left, right, prepare, store } = product;
  const [wide, high] = tile.workgroup;
  const { setup, loads, value, rowOf } =
    left.along === 'inner' ? leftInner(left, tile) : leftRows(left, tile);
  const results = range(tile.rows).flatMap((r) => range(tile.columns).map((c) => `sum${r}_${c}`));
  const rightSide = right.along === 'columns' ? rightColumns(right, tile) : rightInner(right, tile);
  const code = `
fn ${name}_store(member : u32, row : u32, column4 : u32, sum : vec4<f32>) {
  ${store}
}
fn ${name}(member : u32, tile : vec2<u32>, thread : vec2<u32>) {
  let firstRow = (tile.y * ${high}u + thread.y) * ${tile.rows}u;
  let firstColumn4 = (tile.x * ${wide}u + thread.x) * ${tile.columns}u;
  ${prepare}
  ${setup}
  ${rightSide.setup}
  ${results.map((sum) => `var ${sum} = vec4<f32>();`).join(' ')}
  for (var k4 = 0u; k4 < ${inner / 4}u; k4++) {
    // All loads of four k stand before the arithmetic: software adapters compile straight lines of it best.
    ${loads}
    ${rightSide.loads}
    ${range(4)
      .flatMap((i) =>
        range(tile.rows).flatMap((r) =>
          range(tile.columns).map((c) => `sum${r}_${c} += ${value(r, i)} * ${rightSide.value(c, i)};`),
        ),
      )
      .join('\n    ')}
  }
  // A loop, not straight lines: what is done with a sum may be long, and would be compiled ${results.length} times.
  var sums = array<vec4<f32>, ${results.length}>(${results.join(', ')});
  for (var i = 0u; i < ${results.length}u; i++) {
    let r = i / ${tile.columns}u;
    let row = firstRow + ${rowOf};
    let column4 = firstColumn4 + i % ${tile.columns}u;
    if (row < ${rows}u && column4 < ${columns}u) { ${name}_store(member, row, column4, sums[i]); }
  }
}`;
  return {
    code,
    tiles: [Math.ceil(columns / (wide * tile.columns)), Math.ceil(rows / (high * tile.rows))],
  };
}

interface Side {
  /** WGSL before the loop, and in it before the arithmetic. */
  readonly setup: string;
  readonly loads: string;
}
interface LeftSide extends Side {
  /** WGSL of element k = 4 k4 + i of the tile's row r. */
  readonly value: (r: number, i: number) => string;
  /** WGSL of where row `r` of the tile stands from its first. */
  readonly rowOf: string;
}
interface RightSide extends Side {
  readonly value: (c: number, i: number) => string;
}

const XYZW = ['x', 'y', 'z', 'w'] as const;
/** What a thread of a quad sees after each swap: its own, and that of the thread whose number differs by 1, 2 and 3. */
const SWAPS = ['', 'quadSwapX', 'quadSwapY', 'quadSwapDiagonal'] as const;

/** Loads named vec4s and, in quads, what the other three threads hold: `NAME_1` is thread ^ 1's. */
function load(name: string, expression: string, quads: boolean): string {
  const swaps = range(3).map((p) => `let ${name}_${p + 1} = ${SWAPS[p + 1]}(${name}_0);`);
  return [`let ${name}_0 = ${expression};`, ...(quads ? swaps : [])].join(' ');
}

function leftInner(left: Extract<Left, { along: 'inner' }>, { rows, quads }: Tile): LeftSide {
  const sharers = quads ? 4 : 1;
  const owned = range(rows / sharers); // rows that a thread loads
  const row = (q: number) => `(firstRow + ${q * sharers}u${quads ? ' + thread.x' : ''})`;
  return {
    setup: owned.map((q) => `let row${q} = ${left.row(row(q))};`).join(' '),
    loads: owned.map((q) => load(`left${q}`, left.at(`row${q}`, 'k4'), quads)).join('\n    '),
    value: (r, i) => `left${Math.floor(r / sharers)}_${r % sharers}.${XYZW[i]}`,
    rowOf: quads ? '(r & ~3u) + ((r & 3u) ^ thread.x)' : 'r',
  };
}

function leftRows(left: Extract<Left, { along: 'rows' }>, { rows, quads }: Tile): LeftSide {
  const sharers = quads ? 4 : 1;
  const owned = range(rows / 4 / sharers); // vec4s of rows that a thread loads
  const row4 = (q: number) => `(firstRow / 4u + ${q * sharers}u${quads ? ' + thread.x' : ''})`;
  return {
    setup: '',
    loads: range(4)
      .flatMap((i) => [
        `let row${i} = ${left.row(`(k4 * 4u + ${i}u)`)};`,
        ...owned.map((q) => load(`left${i}_${q}`, left.at(`row${i}`, row4(q)), quads)),
      ])
      .join('\n    '),
    value: (r, i) => `left${i}_${Math.floor(r / 4 / sharers)}_${Math.floor(r / 4) % sharers}.${XYZW[r % 4]}`,
    rowOf: quads ? '(r & ~15u) + ((r & 12u) ^ (4u * thread.x)) + (r & 3u)' : 'r',
  };
}

function rightColumns(
  { start, stride, at }: Extract<Right, { along: 'columns' }>,
  { columns }: Tile,
): RightSide {
  return {
    setup: `let rightStart = ${start} + firstColumn4;`,
    loads: [
      `let rightAt = rightStart + k4 * ${4 * stride}u;`,
      ...range(4).flatMap((i) =>
        range(columns).map((c) => `let right${i}_${c} = ${at(`rightAt + ${i * stride + c}u`)};`),
      ),
    ].join('\n    '),
    value: (c, i) => `right${i}_${c}`,
  };
}

function rightInner(right: Extract<Right, { along: 'inner' }>, { columns }: Tile): RightSide {
  const owned = range(4 * columns);
  return {
    setup: owned.map((q) => `let column${q} = ${right.column(`(firstColumn4 * 4u + ${q}u)`)};`).join(' '),
    loads: owned.map((q) => `let right${q} = ${right.at(`column${q}`, 'k4')};`).join('\n    '),
    value: (c, i) =>
      `vec4<f32>(${range(4)
        .map((q) => `right${4 * c + q}.${XYZW[i]}`)
        .join(', ')})`,
  };
}

function range(n: number): readonly number[] {
  return Array.from({ length: n }, (_, i) => i);
}
