import { logProduct } from "../../numeric/logProduct.ts";
import type { Matrix } from "../../numeric/matrix.ts";
import { type BandedFactor, factorBanded, solveFactor } from "./bandedFactor.ts";
import { type BandedMoments, bandedCovariance, bandedMoments } from "./bandedMoments.ts";
import type { BandedReduction } from "./bandedReduction.ts";
import { logEvidence } from "./evidence.ts";
import { priorSquares } from "./factoredSolution.ts";
import { countFlat, logPrecision } from "./linearPrior.ts";
import { distanceFrom, type Line, lineFromParameters, locate, type Pieces } from "./pieces.ts";
import type { LinearSolution } from "./solution.ts";

/**
 * Solves the shallow network with fixed joints in O(N + K). In values and slopes at the joints the problem is banded: a
 * row of data speaks of one joint, a weight of one joint and the next, so that parameters are eliminated one joint at a
 * time (from the right) and solved for one at a time (from the left).
 */
export function solveBanded(
  pieces: Pieces,
  data: BandedReduction,
  m0: Float64Array,
  precision: Float64Array,
  noiseVariance: number,
): LinearSolution {
  const size = m0.length;
  const factor = factorBanded(pieces, data.factors, Math.sqrt(noiseVariance), m0, precision);
  const mean = new Float64Array(size);
  const line = solveFactor(pieces, factor, factor.target, mean);
  const residualSquares = residuals(data.factors, line);
  const fromPrior = priorSquares(mean, m0, precision);
  const logDeterminant = 2 * logProduct(factor.main);
  let held: BandedMoments | undefined;
  const moments = () => (held ??= bandedMoments(pieces, factor));
  return {
    solver: "banded",
    size,
    mean,
    residualSquares,
    priorSquares: fromPrior,
    logDeterminant,
    logEvidence: logEvidence({
      observations: data.observations,
      logWeights: data.logWeights,
      flat: countFlat(precision),
      noiseVariance,
      logPrior: logPrecision(precision),
      logDeterminant,
      quadratic: residualSquares / noiseVariance + fromPrior,
    }),
    effectiveParameters: () => explainedTrace(data.factors, moments().factors) / noiseVariance,
    variances: () => moments().variances.slice(),
    covariance: () => bandedCovariance(pieces, factor, moments()),
    moments: (x) => momentsAt(pieces, line, moments().factors, x),
    evaluate: (parameters, x, out) => evaluateLine(pieces, lineFromParameters(pieces, parameters), x, out),
    deviation: (rng, out) => {
      solveFactor(pieces, factor, rng.fillNormal(new Float64Array(size)), out);
    },
    quadratic: (parameters) =>
      quadraticForm(
        pieces,
        factor,
        parameters.map((value, j) => value - mean[j]!),
      ),
  };
}

/** Residual sum of squares, from the reduced rows [r00, r01 | r0y], [0, r11 | r1y] of every piece and what is left. */
function residuals(r: Float64Array, line: Line): number {
  let sum = 0;
  for (let k = 0, p = 0; p < r.length; k++, p += 6) {
    const upper = r[p + 2]! - r[p]! * line.values[k]! - r[p + 1]! * line.slopes[k]!;
    const lower = r[p + 4]! - r[p + 3]! * line.slopes[k]!;
    sum += upper * upper + lower * lower + r[p + 5]! * r[p + 5]!;
  }
  return sum;
}

/** trace(H'H Lambda^-1): squared length of the reduced rows of every piece times the factor l of its covariance. */
function explainedTrace(r: Float64Array, l: Float64Array): number {
  let sum = 0;
  for (let p = 0, q = 0; p < r.length; p += 6, q += 3) {
    const upper0 = r[p]! * l[q]! + r[p + 1]! * l[q + 1]!;
    const upper1 = r[p + 1]! * l[q + 2]!;
    const lower = r[p + 3]! * r[p + 3]! * (l[q + 1]! * l[q + 1]! + l[q + 2]! * l[q + 2]!);
    sum += upper0 * upper0 + upper1 * upper1 + lower;
  }
  return sum;
}

function momentsAt(pieces: Pieces, line: Line, l: Float64Array, x: Matrix) {
  const mean = new Float64Array(x.rows);
  const variance = new Float64Array(x.rows);
  let k = 0;
  for (let i = 0; i < x.rows; i++) {
    k = locate(pieces, x.data[i]!, k);
    const d = distanceFrom(pieces.joints, k, x.data[i]!);
    mean[i] = line.values[k]! + d * line.slopes[k]!;
    const along = l[3 * k]! + d * l[3 * k + 1]!;
    const across = d * l[3 * k + 2]!;
    variance[i] = along * along + across * across;
  }
  return { mean, variance };
}

function evaluateLine(pieces: Pieces, line: Line, x: Matrix, out: Float64Array): void {
  let k = 0;
  for (let i = 0; i < x.rows; i++) {
    k = locate(pieces, x.data[i]!, k);
    out[i] = line.values[k]! + distanceFrom(pieces.joints, k, x.data[i]!) * line.slopes[k]!;
  }
}

/** delta' Lambda delta, as the squared length of the factor times delta. */
function quadraticForm(pieces: Pieces, factor: BandedFactor, delta: Float64Array): number {
  const { values, slopes } = lineFromParameters(pieces, delta);
  const count = values.length;
  const bias = factor.main[count]! * delta[count]!;
  let sum = bias * bias;
  for (let k = 0; k < count; k++) {
    const before = k === 0 ? 0 : factor.slope[k]! * slopes[k - 1]!;
    const entry = factor.main[k]! * delta[k]! + factor.value[k]! * values[k]! + before;
    sum += entry * entry;
  }
  return sum;
}
