// What is drawn becomes an image like MNIST's: by hand-counted cases, and by what holds for any drawing.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normaliseInk } from '../../src/core/normalise-ink.ts';

const SIDE = 280;

/** A drawing with 255 wherever `isInk`. */
function draw(isInk: (x: number, y: number) => boolean, side = SIDE): Uint8Array {
  return Uint8Array.from({ length: side * side }, (_, i) =>
    isInk(i % side, Math.floor(i / side)) ? 255 : 0,
  );
}
const box = (left: number, top: number, width: number, height: number) => (x: number, y: number) =>
  x >= left && x < left + width && y >= top && y < top + height;

interface Seen {
  readonly columns: number;
  readonly rows: number;
  readonly left: number;
  readonly top: number;
  /** Centre of mass; the middle of pixel 0 is 0. */
  readonly x: number;
  readonly y: number;
}

function look(image: Uint8Array): Seen {
  const inked = [...image.keys()].filter((i) => image[i]! > 0);
  const xs = inked.map((i) => i % 28);
  const ys = inked.map((i) => Math.floor(i / 28));
  const mass = image.reduce((sum, grey) => sum + grey, 0);
  const mean = (at: readonly number[]) => at.reduce((sum, v, k) => sum + v * image[inked[k]!]!, 0) / mass;
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return {
    columns: Math.max(...xs) - left + 1,
    rows: Math.max(...ys) - top + 1,
    ...{ left, top, x: mean(xs), y: mean(ys) },
  };
}

const row = (image: Uint8Array, y: number) => [...image.subarray(28 * y, 28 * y + 28)];
const times = (count: number, grey: number) => new Array<number>(count).fill(grey);

describe('by hand', () => {
  test('nothing drawn, or nothing but a breath of grey, is no image', () => {
    expect(normaliseInk(new Uint8Array(SIDE * SIDE), SIDE)).toBeUndefined();
    expect(normaliseInk(new Uint8Array(SIDE * SIDE).fill(12), SIDE)).toBeUndefined();
  });

  test('a drawing of another size is refused', () => {
    expect(() => normaliseInk(new Uint8Array(27), 28)).toThrow('28 x 28 has 784 pixels, not 27');
  });

  // 20 pixels around 14.5 reach from 4.5 to 24.5: half of column 4 and half of column 24.
  const halves = [...times(4, 0), 128, ...times(19, 255), 128, ...times(3, 0)];
  test.each([
    ['as large as the box', box(0, 0, 20, 20), 28],
    ['in a corner', box(80, 80, 200, 200), SIDE],
    ['over the whole paper', () => true, SIDE],
    ['of half the usual size', box(3, 90, 100, 100), SIDE],
  ])('a square %s fills 20 x 20', (_, isInk, side) => {
    const image = normaliseInk(draw(isInk, side), side)!;
    expect(row(image, 14)).toEqual(halves);
    expect(row(image, 4)).toEqual(halves.map((grey) => Math.round(grey / 2)));
    expect(row(image, 3)).toEqual(times(28, 0));
  });

  test('a bar keeps its aspect: 200 x 40 becomes 20 x 4', () => {
    const image = normaliseInk(draw(box(10, 10, 200, 40)), SIDE)!;
    expect(row(image, 14)).toEqual(halves);
    expect(look(image)).toMatchObject({ columns: 21, rows: 5, top: 12 });
    expect(look(image)).toMatchObject({ x: 14, y: 14 });
  });

  test('a hairline is neither widened nor lost', () => {
    const image = normaliseInk(draw(box(279, 40, 1, 200)), SIDE)!;
    expect(row(image, 14)).toEqual([...times(14, 0), 255, ...times(13, 0)]);
    expect(look(image)).toMatchObject({ columns: 1, rows: 21 });
  });

  test('a dot stays a dot, of one pixel or of a pen’s width', () => {
    const speck = normaliseInk(draw(box(0, 0, 1, 1)), SIDE)!;
    expect([...speck.keys()].filter((i) => speck[i]! > 0)).toEqual([14 * 28 + 14]);
    expect(speck[14 * 28 + 14]).toBe(255);
    const dot = normaliseInk(
      draw((x, y) => Math.hypot(x - 50, y - 200) < 11.6),
      SIDE,
    )!;
    expect(look(dot)).toMatchObject({ columns: 7, rows: 7, left: 11, top: 11 });
  });

  test('a lopsided drawing is moved to the edge rather than cut off', () => {
    // 160 x 40 pixels at the top and a line of one below: their middle is so high that 20 pixels would reach below row 27.
    const image = normaliseInk(
      draw((x, y) => box(60, 0, 160, 40)(x, y) || box(140, 40, 1, 160)(x, y)),
      SIDE,
    )!;
    const lineAndTop = row(image, 27).reduce((a, b) => a + b) / row(image, 10).reduce((a, b) => a + b);
    expect(look(image)).toMatchObject({ rows: 20, top: 8 });
    expect(lineAndTop).toBeCloseTo(1 / 160, 3);
  });

  test('dirt that is far paler than the ink does not count', () => {
    const clean = draw(box(100, 60, 30, 160));
    const dirty = clean.slice();
    dirty.set(times(5, 40), 0);
    expect(normaliseInk(dirty, SIDE)).toEqual(normaliseInk(clean, SIDE));
  });

  test('pale ink is as dark as any', () => {
    const dark = draw(box(100, 60, 30, 160));
    expect(
      normaliseInk(
        dark.map((grey) => grey / 5),
        SIDE,
      ),
    ).toEqual(normaliseInk(dark, SIDE));
  });
});

