/** A sheet of paper: what is drawn on it, and what was before. Knows nothing of pointers, keys and pixels. */
import { paintStroke, type Point, type Stroke } from './strokes.ts';

interface Drawing {
  /** A picture that fills the sheet, under the strokes. */
  readonly under?: CanvasImageSource | undefined;
  readonly strokes: readonly Stroke[];
}

export interface Sheet {
  readonly isEmpty: boolean;
  /** How many, the one that is being drawn included. */
  readonly strokes: number;
  readonly canUndo: boolean;
  /** Whether a stroke has begun and not ended. */
  readonly isDrawing: boolean;
  /** Where the pen was last. */
  readonly last: Point | undefined;
  begin(...points: readonly Point[]): void;
  extend(...points: readonly Point[]): void;
  finish(): void;
  /** Takes back a stroke, or a clearing. */
  undo(): void;
  clear(): void;
  /** Begins anew, over a picture or over nothing. */
  replace(under: CanvasImageSource | undefined): void;
  /** In black on nothing, over the whole of the context's square canvas. */
  paint(context: CanvasRenderingContext2D): void;
}

const EMPTY: Drawing = { strokes: [] };

export function createSheet(): Sheet {
  let drawing = EMPTY;
  let before: Drawing[] = [];
  let live: Point[] | undefined;

  const change = (next: Drawing): void => {
    before.push(drawing);
    drawing = next;
  };
  const finish = (): void => {
    if (live) change({ ...drawing, strokes: [...drawing.strokes, live] });
    live = undefined;
  };
  const strokes = (): number => drawing.strokes.length + (live ? 1 : 0);
  const isEmpty = (): boolean => !drawing.under && strokes() === 0;
  return {
    get isEmpty() {
      return isEmpty();
    },
    get strokes() {
      return strokes();
    },
    get canUndo() {
      return before.length > 0 || live !== undefined;
    },
    get isDrawing() {
      return live !== undefined;
    },
    get last() {
      return (live ?? drawing.strokes.at(-1))?.at(-1);
    },
    begin: (...points) => {
      finish();
      live = [...points];
    },
    extend: (...points) => live?.push(...points),
    finish,
    undo: () => {
      finish();
      drawing = before.pop() ?? drawing;
    },
    clear: () => {
      finish();
      if (!isEmpty()) change(EMPTY);
    },
    replace: (under) => {
      live = undefined;
      before = [];
      drawing = { under, strokes: [] };
    },
    paint: (context) => {
      const { width } = context.canvas;
      context.clearRect(0, 0, width, width);
      if (drawing.under) context.drawImage(drawing.under, 0, 0, width, width);
      for (const stroke of drawing.strokes) paintStroke(context, width, stroke);
      if (live) paintStroke(context, width, live);
    },
  };
}
