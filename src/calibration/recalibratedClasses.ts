import { checkNumber } from "../errors/checks.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import { classificationPredictive } from "../predictive/classificationPredictive.ts";
import { pickComponent } from "../predictive/mixtureWeights.ts";
import type { ClassificationPredictive } from "../predictive/predictive.ts";
import type { Rng } from "../random/rng.ts";

/**
 * The predictive with other probabilities [n, K] for the same rows. They say nothing about what part of the entropy is
 * epistemic: that share stays as it is. Joint draws stay as joint as the new probabilities let them: a drawn class is
 * kept with probability min(1, new/old) and replaced by one that became more probable otherwise (a maximal coupling).
 */
export function recalibratedClasses(
  base: ClassificationPredictive,
  probabilities: Matrix,
): ClassificationPredictive {
  const { size, classes } = base;
  const bank = createMatrix(1, probabilities.data.length, probabilities.data);
  const plain = classificationPredictive({ probabilities: bank, classes });
  const expectedEntropy = plain.entropy.map((entropy, i) =>
    base.entropy[i]! > 0 ? entropy * Math.min(1, base.expectedEntropy[i]! / base.entropy[i]!) : entropy,
  );
  return {
    ...plain,
    expectedEntropy,
    mutualInformation: plain.entropy.map((entropy, i) => entropy - expectedEntropy[i]!),
    sample(count: number, rng: Rng): Matrix {
      checkNumber("predictive.sample", "draws", count, { integer: true, min: 0 });
      const drawn = base.sample(count, rng);
      drawn.data.forEach((k, at) => {
        const i = at % size;
        const [before, after] = [rowOf(base.probabilities, i), rowOf(probabilities, i)];
        if (rng.uniform() * before[k]! < after[k]!) return;
        const gained = after.map((p, j) => Math.max(0, p - before[j]!));
        const total = gained.reduce((sum, gain) => sum + gain, 0);
        drawn.data[at] = pickComponent(
          gained.map((gain) => gain / total),
          rng,
        );
      });
      return drawn;
    },
  };
}