describe('for any drawing', () => {
  type Point = readonly [number, number];
  /** Corners of strokes, as shares of the room that they have. */
  const corners = fc.array(
    fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
    {
      minLength: 1,
      maxLength: 5,
    },
  );
  const isNear = (x: number, y: number, points: readonly Point[], radius: number): boolean =>
    points.some(([ax, ay], i) => {
      const [bx, by] = points[i + 1] ?? [ax, ay];
      const length = (bx - ax) ** 2 + (by - ay) ** 2;
      const t = length && Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
      return (x - ax - t * (bx - ax)) ** 2 + (y - ay - t * (by - ay)) ** 2 <= radius ** 2;
    });
  /** Strokes in a field of `size` whose corner is at `left`, `top`. */
  const strokes = (shares: readonly Point[], size: number, left: number, top: number, radius = size / 16) => {
    const inner = size - 2 * radius;
    const points = shares.map(([x, y]): Point => [left + radius + x * inner, top + radius + y * inner]);
    return draw((x, y) => isNear(x + 0.5, y + 0.5, points, radius));
  };
  const RUNS = { numRuns: 25 };

  test('it does not matter where it is', () => {
    const at = fc.nat({ max: SIDE - 160 });
    fc.assert(
      fc.property(corners, at, at, (shares, left, top) => {
        const here = normaliseInk(strokes(shares, 160, 0, 0), SIDE)!;
        const there = normaliseInk(strokes(shares, 160, left, top), SIDE)!;
        // One grey level: sums in another order round differently.
        expect(here.every((grey, i) => Math.abs(grey - there[i]!) <= 1)).toBe(true);
      }),
      RUNS,
    );
  });

  test('it hardly matters how large it is', () => {
    const spread = fc.tuple(corners, corners).map(([a, b]): Point[] => [[0, 0], ...a, ...b, [1, 1]]);
    fc.assert(
      fc.property(spread, fc.integer({ min: 140, max: 280 }), (shares, size) => {
        const full = normaliseInk(strokes(shares, 280, 0, 0), SIDE)!;
        const small = normaliseInk(strokes(shares, size, 0, 0), SIDE)!;
        const difference = full.reduce((sum, grey, i) => sum + Math.abs(grey - small[i]!), 0) / 784;
        expect(difference).toBeLessThan(4); // of 255: the jagged rims of drawings without grey differ
      }),
      RUNS,
    );
  });

  test('it fits 20 x 20, has full ink, and lies in the middle unless it would be cut off', () => {
    const radius = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(corners, radius, (shares, r) => {
        const image = normaliseInk(strokes(shares, SIDE, 0, 0, r), SIDE)!;
        const { columns, rows, left, top, x, y } = look(image);
        expect(Math.max(...image)).toBe(255);
        expect(Math.max(columns, rows)).toBeLessThanOrEqual(21); // 20, from the middle of one pixel to that of another
        const isCentred = (at: number, start: number, length: number) =>
          Math.abs(at - 14) < 0.1 || start === 0 || start + length === 28;
        expect(isCentred(x, left, columns)).toBe(true);
        expect(isCentred(y, top, rows)).toBe(true);
      }),
      RUNS,
    );
  });
});
