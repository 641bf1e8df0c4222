/**
 * What was drawn, as a 28 x 28 image made the way MNIST's were.
 *
 * Source: LeCun, Cortes, Burges, "The MNIST database" (http://yann.lecun.com/exdb/mnist): the digit is size normalised
 * to fit a 20 x 20 box with its aspect ratio kept, which gives grey levels, and centred in 28 x 28 by its centre of mass.
 *
 * MNIST's own centres of mass lie evenly within half a pixel of the middle of pixel 14, counted from 0: they were
 * rounded to whole pixels. Here they lie in that middle. On 2,000 test digits, enlarged and normalised again, the
 * 256-256 teacher answers 97.95 % right this way and 97.80 % with rounding, which is no difference; but rounded, an image
 * jumps by a pixel while a stroke grows, and so would the answers.
 */

const SIDE = 28;
const BOX = 20;
/** In pixels from the image's edge. */
const CENTRE = 14.5;
/** A drawing that is nowhere darker is empty. */
const FAINTEST = 12;
/** Grey below this share of the darkest is no ink but the rim of a stroke, or dirt: it does not make the box larger. */
const RIM = 0.2;
/** A drawing of less than a third of the usual size is enlarged no further, so that a dot stays a dot. */
const MOST_ENLARGED = 3;

/** A box in a drawing: columns `left` to `right - 1`, rows `top` to `bottom - 1`. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * @param drawing grey levels 0-255, row-major, `[side, side]`; 255 is ink
 * @returns grey levels `[28 * 28]`, the darkest of them 255; nothing where nothing is drawn
 * @throws RangeError where the drawing is not `side` squared
 */
export function normaliseInk(drawing: Uint8Array, side: number): Uint8Array<ArrayBuffer> | undefined {
  if (drawing.length !== side * side)
    throw new RangeError(`A drawing of ${side} x ${side} has ${side * side} pixels, not ${drawing.length}.`);
  const darkest = largest(drawing);
  if (darkest <= FAINTEST) return undefined;
  const box = boxOf(drawing, side, RIM * darkest);
  const size = Math.max(box.right - box.left, box.bottom - box.top);
  return withFullInk(shrunk(drawing, side, box, Math.min(BOX / size, (MOST_ENLARGED * SIDE) / side)));
}

/** The smallest box around everything darker than `rim`, which something is. */
function boxOf(drawing: Uint8Array, side: number, rim: number): Box {
  let [left, top, right, bottom] = [side, side, 0, 0];
  for (let y = 0, i = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1, i += 1) {
      if (drawing[i]! <= rim) continue;
      if (x < left) left = x;
      if (x >= right) right = x + 1;
      if (y < top) top = y;
      bottom = y + 1;
    }
  return { left, top, right, bottom };
}

/**
 * The box, scaled by averaging over areas, rows first and then columns, with its centre of mass in the middle.
 * @returns `[28, 28]`, in grey levels
 */
function shrunk(drawing: Uint8Array, side: number, box: Box, scale: number): Float32Array {
  const height = box.bottom - box.top;
  const { x, y } = centreOfMass(drawing, side, box);
  const across = spread(box.right - box.left, scale, x);
  const down = spread(height, scale, y);

  const rows = new Float32Array(height * SIDE);
  for (let row = 0; row < height; row += 1) {
    const start = (box.top + row) * side + box.left;
    for (const { from, to, share } of across) rows[row * SIDE + to]! += share * drawing[start + from]!;
  }
  const image = new Float32Array(SIDE * SIDE);
  for (const { from, to, share } of down)
    for (let column = 0; column < SIDE; column += 1)
      image[to * SIDE + column]! += share * rows[from * SIDE + column]!;
  return image;
}

/** In pixels from the box's left and top edge. */
function centreOfMass(
  drawing: Uint8Array,
  side: number,
  box: Box,
): { readonly x: number; readonly y: number } {
  let [mass, x, y] = [0, 0, 0];
  for (let row = box.top; row < box.bottom; row += 1)
    for (let column = box.left; column < box.right; column += 1) {
      const grey = drawing[row * side + column]!;
      mass += grey;
      x += grey * (column + 0.5 - box.left);
      y += grey * (row + 0.5 - box.top);
    }
  return { x: x / mass, y: y / mass };
}

/** How much of a pixel of the box, `from`, falls on a pixel of the image, `to`: the part of the latter that it covers. */
interface Share {
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

/**
 * Along one axis. Where a lopsided digit would leave the image, it is moved no further than to the edge.
 * @param length of the box, in its own pixels
 * @param middle what is to lie in the middle, in the box's pixels from its start
 */
function spread(length: number, scale: number, middle: number): readonly Share[] {
  const start = Math.max(0, Math.min(SIDE - length * scale, CENTRE - middle * scale));
  const shares: Share[] = [];
  for (let from = 0; from < length; from += 1) {
    const [first, last] = [start + from * scale, start + (from + 1) * scale];
    for (let to = Math.floor(first); to < Math.min(last, SIDE); to += 1)
      shares.push({ from, to, share: Math.min(last, to + 1) - Math.max(first, to) });
  }
  return shares;
}

/** A line that is thinner than a pixel becomes grey by averaging; MNIST's are as dark as ink is. */
function withFullInk(image: Float32Array): Uint8Array<ArrayBuffer> {
  const darkest = largest(image);
  return Uint8Array.from(image, (grey) => Math.round((255 * grey) / darkest));
}

/** A plain loop, without a call for each pixel: a drawing has 78,400, and this is done for every frame. */
function largest(greys: Uint8Array | Float32Array): number {
  let most = 0;
  for (const grey of greys) if (grey > most) most = grey;
  return most;
}
