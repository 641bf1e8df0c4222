/** Strokes of a pen as curves, and how they are painted. All lengths are shares of the paper's side. */

export interface Point {
  readonly x: number;
  readonly y: number;
  /** Of the stroke here. */
  readonly width: number;
}

export type Stroke = readonly Point[];

/** What a pen draws: about three pixels where the digit is as large as those of MNIST. */
export const PEN_WIDTH = 1 / 12;

const between = (a: Point, b: Point) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/**
 * Paints with round ends. From the middle of one pair of points to the middle of the next runs a quadratic curve that
 * the point between them pulls: it is smooth everywhere. A point that comes twice is a corner.
 * @param side of the paper, in the units of the context
 */
export function paintStroke(context: CanvasRenderingContext2D, side: number, stroke: Stroke): void {
  const [first] = stroke;
  if (!first) return;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  if (stroke.every(({ x, y }) => x === first.x && y === first.y)) return paintDot(context, side, first);
  const isEven = stroke.every(({ width }) => width === first.width);
  let from: { readonly x: number; readonly y: number } = first;
  context.beginPath();
  context.moveTo(from.x * side, from.y * side);
  context.lineWidth = first.width * side;
  stroke.slice(1).forEach((point, i) => {
    const pull = stroke[i]!;
    const to = i === stroke.length - 2 ? point : between(pull, point);
    if (!isEven) {
      context.beginPath();
      context.moveTo(from.x * side, from.y * side);
      context.lineWidth = point.width * side;
    }
    context.quadraticCurveTo(pull.x * side, pull.y * side, to.x * side, to.y * side);
    if (!isEven) context.stroke();
    from = to;
  });
  if (isEven) context.stroke();
}

function paintDot(context: CanvasRenderingContext2D, side: number, { x, y, width }: Point): void {
  context.beginPath();
  context.arc(x * side, y * side, (width * side) / 2, 0, 2 * Math.PI);
  context.fill();
}
