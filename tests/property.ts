/** How properties of hostile input are tried: the same cases on every machine, ten times as many in `npm run test:long`. */
import fc from 'fast-check';

const isLong = process.env['LAB_TESTS'] === 'long';

/** For `fc.assert`. A case that fails is told with its seed and path, which bring it back. */
export const OFTEN = { numRuns: isLong ? 10_000 : 1_000, seed: 20_261_126 };
/** For the test around it, in ms. */
export const PATIENCE = isLong ? 600_000 : 60_000;

/** Something is at a place that is in no file yet; places wrap round. */
type Change =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'set'; readonly at: number; readonly to: readonly number[] }
  | { readonly kind: 'cut'; readonly at: number; readonly length: number }
  | { readonly kind: 'insert'; readonly at: number; readonly what: readonly number[] };

const place = fc.oneof(fc.nat(40), fc.nat(100_000)); // heads are where numbers stand that are believed
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.nat(7) }),
  fc.record({
    kind: fc.constant('set' as const),
    at: place,
    to: fc.constantFrom([0], [255], [255, 255, 255, 255], [128, 0, 0, 0], [0, 0, 0, 0], [10]),
  }),
  fc.record({ kind: fc.constant('cut' as const), at: place, length: fc.oneof(fc.nat(8), fc.nat(100_000)) }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: place,
    what: fc.array(fc.nat(255), { minLength: 1, maxLength: 8 }),
  }),
);

/** Good bytes with a few changes, or hardly any. */
export function spoiled(good: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  return fc
    .tuple(good, fc.array(change, { maxLength: 4 }))
    .map(([bytes, changes]) => Uint8Array.from(changes.reduce(apply, [...bytes])));
}

/** Good text with a few changes. */
export function spoiledText(good: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const bytes = good.map((text) => new TextEncoder().encode(text));
  return spoiled(bytes).map((changed) => new TextDecoder().decode(changed));
}

function apply(bytes: number[], one: Change): number[] {
  const at = bytes.length === 0 ? 0 : one.at % bytes.length;
  switch (one.kind) {
    case 'flip':
      return bytes.map((byte, i) => (i === at ? byte ^ (1 << one.bit) : byte));
    case 'set':
      return [...bytes.slice(0, at), ...one.to, ...bytes.slice(at + one.to.length)];
    case 'cut':
      return [...bytes.slice(0, at), ...bytes.slice(at + one.length)];
    case 'insert':
      return [...bytes.slice(0, at), ...one.what, ...bytes.slice(at)];
  }
  return one satisfies never;
}

/** What JSON may hold in the place of something else. */
const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, '', 'NaN', '1e309', -1, 0, 0.5, 1e308, 2 ** 53, 2 ** 32, [], {}, [[]]),
  fc.constantFrom<unknown>('<img src=x onerror=alert(1)>', '\u202e\u200b\u0000', 'x'.repeat(5000), '\ud800'),
  fc.constant(Array.from({ length: 200 }, () => 1)),
  fc.jsonValue({ maxDepth: 2 }),
);
const hostileKey = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'x',
  'version',
  'seed',
);

/**
 * A good JSON value in which one thing, wherever it stands, is another, is gone, or stands beside what should not be
 * there; or several such things.
 */
export function spoiledValue(good: unknown): fc.Arbitrary<unknown> {
  const paths = pathsIn(good);
  const one = fc.record({
    path: fc.oneof(fc.constantFrom(...paths), fc.constantFrom(...paths.filter(({ length }) => length < 3))),
    how: fc.constantFrom('replace', 'remove', 'add'),
    key: hostileKey,
    value: hostileValue,
  });
  return fc.array(one, { minLength: 1, maxLength: 3 }).map((changes) => {
    // Through JSON, as every file comes: that is how an own field can be called __proto__.
    let value = JSON.parse(JSON.stringify(good)) as unknown;
    for (const { path, how, key, value: other } of changes)
      value = changedAt(value, path, (old) =>
        how === 'replace' ? other : how === 'remove' ? undefined : withField(old, key, other),
      );
    return value;
  });
}

type Path = readonly (string | number)[];

function pathsIn(value: unknown, at: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [at, ...keys.flatMap((key) => pathsIn((value as Record<string, unknown>)[key], [...at, key]))];
}

function changedAt(value: unknown, [key, ...rest]: Path, change: (old: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  if (typeof value !== 'object' || value === null) return value;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
  copy[key] = changedAt(copy[key], rest, change);
  return copy;
}

function withField(old: unknown, key: string, value: unknown): unknown {
  if (typeof old !== 'object' || old === null) return value;
  if (Array.isArray(old)) return [...(old as unknown[]), value];
  return JSON.parse(`{${JSON.stringify(key)}:${JSON.stringify(value)}${tail(old)}`);
}

function tail(old: object): string {
  const text = JSON.stringify(old);
  return text === '{}' ? text.slice(1) : `,${text.slice(1)}`;
}
