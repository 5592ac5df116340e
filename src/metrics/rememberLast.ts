/**
 * The same function of weights, computed once while it is asked for the same array again: several statistics of one sample
 * share what they have in common. Samples are arrays of their own, never written again.
 */
export function rememberLast<T>(of: (weights: Float64Array) => T): (weights: Float64Array) => T {
  let last: { readonly weights: Float64Array; readonly value: T } | undefined;
  return (weights) => {
    if (last?.weights !== weights) last = { weights, value: of(weights) };
    return last.value;
  };
}
