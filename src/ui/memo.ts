/** The last answer of `compute`, kept while its arguments are the same values: elements below see an unchanged property. */
export function memo<A extends readonly unknown[], R>(compute: (...input: A) => R): (...input: A) => R {
  let last: { readonly input: A; readonly result: R } | undefined;
  return (...input) => {
    if (!last || input.some((value, i) => !Object.is(value, last!.input[i])))
      last = { input, result: compute(...input) };
    return last.result;
  };
}
