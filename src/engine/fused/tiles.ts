/**
 * The tiles that a matrix product may run with. The numbers come from `npm run bench`, products of 512 x 512: on the
 * software adapter of browsers `quads` reaches 7.6 GFLOP/s, other register tiles 5 to 6, workgroup memory 2.8; on Mesa's
 * software Vulkan `rows4` reached 7.3, `rows8` 6.2 and workgroup memory 6.9, closer than its noise, so there is no such tile.
 */
import type { Tile } from './kernels/matmul.ts';
import type { LayerLayout } from './layout.ts';

export const TILES = {
  /** For GPUs: 4 x 4 results a thread, operands left to the caches. */
  rows4: { rows: 4, columns: 1, quads: false, workgroup: [8, 8] },
  /** The same with fewer, larger tiles. */
  rows8: { rows: 8, columns: 1, quads: false, workgroup: [8, 8] },
  /** For SwiftShader, whose subgroups are the four lanes of a SIMD register and whose loads are dear. */
  quads: { rows: 32, columns: 2, quads: true, workgroup: [4, 1] },
} as const satisfies Readonly<Record<string, Tile>>;

/**
 * Weights below which a layer is not worth a wide tile: it would only take longer to compile. Where a quad's tile is one
 * vec4 wide its code is half as long.
 */
const SMALL_LAYER = 2 ** 14;

/** The tile for one layer: all tiles of a choice have the same height, so that phases agree on their rows. */
export function tileFor(tile: Tile, { rows, columns }: LayerLayout): Tile {
  return rows * columns < SMALL_LAYER ? { ...tile, columns: 1 } : tile;
}

export type TileName = keyof typeof TILES;

export function isTileName(name: string | undefined): name is TileName {
  return name !== undefined && name in TILES;
}

/** The tiles worth trying on a device, at least one. */
export function candidates(device: GPUDevice): readonly [TileName, ...TileName[]] {
  if (!hasQuads(device)) return ['rows4', 'rows8'];
  return device.adapterInfo.isFallbackAdapter ? ['quads'] : ['rows4', 'rows8', 'quads'];
}

export function canRun(device: GPUDevice, name: TileName): boolean {
  return !TILES[name].quads || hasQuads(device);
}

function hasQuads(device: GPUDevice): boolean {
  // Not every browser tells a device's adapter yet.
  const { features, adapterInfo } = device as Partial<GPUDevice> & Pick<GPUDevice, 'features'>;
  const { subgroupMinSize, subgroupMaxSize } = adapterInfo ?? {};
  return features.has('subgroups') && subgroupMinSize === 4 && subgroupMaxSize === 4;
}
