/** IEEE 754 half precision, as in float16 files: 11 bits of precision, up to 65,504. */

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The nearest half, ties to even; beyond the largest it is infinite. @returns its 16 bits */
export function toHalf(value: number): number {
  float[0] = value;
  const x = bits[0]!;
  const sign = (x >>> 16) & 0x8000;
  const magnitude = x & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // not a number
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // rounds to 65,520 or more
  if (magnitude < 0x38800000) {
    // Below 2^-14 halves are whole multiples of 2^-24; doubles hold this product exactly.
    const steps = Math.abs(float[0]) * 2 ** 24;
    const whole = Math.floor(steps);
    const rest = steps - whole;
    return sign | (rest > 0.5 || (rest === 0.5 && whole % 2 === 1) ? whole + 1 : whole);
  }
  const rounded = magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1);
  return sign | (rounded >>> 13);
}

/** @param half 16 bits */
export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
