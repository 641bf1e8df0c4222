/** Which pixels of an image belong together: in the patches of a convolution, which overlap, and in those of a transformer. */
import { KERNEL, PATCH, SIDE, STRIDE } from './layer-shapes.ts';

/** How a side of so many pixels is cut into patches, as tfjs's `same` does: what is missing goes to the end first. */
interface Cut {
  readonly outputSide: number;
  /** For each place of the output and each of the kernel's, the pixel; `side^2`, where there is none. */
  readonly pixels: Int32Array; // [outputSide^2 * KERNEL^2]
  /** For each pixel, the places in `pixels` where it stands, in so many rounds; `pixels.length`, where there is none. */
  readonly rounds: readonly Int32Array[]; // [side^2] each
}

const cuts = new Map<number, Cut>();

/** Worked out once for each side. */
export function cutOf(side: number): Cut {
  const known = cuts.get(side);
  if (known) return known;
  const outputSide = Math.ceil(side / STRIDE);
  const before = Math.max(0, (outputSide - 1) * STRIDE + KERNEL - side) >> 1;
  const pixels = new Int32Array(outputSide ** 2 * KERNEL ** 2);
  const found = Array.from({ length: side ** 2 }, (): number[] => []);
  let at = 0;
  for (let row = 0; row < outputSide; row++)
    for (let column = 0; column < outputSide; column++)
      for (let i = 0; i < KERNEL; i++)
        for (let j = 0; j < KERNEL; j++) {
          const [y, x] = [row * STRIDE - before + i, column * STRIDE - before + j];
          const isInside = y >= 0 && y < side && x >= 0 && x < side;
          pixels[at] = isInside ? y * side + x : side ** 2;
          if (isInside) found[y * side + x]!.push(at);
          at++;
        }
  const most = Math.max(...found.map(({ length }) => length));
  const rounds = Array.from({ length: most }, (_, round) =>
    Int32Array.from(found, (places) => places[round] ?? pixels.length),
  );
  const cut = { outputSide, pixels, rounds };
  cuts.set(side, cut);
  return cut;
}

/** Pixels by patch, patches and the pixels in them row by row. */
export const PATCH_PIXELS = Int32Array.from({ length: SIDE ** 2 }, (_, at) => {
  const [patch, pixel] = [Math.floor(at / PATCH ** 2), at % PATCH ** 2];
  const across = SIDE / PATCH;
  const [row, column] = [Math.floor(patch / across), patch % across];
  return (row * PATCH + Math.floor(pixel / PATCH)) * SIDE + column * PATCH + (pixel % PATCH);
});
