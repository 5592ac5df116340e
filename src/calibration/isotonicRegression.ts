import { checkFinite, checkLength, checkNumber } from "../errors/checks.ts";

/**
 * The non-decreasing values [n] closest to y [n] in least squares, weighted: the isotonic regression of values that stand in
 * the order of their inputs, by pooling adjacent violators (Ayer et al. 1955) in linear time. Equal weights by default.
 * Throws an ArgumentError unless y is finite and weights positive, a ShapeError unless every value has a weight.
 */
export function isotonicRegression(y: ArrayLike<number>, weights?: ArrayLike<number>): Float64Array {
  const where = "isotonicRegression";
  checkFinite(where, "y", y);
  if (weights !== undefined) {
    checkLength(where, "weights", weights, y.length, "one per value");
    for (let i = 0; i < weights.length; i++) checkNumber(where, `weight ${i}`, weights[i], { above: 0 });
  }
  // Blocks of equal values, each with its first position, its mean and its weight.
  const first: number[] = [];
  const mean: number[] = [];
  const weight: number[] = [];
  for (let i = 0; i < y.length; i++) {
    first.push(i);
    mean.push(y[i]!);
    weight.push(weights?.[i] ?? 1);
    while (mean.length > 1 && mean.at(-2)! >= mean.at(-1)!) {
      first.pop();
      const value = mean.pop()!;
      const more = weight.pop()!;
      const last = mean.length - 1;
      weight[last]! += more;
      mean[last]! += (more / weight[last]!) * (value - mean[last]!);
    }
  }
  const fitted = new Float64Array(y.length);
  for (let k = 0; k < first.length; k++) fitted.fill(mean[k]!, first[k], first[k + 1] ?? y.length);
  return fitted;
}
