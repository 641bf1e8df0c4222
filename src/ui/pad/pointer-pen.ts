/** The pen of a mouse, a finger or a stylus: pointer events of a canvas as strokes on a sheet. */
import type { Sheet } from './sheet.ts';
import { PEN_WIDTH, type Point } from './strokes.ts';

/** Nearer points than this share of the side say nothing new. */
const NEAR = 1 / 400;

export interface PointerPen {
  readonly isDown: boolean;
  /** Each of these says whether the event was its own, and so may have changed the sheet. */
  down(event: PointerEvent): boolean;
  move(event: PointerEvent): boolean;
  up(event: PointerEvent): boolean;
  /** The paper is taken away. */
  stop(): void;
}

export function createPointerPen(sheet: Sheet): PointerPen {
  /** The pointer that draws; a second finger or the ball of the hand does not. */
  let pointer: number | undefined;

  const down = (event: PointerEvent): boolean => {
    if (event.button !== 0 || !event.isPrimary) return false;
    const canvas = event.currentTarget as HTMLCanvasElement;
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    const here = pointOf(event, canvas.getBoundingClientRect());
    const { last } = sheet;
    if (event.shiftKey && last)
      sheet.begin(last, here, here); // twice: a corner, should the pointer go on
    else sheet.begin(here);
    return true;
  };
  const move = (event: PointerEvent): boolean => {
    if (event.pointerId !== pointer) return false;
    const box = (event.currentTarget as HTMLCanvasElement).getBoundingClientRect();
    const all = event.getCoalescedEvents();
    for (const one of all.length > 0 ? all : [event]) {
      const here = pointOf(one, box);
      const { last } = sheet;
      if (!last || Math.hypot(here.x - last.x, here.y - last.y) >= NEAR) sheet.extend(here);
    }
    return true;
  };
  const up = ({ pointerId }: PointerEvent): boolean => {
    if (pointerId !== pointer) return false;
    pointer = undefined;
    sheet.finish();
    return true;
  };
  return {
    get isDown() {
      return pointer !== undefined;
    },
    ...{ down, move, up },
    stop: () => {
      pointer = undefined;
      sheet.finish();
    },
  };
}

function pointOf(
  { clientX, clientY, pointerType, pressure }: PointerEvent,
  { left, top, width, height }: DOMRect,
): Point {
  const strength = pointerType === 'pen' ? 0.8 + 0.4 * pressure : 1; // 1 at the middle pressure, 0.5
  return { x: (clientX - left) / width, y: (clientY - top) / height, width: PEN_WIDTH * strength };
}
