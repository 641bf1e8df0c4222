/**
 * All randomness of the lab: one counter-based hash. A draw is a pure function of (seed, what for, counter), so
 * batches, masks and shifts can be computed in any order, on any device, and the same seed gives the same run.
 * Only 32-bit integer operations that WGSL has too; the golden vector in the tests binds every implementation.
 */

/** Bijective 32-bit mixer "lowbias32" (Chris Wellons, hash-prospector, 2018). @returns a u32 */
export function mix32(value: number): number {
  let x = value | 0;
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  x ^= x >>> 16;
  return x >>> 0;
}

/** The draw number `counter` of stream `key`. @returns a u32 */
export function hash(key: number, counter: number): number {
  // The golden-ratio offset keeps counter 0 away from mix32's fixed point at 0.
  return mix32(key ^ mix32(counter + 0x9e3779b9));
}

/** What a stream is for; the numbers are part of every run's identity and are never reused. */
const STREAMS = {
  parameters: 1,
  shuffle: 2,
  inputDropout: 3,
  hiddenDropout: 4,
  jitter: 5,
  split: 6,
  wrongLabels: 7,
  wrongClasses: 8,
  layerMaps: 9,
} as const;
export type Stream = keyof typeof STREAMS;

/** The key of a stream of `seed`, narrowed by indices such as (layer, step). @returns a u32 */
export function streamKey(seed: number, stream: Stream, ...indices: readonly number[]): number {
  return indices.reduce(hash, hash(mix32(seed), STREAMS[stream]));
}

/** Uniform in [0, 1) with 24 bits, so that it is the same number in float32. */
export function uniform(key: number, counter: number): number {
  return (hash(key, counter) >>> 8) * 2 ** -24;
}

/** Standard normal by Box and Muller (1958), from draws 2i and 2i + 1. */
export function gaussian(key: number, i: number): number {
  const radius = Math.sqrt(-2 * Math.log(uniform(key, 2 * i) + 2 ** -25));
  return radius * Math.cos(2 * Math.PI * uniform(key, 2 * i + 1));
}

/** A permutation of 0 .. n-1 by Fisher and Yates. */
export function permutation(key: number, n: number): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor((hash(key, i) / 2 ** 32) * (i + 1));
    const swapped = order[i]!;
    order[i] = order[j]!;
    order[j] = swapped;
  }
  return order;
}
