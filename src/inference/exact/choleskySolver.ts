import { NumericError } from "../../errors/errors.ts";
import type { LinearNetwork } from "../../model/network.ts";
import { cholesky, solveLower, solveLowerTransposed } from "../../numeric/cholesky.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import { dot, timesVector } from "../../numeric/products.ts";
import { factoredSolution, priorSquares } from "./factoredSolution.ts";
import type { GramReduction } from "./reduction.ts";
import type { LinearSolution } from "./solution.ts";

/** Condition numbers of the scaled precision above this one lose more than half the digits: QR is used instead. */
export const LARGEST_CONDITION = 1e8;

/** The precision matrix factored, with an estimate of how well that went. */
export interface CholeskyResult {
  readonly solution: LinearSolution;
  /** A lower estimate of the condition number of Lambda, scaled to a unit diagonal. */
  readonly condition: number;
}

/**
 * Solves by the Cholesky factor of Lambda = H'H/sigma^2 + P0. Throws a NumericError naming the pivot when Lambda is not
 * positive definite in floating-point numbers; nothing is ever added to its diagonal.
 */
export function solveCholesky(
  network: LinearNetwork,
  data: GramReduction,
  m0: Float64Array,
  precision: Float64Array,
  noiseVariance: number,
): CholeskyResult {
  const size = network.size;
  const lambda = createMatrix(
    size,
    size,
    data.gram.data.map((value) => value / noiseVariance),
  );
  for (let j = 0; j < size; j++) lambda.data[j * size + j]! += precision[j]!;
  const result = cholesky(lambda);
  if ("failedPivot" in result) {
    throw new NumericError({
      where: "exact",
      problem: `the posterior precision must be positive definite, its pivot ${result.failedPivot} of ${size} is not`,
      fix: 'Two features may be the same, or a flat prior may meet too few rows. Use a proper prior or solver "qr".',
      details: { pivot: result.failedPivot, size },
    });
  }
  const { factor } = result;
  const mean = Float64Array.from(data.cross, (value, j) => value / noiseVariance + precision[j]! * m0[j]!);
  solveLowerTransposed(factor, solveLower(factor, mean));
  const fitted = timesVector(data.gram, mean);
  const residualSquares = Math.max(0, data.targetSquares - 2 * dot(mean, data.cross) + dot(mean, fitted));
  return {
    condition: conditionEstimate(lambda, factor),
    solution: factoredSolution({
      solver: "cholesky",
      network,
      factor,
      mean,
      residualSquares,
      priorSquares: priorSquares(mean, m0, precision),
      precision,
      observations: data.observations,
      logWeights: data.logWeights,
      noiseVariance,
    }),
  };
}

/**
 * Condition number of S Lambda S, where S scales the diagonal to 1: a few power iterations for the largest
 * eigenvalue and inverse iterations for the smallest, from fixed starting vectors.
 */
function conditionEstimate(lambda: Matrix, factor: Matrix): number {
  const n = lambda.rows;
  const s = Float64Array.from({ length: n }, (_, j) => 1 / Math.sqrt(lambda.data[j * n + j]!));
  const start = Float64Array.from({ length: n }, (_, j) => (j % 2 === 0 ? 1 : -1) * (1 + j / n));
  const grow = (apply: (v: Float64Array) => Float64Array) => {
    let v: Float64Array = start;
    let growth = 1;
    for (let step = 0; step < 4; step++) {
      const length = Math.sqrt(dot(v, v));
      v = apply(v.map((value) => value / length));
      growth = Math.sqrt(dot(v, v));
    }
    return growth;
  };
  const scaled = (v: Float64Array) => v.map((value, j) => value * s[j]!);
  const unscaled = (v: Float64Array) => v.map((value, j) => value / s[j]!);
  const largest = grow((v) => scaled(timesVector(lambda, scaled(v))));
  const inverse = grow((v) => unscaled(solveLowerTransposed(factor, solveLower(factor, unscaled(v)))));
  return largest * inverse;
}
