/** Several numbers in one or two. */

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The standard deviation of a sample, with n - 1; 0 for a single value. */
export function deviationOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** The mean of what is read of things; undefined where it was not computed for all of them. */
export function meanOver<T>(
  things: readonly T[],
  read: (thing: T) => number | null | undefined,
): number | undefined {
  const values = things.flatMap((thing) => read(thing) ?? []);
  return values.length > 0 && values.length === things.length ? meanOf(values) : undefined;
}
