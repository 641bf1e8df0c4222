/** The pen of the keyboard: arrows move it, two at once aslant; Space puts it on the sheet and lifts it. */
import type { Sheet } from './sheet.ts';
import { PEN_WIDTH } from './strokes.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface KeyPen {
  /** Where it is, in shares of the paper's side. */
  place: Place;
  /** @returns what the key did with the pen; nothing where it is none of its keys */
  press(event: KeyboardEvent): 'moved' | 'put down' | 'lifted' | undefined;
  release(event: KeyboardEvent): void;
  /** The keyboard speaks to something else now. @returns whether the pen was on the sheet */
  leave(): boolean;
}

const ARROWS = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
} as const;
type Arrow = keyof typeof ARROWS;

/** A step, in shares of the paper's side, and one with Shift. */
const STEP = 1 / 28;
const LEAP = 4 / 28;

export function createKeyPen(sheet: Sheet): KeyPen {
  const held = new Set<Arrow>();

  const move = (arrow: Arrow, step: number): void => {
    held.add(arrow);
    const along = (axis: 'x' | 'y'): number => {
      const steps = [...held].reduce((sum, one) => sum + ARROWS[one][axis], 0);
      return Math.max(0, Math.min(1, pen.place[axis] + step * steps));
    };
    pen.place = { x: along('x'), y: along('y') };
    if (sheet.isDrawing) sheet.extend({ ...pen.place, width: PEN_WIDTH });
  };
  const pen: KeyPen = {
    place: { x: 0.5, y: 0.5 },
    press: ({ key, shiftKey }) => {
      if (isArrow(key)) {
        move(key, shiftKey ? LEAP : STEP);
        return 'moved';
      }
      if (key !== ' ') return undefined;
      if (sheet.isDrawing) {
        sheet.finish();
        return 'lifted';
      }
      sheet.begin({ ...pen.place, width: PEN_WIDTH });
      return 'put down';
    },
    release: ({ key }) => {
      if (isArrow(key)) held.delete(key);
    },
    leave: () => {
      held.clear();
      const { isDrawing } = sheet;
      sheet.finish();
      return isDrawing;
    },
  };
  return pen;
}

function isArrow(key: string): key is Arrow {
  return key in ARROWS;
}
