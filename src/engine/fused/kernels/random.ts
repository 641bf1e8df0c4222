/** `core/random.ts` in WGSL; the same golden vector tests both. */
export const RANDOM_WGSL = `
fn mix32(value : u32) -> u32 {
  var x = value;
  x ^= x >> 16u;
  x *= 0x7feb352du;
  x ^= x >> 15u;
  x *= 0x846ca68bu;
  x ^= x >> 16u;
  return x;
}
fn hash(key : u32, counter : u32) -> u32 { return mix32(key ^ mix32(counter + 0x9e3779b9u)); }
// Whether draw \`counter\` of an inverted-dropout mask is kept; \`threshold\` is the rate times 2^24, rounded up.
fn isKept(key : u32, counter : u32, threshold : u32) -> bool { return (hash(key, counter) >> 8u) >= threshold; }
`;

/** A dropout rate as the threshold of `isKept`: draws have 24 bits. */
export function dropoutThreshold(rate: number): number {
  return Math.ceil(rate * 2 ** 24);
}
