/** From a sheet to the image that networks see, and from an image to a picture for a sheet. */
import { normaliseInk } from '../../core/normalise-ink.ts';
import { inkOf } from '../page-ink.ts';
import type { Sheet } from './sheet.ts';

/** Ten pixels for each of the image's, on every screen: enough for smooth greys, and the same answers everywhere. */
const SIDE = 280;
let context: CanvasRenderingContext2D | undefined;

/** @returns grey levels `[28 * 28]`; nothing where the sheet has no ink */
export function seenOn(sheet: Sheet): Uint8Array | undefined {
  context ??= createCanvas(SIDE).getContext('2d', { willReadFrequently: true })!; // in memory: read once a frame
  sheet.paint(context);
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  const ink = new Uint8Array(SIDE * SIDE);
  for (let i = 0; i < ink.length; i += 1) ink[i] = data[4 * i + 3]!;
  return normaliseInk(ink, SIDE);
}

/** @param pixels grey levels `[28 * 28]` */
export function pictureOf(pixels: Uint8Array): CanvasImageSource {
  const picture = createCanvas(28);
  picture.getContext('2d')!.putImageData(inkOf(pixels), 0, 0);
  return picture;
}

export function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.every((grey, i) => grey === b[i]));
}

function createCanvas(side: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  return canvas;
}
