import { NumericError } from "../../errors/errors.ts";

/**
 * Checks the diagonal of the posterior's triangular factor. A proper prior keeps an entry positive; under a flat one it is
 * what the data leave of the parameter's column of features, and must stand out from the rounding of that column's
 * length. Throws a NumericError naming the parameter that is left open.
 */
export function checkDetermined(
  diagonal: Float64Array,
  precision: Float64Array,
  lengthOf: (parameter: number) => number,
): void {
  const size = diagonal.length;
  for (let j = 0; j < size; j++) {
    const least = precision[j]! > 0 ? 0 : lengthOf(j) * size * Number.EPSILON;
    if (diagonal[j]! > least && Number.isFinite(diagonal[j]!)) continue;
    throw new NumericError({
      where: "exact",
      problem: `the data must determine every parameter that has a flat prior, parameter ${j} of ${size} is left open`,
      fix: "Give it a proper prior, or more data.",
      details: { parameter: j, size },
    });
  }
}
