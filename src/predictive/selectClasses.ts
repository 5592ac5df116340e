import { checkNumber } from "../errors/checks.ts";
import { createMatrix, takeRows } from "../numeric/matrix.ts";
import { classLogProb } from "./classLogProb.ts";
import type { ClassificationPredictive } from "./predictive.ts";

/**
 * The predictive distributions over classes of some of the rows, in the given order. Joint draws stay joint.
 * Throws an ArgumentError for a row that does not exist.
 */
export function selectClasses(
  predictive: ClassificationPredictive,
  rows: ArrayLike<number>,
): ClassificationPredictive {
  const where = "selectClasses";
  const { size, classes } = predictive;
  const kept = Uint32Array.from(rows, (row) =>
    checkNumber(where, "row", row, { integer: true, min: 0, below: size }),
  );
  const take = (values: Float64Array) => Float64Array.from(kept, (row) => values[row]!);
  const probabilities = takeRows(predictive.probabilities, kept);
  return {
    kind: "classification",
    size: kept.length,
    classes,
    probabilities,
    mode: Uint32Array.from(kept, (row) => predictive.mode[row]!),
    entropy: take(predictive.entropy),
    expectedEntropy: take(predictive.expectedEntropy),
    mutualInformation: take(predictive.mutualInformation),
    logProb: (y) => classLogProb(probabilities, y),
    sample(count, rng) {
      const all = predictive.sample(count, rng);
      const result = createMatrix(count, kept.length);
      for (let s = 0; s < count; s++) {
        kept.forEach((row, i) => void (result.data[s * kept.length + i] = all.data[s * size + row]!));
      }
      return result;
    },
  };
}
