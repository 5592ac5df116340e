import type { LinearNetwork } from "../../model/network.ts";
import {
  inverseFromCholesky,
  inverseLower,
  logDeterminant,
  solveLowerEach,
  solveLowerTransposed,
} from "../../numeric/cholesky.ts";
import type { Matrix } from "../../numeric/matrix.ts";
import { rowSquares, transpose } from "../../numeric/products.ts";
import { logEvidence } from "./evidence.ts";
import { evaluateFeatures, featureMoments } from "./featureBlocks.ts";
import { countFlat, logPrecision } from "./linearPrior.ts";
import type { LinearSolution } from "./solution.ts";

/** What the Cholesky and the QR solver both end with. */
export interface FactoredParts {
  readonly solver: "cholesky" | "qr";
  readonly network: LinearNetwork;
  /** Lower triangular L with L L' = Lambda. */
  readonly factor: Matrix;
  readonly mean: Float64Array;
  readonly residualSquares: number;
  readonly priorSquares: number;
  readonly precision: Float64Array;
  readonly observations: number;
  readonly logWeights: number;
  readonly noiseVariance: number;
}

/** The posterior N(mean, (L L')^-1). */
export function factoredSolution(parts: FactoredParts): LinearSolution {
  const { factor, network, mean, precision, residualSquares, priorSquares, noiseVariance } = parts;
  const size = network.size;
  const logDet = logDeterminant(factor);
  const variancesOf = (features: Matrix) => {
    solveLowerEach(factor, features);
    return rowSquares(features);
  };
  return {
    solver: parts.solver,
    size,
    mean,
    residualSquares,
    priorSquares,
    logDeterminant: logDet,
    logEvidence: logEvidence({
      observations: parts.observations,
      logWeights: parts.logWeights,
      flat: countFlat(precision),
      noiseVariance,
      logPrior: logPrecision(precision),
      logDeterminant: logDet,
      quadratic: residualSquares / noiseVariance + priorSquares,
    }),
    effectiveParameters: () =>
      inverseDiagonal(factor).reduce((sum, variance, j) => sum + (1 - precision[j]! * variance), 0),
    variances: () => inverseDiagonal(factor),
    covariance: () => inverseFromCholesky(factor),
    moments: (x) => featureMoments(network, x, mean, variancesOf),
    averages: (x, group) => featureMoments(network, x, mean, variancesOf, group),
    evaluate: (parameters, x, out) => evaluateFeatures(network, parameters, x, out),
    deviation: (rng, out) => void solveLowerTransposed(factor, rng.fillNormal(out)),
    quadratic: (parameters) => {
      // L'(phi - mean), whose squared length is the quadratic form.
      let sum = 0;
      for (let j = 0; j < size; j++) {
        let entry = 0;
        for (let i = j; i < size; i++) entry += factor.data[i * size + j]! * (parameters[i]! - mean[i]!);
        sum += entry * entry;
      }
      return sum;
    },
  };
}

/** The diagonal of (L L')^-1: squared lengths of the columns of L^-1. */
function inverseDiagonal(l: Matrix): Float64Array {
  return rowSquares(transpose(inverseLower(l)));
}

/** (mean - m0)' P0 (mean - m0). */
export function priorSquares(mean: Float64Array, m0: Float64Array, precision: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < mean.length; j++) {
    const deviation = mean[j]! - m0[j]!;
    sum += precision[j]! * deviation * deviation;
  }
  return sum;
}
