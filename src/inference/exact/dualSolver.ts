import { NumericError } from "../../errors/errors.ts";
import type { LinearNetwork } from "../../model/network.ts";
import {
  cholesky,
  inverseLower,
  logDeterminant,
  solveLower,
  solveLowerEach,
  solveLowerTransposed,
} from "../../numeric/cholesky.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import {
  dot,
  rowSquares,
  timesTransposed,
  timesVector,
  transpose,
  transposeTimesVector,
} from "../../numeric/products.ts";
import { log } from "../../numeric/special.ts";
import { logEvidence } from "./evidence.ts";
import { evaluateFeatures, featureMoments } from "./featureBlocks.ts";
import { logPrecision } from "./linearPrior.ts";
import type { RowsReduction } from "./reduction.ts";
import type { LinearSolution } from "./solution.ts";

/**
 * Solves in the space of the observations, for more parameters than rows and a proper prior: with W = H P0^-1/2, the
 * Gaussian process of covariance W W' + sigma^2 I. Every entry of `precision` must be positive.
 */
export function solveDual(
  network: LinearNetwork,
  data: RowsReduction,
  m0: Float64Array,
  precision: Float64Array,
  noiseVariance: number,
): LinearSolution {
  const size = network.size;
  const rows = data.design.rows;
  const prior = precision.map((value) => 1 / Math.sqrt(value));
  const w = createMatrix(
    rows,
    size,
    data.design.data.map((value, p) => value * prior[p % size]!),
  );
  const factor = covarianceFactor(w, noiseVariance);
  const offset = timesVector(data.design, m0).map((value, i) => data.target[i]! - value);
  const whitened = solveLower(factor, offset.slice());
  const dualMean = solveLowerTransposed(factor, whitened.slice());
  const pull = transposeTimesVector(w, dualMean);
  const mean = m0.map((value, j) => value + prior[j]! * pull[j]!);
  const logDataDeterminant = logDeterminant(factor) - rows * log(noiseVariance);
  const logPrior = logPrecision(precision);
  const residualSquares = noiseVariance * noiseVariance * dot(dualMean, dualMean) + data.leftover;
  /** How much of the prior variance of z = P0^-1/2 h the data explain, for the projections W z of several z. */
  const explained = (projections: Matrix) => {
    solveLowerEach(factor, projections);
    return rowSquares(projections);
  };
  // P0^-1/2 (I - W'(W W' + sigma^2 I)^-1 W) P0^-1/2: the prior variance less what the data explain.
  const variancesOf = (features: Matrix) => {
    for (let p = 0; p < features.data.length; p++) features.data[p]! *= prior[p % size]!;
    const told = explained(timesTransposed(features, w));
    return rowSquares(features).map((value, i) => Math.max(0, value - told[i]!));
  };
  /** Projections of the unit vectors: row j is W P0^-1/2 e_j. */
  const unitProjections = () => {
    const projections = transpose(w);
    for (let p = 0; p < projections.data.length; p++) projections.data[p]! *= prior[Math.floor(p / rows)]!;
    return projections;
  };
  return {
    solver: "dual",
    size,
    mean,
    residualSquares,
    priorSquares: dot(pull, pull),
    logDeterminant: logPrior + logDataDeterminant,
    logEvidence: logEvidence({
      observations: data.observations,
      logWeights: data.logWeights,
      flat: 0,
      noiseVariance,
      logPrior: 0,
      logDeterminant: logDataDeterminant,
      quadratic: dot(whitened, whitened) + data.leftover / noiseVariance,
    }),
    effectiveParameters: () => rows - noiseVariance * inverseTrace(factor),
    variances: () => {
      const told = explained(unitProjections());
      return prior.map((value, j) => Math.max(0, value * value - told[j]!));
    },
    covariance: () => {
      const projections = unitProjections();
      solveLowerEach(factor, projections);
      const covariance = timesTransposed(projections, projections).data.map((value) => -value);
      for (let j = 0; j < size; j++) covariance[j * size + j]! += prior[j]! * prior[j]!;
      return createMatrix(size, size, covariance);
    },
    moments: (x) => featureMoments(network, x, mean, variancesOf),
    averages: (x, group) => featureMoments(network, x, mean, variancesOf, group),
    evaluate: (parameters, x, out) => evaluateFeatures(network, parameters, x, out),
    // A prior draw, moved by what imagined data drawn from it would have taught (Matheron's rule).
    deviation: (rng, out) => {
      rng.fillNormal(out);
      const imagined = timesVector(w, out);
      const sigma = Math.sqrt(noiseVariance);
      for (let i = 0; i < rows; i++) imagined[i]! += sigma * rng.normal();
      const back = transposeTimesVector(w, solveLowerTransposed(factor, solveLower(factor, imagined)));
      for (let j = 0; j < size; j++) out[j] = prior[j]! * (out[j]! - back[j]!);
    },
    quadratic: (parameters) => {
      const delta = parameters.map((value, j) => value - mean[j]!);
      const moved = timesVector(data.design, delta);
      return (
        dot(moved, moved) / noiseVariance +
        delta.reduce((sum, value, j) => sum + precision[j]! * value * value, 0)
      );
    },
  };
}

/** trace((L L')^-1). */
function inverseTrace(l: Matrix): number {
  const inverse = inverseLower(l).data;
  return dot(inverse, inverse);
}

function covarianceFactor(w: Matrix, noiseVariance: number): Matrix {
  const rows = w.rows;
  const covariance = timesTransposed(w, w);
  for (let i = 0; i < rows; i++) covariance.data[i * rows + i]! += noiseVariance;
  const result = cholesky(covariance);
  if ("factor" in result) return result.factor;
  throw new NumericError({
    where: "exact",
    problem: `the covariance of the observations must be positive definite, its pivot ${result.failedPivot} is not`,
    fix: 'The noise variance may be too small for these rows; use a larger one or solver "qr".',
    details: { pivot: result.failedPivot, rows },
  });
}
