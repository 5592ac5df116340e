import type { Bins } from "./equalMassBins.ts";

/** What a bin holds: the total weight and the weighted means of two columns; of an empty bin 0. */
export interface BinMeans {
  readonly weight: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** Weight and weighted means of two numbers per row, bin by bin. */
export function binMeans(
  { count, of }: Bins,
  weights: ArrayLike<number>,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): BinMeans {
  const weight = new Float64Array(count);
  const first = new Float64Array(count);
  const second = new Float64Array(count);
  for (let i = 0; i < of.length; i++) {
    const bin = of[i]!;
    const w = weights[i]!;
    weight[bin] = weight[bin]! + w;
    first[bin] = first[bin]! + w * a[i]!;
    second[bin] = second[bin]! + w * b[i]!;
  }
  for (let bin = 0; bin < count; bin++) {
    if (weight[bin] === 0) continue;
    first[bin] = first[bin]! / weight[bin]!;
    second[bin] = second[bin]! / weight[bin]!;
  }
  return { weight, first, second };
}
