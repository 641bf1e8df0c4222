/** Phases that work on a batch row by row: a thread takes whole rows, in tiles as high as those of the products. */
import type { Tile } from './matmul.ts';

/** WGSL loop over the rows of a tile that are this thread's, with `row` in scope. */
export function eachRowOf(
  { rows, workgroup: [wide, high] }: Tile,
  batchRows: number,
  statement: string,
): string {
  const tileRows = rows * high;
  return `for (var r = thread.y * ${wide}u + thread.x; r < ${tileRows}u; r += ${wide * high}u) {
    let row = tile.y * ${tileRows}u + r;
    if (row < ${batchRows}u) { ${statement} }
  }`;
}

/** Tiles along columns and rows. */
export function rowTiles({ rows, workgroup: [, high] }: Tile, batchRows: number): [number, number] {
  return [1, Math.ceil(batchRows / (rows * high))];
}
