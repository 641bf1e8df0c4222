/**
 * Plain data with arrays of floats as one block of bytes: a header of JSON, then the floats. What is kept is one block so
 * that one checksum holds for all of it, and so that it can travel as a file.
 */
import { crc32 } from '../core/checksum.ts';

const MAGIC = 0x314b4c44; // "DLK1", little-endian as everything here
const HEADER_AT = 8;

/** Stands in the JSON for floats: where they begin behind the header, and how many they are. */
interface Place {
  readonly floats: readonly [at: number, count: number];
}

/** A packed value and what tells whether it is still whole. */
export interface Sealed {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly checksum: number;
}

export function seal(value: unknown): Sealed {
  const bytes = pack(value);
  return { bytes, checksum: crc32(bytes) };
}

/** @returns whether there is anything, whatever was read, and all of it as it was sealed */
export function isWhole<T extends Sealed>(sealed: T | undefined): sealed is T {
  return isSealed(sealed) && crc32(sealed.bytes) === sealed.checksum;
}

/** @returns whether it looks like something sealed, whole or not */
export function isSealed(value: unknown): value is Sealed {
  return (value as Partial<Sealed> | null | undefined)?.bytes instanceof Uint8Array;
}

export function pack(value: unknown): Uint8Array<ArrayBuffer> {
  const arrays: Float32Array[] = [];
  let count = 0;
  const json = JSON.stringify(value, (_, part: unknown) => {
    if (!(part instanceof Float32Array)) return part;
    arrays.push(part);
    const place: Place = { floats: [count, part.length] };
    count += part.length;
    return place;
  });
  const header = new TextEncoder().encode(json);
  const floatsAt = floatsAfter(header.length);
  const bytes = new Uint8Array(floatsAt + 4 * count);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, header.length, true);
  bytes.set(header, HEADER_AT);
  const floats = new Float32Array(bytes.buffer, floatsAt, count);
  let at = 0;
  for (const array of arrays) {
    floats.set(array, at);
    at += array.length;
  }
  return bytes;
}

/** @throws Error when these are not bytes that `pack` has made; whether they hold what is wanted is for others to check */
export function unpack(bytes: Uint8Array<ArrayBuffer>): unknown {
  const whole = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
  if (whole.length < HEADER_AT || view.getUint32(0, true) !== MAGIC)
    throw new Error('These bytes are nothing that the lab has kept.');
  const headerLength = view.getUint32(4, true);
  const floatsAt = floatsAfter(headerLength);
  if (floatsAt > whole.length) throw new Error('These bytes end too early.');
  const header = new TextDecoder().decode(whole.subarray(HEADER_AT, HEADER_AT + headerLength));
  const floats = new Float32Array(
    whole.buffer,
    whole.byteOffset + floatsAt,
    Math.floor((whole.length - floatsAt) / 4),
  );
  return JSON.parse(header, (_, part: unknown) => {
    const place = placeOf(part);
    if (!place) return part;
    const [at, count] = place;
    if (at + count > floats.length) throw new Error('These bytes end too early.');
    return floats.slice(at, at + count);
  });
}

function floatsAfter(headerLength: number): number {
  return 4 * Math.ceil((HEADER_AT + headerLength) / 4);
}

function placeOf(part: unknown): Place['floats'] | undefined {
  const floats: unknown = (part as { readonly floats?: unknown } | null)?.floats;
  const isPlace = Array.isArray(floats) && floats.length === 2 && floats.every((n) => Number.isInteger(n));
  return isPlace ? (floats as unknown as Place['floats']) : undefined;
}
