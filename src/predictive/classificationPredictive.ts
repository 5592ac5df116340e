import { checkNumber } from "../errors/checks.ts";
import { ArgumentError, ShapeError } from "../errors/errors.ts";
import { createMatrix, type Matrix } from "../numeric/matrix.ts";
import { log } from "../numeric/special.ts";
import { classLogProb } from "./classLogProb.ts";
import { pickComponent, weighComponents } from "./mixtureWeights.ts";
import type { ClassificationPredictive } from "./predictive.ts";

/** A bank of S posterior draws, seen at n rows of inputs, for K classes. */
export interface ClassDraws {
  /** Probabilities [S, n K]: row s holds, for every row of inputs, those of the K classes under draw s. */
  readonly probabilities: Matrix;
  /** Names of the K classes, two or more. */
  readonly classes: readonly string[];
  /** Weights of the draws [S]; equal ones by default. */
  readonly weights?: ArrayLike<number>;
}

/** How far the probabilities of a row may add up beside 1: numbers of seven digits pass. */
const ROUNDING = 1e-5;

/**
 * The predictive distribution over classes of a bank of posterior draws. Probabilities are averaged over the draws; the
 * entropy of the average (total uncertainty) is the expected entropy of a draw (aleatoric) and the mutual information
 * between an observation and the parameters (epistemic) together: Houlsby et al. 2011, Depeweg et al. 2018. Entropies are in
 * nats.
 * Throws a ShapeError if the shapes do not fit, an ArgumentError for probabilities that are negative or do not add up to 1,
 * and for negative weights.
 */
export function classificationPredictive(draws: ClassDraws): ClassificationPredictive {
  const where = "classificationPredictive";
  const classes = [...draws.classes];
  const k = classes.length;
  const { probabilities: bank } = draws;
  checkBank(where, bank, k);
  const size = bank.cols / k;
  const used = weighComponents(
    where,
    Array.from({ length: bank.rows }, (_, s) => s),
    draws.weights,
  );
  const { components: rows, weights } = used;
  const probabilities = createMatrix(size, k);
  const expectedEntropy = new Float64Array(size);
  for (let c = 0; c < rows.length; c++) {
    const first = rows[c]! * bank.cols;
    for (let p = 0; p < bank.cols; p++) {
      probabilities.data[p] = probabilities.data[p]! + weights[c]! * bank.data[first + p]!;
    }
    for (let i = 0; i < size; i++) {
      expectedEntropy[i] = expectedEntropy[i]! + weights[c]! * entropyAt(bank.data, first + i * k, k);
    }
  }
  const entropy = expectedEntropy.map((_, i) => entropyAt(probabilities.data, i * k, k));
  return {
    kind: "classification",
    size,
    classes,
    probabilities,
    mode: Uint32Array.from({ length: size }, (_, i) => largestAt(probabilities.data, i * k, k)),
    entropy,
    expectedEntropy,
    // Entropy is concave: only rounding makes the difference negative.
    mutualInformation: entropy.map((total, i) => Math.max(0, total - expectedEntropy[i]!)),
    logProb: (y) => classLogProb(probabilities, y),
    sample(count, rng) {
      checkNumber("predictive.sample", "draws", count, { integer: true, min: 0 });
      const result = createMatrix(count, size);
      for (let s = 0; s < count; s++) {
        const first = rows[pickComponent(weights, rng)]! * bank.cols;
        for (let i = 0; i < size; i++) {
          const at = first + i * k;
          result.data[s * size + i] = pickComponent(bank.data.subarray(at, at + k), rng);
        }
      }
      return result;
    },
  };
}

/** -sum_k p_k log p_k of K probabilities. */
function entropyAt(data: Float64Array, first: number, count: number): number {
  let sum = 0;
  for (let k = first; k < first + count; k++) if (data[k]! > 0) sum -= data[k]! * log(data[k]!);
  return sum;
}

/** Which of K probabilities is the largest: the first of equals. */
function largestAt(data: Float64Array, first: number, count: number): number {
  let best = 0;
  for (let k = 1; k < count; k++) if (data[first + k]! > data[first + best]!) best = k;
  return best;
}

function checkBank(where: string, bank: Matrix, classes: number): void {
  checkNumber(where, "number of classes", classes, { min: 2 });
  if (bank.cols % classes !== 0) {
    throw new ShapeError({
      where,
      problem: `the columns of the probabilities must be a multiple of the ${classes} classes, got ${bank.cols}`,
      details: { classes, found: bank.cols },
    });
  }
  for (let first = 0; first < bank.data.length; first += classes) {
    let sum = 0;
    let least = 0;
    for (let k = first; k < first + classes; k++) {
      sum += bank.data[k]!;
      if (!(bank.data[k]! >= least)) least = bank.data[k]!;
    }
    if (least >= 0 && Math.abs(sum - 1) <= ROUNDING) continue;
    const [draw, row] = [Math.floor(first / bank.cols), (first % bank.cols) / classes];
    throw new ArgumentError({
      where,
      problem:
        `probabilities must be at least 0 and add up to 1, in draw ${draw} and row ${row} (counted from 0) ` +
        `they add up to ${sum} and the least is ${least}`,
      details: { draw, row, sum },
    });
  }
}
