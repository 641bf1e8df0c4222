/** A <digit-pad> alone in the page, what it has said, and hands to draw with. */
import { userEvent } from 'vitest/browser';
import '../../src/ui/digit-pad.ts';
import type { DigitPad } from '../../src/ui/digit-pad.ts';

export interface MountedPad {
  readonly pad: DigitPad;
  readonly canvas: HTMLCanvasElement;
  /** What it said that networks see, event by event. */
  readonly told: readonly (Uint8Array | undefined)[];
  /** By the real mouse. */
  readonly click: (place: Place, modifiers?: 'Shift'[]) => Promise<void>;
  readonly drag: (from: Place, to: Place) => Promise<void>;
  /** By a pointer that no device moves, which cannot be captured. */
  readonly point: (type: 'down' | 'move' | 'up', place: Place, more?: PointerEventInit) => void;
  /** How dark the pad itself is at a place, 0-255. */
  readonly inkAt: (place: Place) => number;
}

/** In shares of the paper's side. */
export type Place = readonly [x: number, y: number];

export const frame = () => new Promise(requestAnimationFrame);

export async function mountPad(): Promise<MountedPad> {
  const pad = document.createElement('digit-pad');
  const told: (Uint8Array | undefined)[] = [];
  pad.addEventListener('digit', ({ pixels }) => told.push(pixels));
  document.body.replaceChildren(pad);
  await pad.updateComplete;
  await frame(); // its size is known
  const canvas = pad.shadowRoot!.querySelector('canvas')!;
  const at = ([x, y]: Place) => {
    const { width } = canvas.getBoundingClientRect();
    return { x: Math.round(x * width), y: Math.round(y * width) };
  };
  return {
    ...{ pad, canvas, told },
    click: (place, modifiers = []) => userEvent.click(canvas, { position: at(place), modifiers }),
    drag: (from, to) =>
      userEvent.dragAndDrop(canvas, canvas, {
        ...{ sourcePosition: at(from), targetPosition: at(to), steps: 8 },
      }),
    point: (type, [x, y], more = {}) => {
      canvas.setPointerCapture = () => undefined;
      const { left, top, width } = canvas.getBoundingClientRect();
      const common = { bubbles: true, composed: true, isPrimary: true, pointerId: 9, pointerType: 'mouse' };
      const place = { clientX: left + x * width, clientY: top + y * width };
      canvas.dispatchEvent(new PointerEvent(`pointer${type}`, { ...common, ...place, ...more }));
    },
    inkAt: ([x, y]) => {
      const [column, row] = [Math.floor(x * canvas.width), Math.floor(y * canvas.width)];
      return canvas.getContext('2d')!.getImageData(column, row, 1, 1).data[3]!;
    },
  };
}

/** The box of an image's ink, and how much of it there is, in pixels of full ink. */
export function look(pixels: Uint8Array | undefined) {
  const inked = [...pixels!.keys()].filter((i) => pixels![i]! > 60);
  const size = (along: (i: number) => number) =>
    Math.max(...inked.map(along)) - Math.min(...inked.map(along)) + 1;
  const ink = pixels!.reduce((sum, grey) => sum + grey, 0) / 255;
  return { width: size((i) => i % 28), height: size((i) => Math.floor(i / 28)), ink };
}
