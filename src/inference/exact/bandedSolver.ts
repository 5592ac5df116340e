import { NumericError } from "../../errors/errors.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import {
  choleskyPentadiagonal,
  createPentadiagonal,
  inverseBands,
  logDeterminantPentadiagonal,
  type Pentadiagonal,
  solveLowerPentadiagonal,
  solveLowerTransposedPentadiagonal,
} from "../../numeric/pentadiagonal.ts";
import { log } from "../../numeric/special.ts";
import type { BandedReduction } from "./bandedReduction.ts";
import { logEvidence } from "./evidence.ts";
import { priorSquares } from "./factoredSolution.ts";
import { logPrecision } from "./linearPrior.ts";
import { locate, type Nodes, nodesFromParameters, parametersFromNodes, positionIn } from "./nodes.ts";
import type { LinearSolution } from "./solution.ts";

/**
 * Solves the shallow network with fixed joints in O(N + K): in node values the precision is pentadiagonal (two bands
 * from the prior on changes of slope, one of them shared with the data), and it stays well conditioned where the
 * precision of the weights has a condition number of 1e13.
 */
export function solveBanded(
  nodes: Nodes,
  data: BandedReduction,
  m0: Float64Array,
  precision: Float64Array,
  noiseVariance: number,
): LinearSolution {
  const size = m0.length;
  const lambda = createPentadiagonal(size);
  const u = new Float64Array(size);
  addPrior(nodes, m0, precision, lambda, u);
  addData(data.factors, noiseVariance, lambda, u);
  const factor = choleskyPentadiagonal(lambda);
  if ("failedPivot" in factor) {
    throw new NumericError({
      where: "exact",
      problem: `the posterior precision must be positive definite, its pivot ${factor.failedPivot} of ${size} is not`,
      fix: "A flat prior may meet too few rows: give a proper prior, or more data.",
      details: { pivot: factor.failedPivot, size },
    });
  }
  solveLowerTransposedPentadiagonal(factor, solveLowerPentadiagonal(factor, u));
  const mean = parametersFromNodes(nodes, u, new Float64Array(size));
  const residualSquares = residuals(data.factors, u);
  const fromPrior = priorSquares(mean, m0, precision);
  // |d parameters / d node values| turns the determinant of one precision into that of the other.
  const logJacobian = nodes.right.reduce((sum, value) => sum + log(value), 0);
  const logDeterminant = logDeterminantPentadiagonal(factor) - 2 * logJacobian;
  let bands: Pentadiagonal | undefined;
  const inverse = () => (bands ??= inverseBands(factor));
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
      flat: precision.filter((value) => value === 0).length,
      noiseVariance,
      logPrior: logPrecision(precision),
      logDeterminant,
      quadratic: residualSquares / noiseVariance + fromPrior,
    }),
    effectiveParameters: () => explainedTrace(data.factors, inverse()) / noiseVariance,
    variances: () => parameterVariances(nodes, inverse()),
    covariance: () => parameterCovariance(nodes, factor),
    moments: (x) => piecewiseMoments(nodes, u, inverse(), x),
    evaluate: (parameters, x, out) => {
      const values = nodesFromParameters(nodes, parameters, new Float64Array(size));
      let k = 0;
      for (let i = 0; i < x.rows; i++) {
        k = locate(nodes.at, x.data[i]!, k);
        const p = positionIn(nodes.at, k, x.data[i]!);
        out[i] = (1 - p) * values[k]! + p * values[k + 1]!;
      }
    },
    deviation: (rng, out) => {
      const draw = solveLowerTransposedPentadiagonal(factor, rng.fillNormal(new Float64Array(size)));
      parametersFromNodes(nodes, draw, out);
    },
    quadratic: (parameters) => {
      const delta = nodesFromParameters(
        nodes,
        parameters.map((value, j) => value - mean[j]!),
        new Float64Array(size),
      );
      let sum = 0;
      for (let j = 0; j < size; j++) {
        let entry = factor.main[j]! * delta[j]!;
        if (j + 1 < size) entry += factor.first[j]! * delta[j + 1]!;
        if (j + 2 < size) entry += factor.second[j]! * delta[j + 2]!;
        sum += entry * entry;
      }
      return sum;
    },
  };
}

/** Adds T' P0 T to the precision and T' P0 m0 to the right-hand side, one parameter (a row of T) after the other. */
function addPrior(
  nodes: Nodes,
  m0: Float64Array,
  precision: Float64Array,
  a: Pentadiagonal,
  b: Float64Array,
): void {
  const count = nodes.left.length;
  for (let k = 0; k < count; k++) {
    const p = precision[k]!;
    const [left, own, right] = [nodes.left[k]!, nodes.own[k]!, nodes.right[k]!];
    a.main[k]! += p * own * own;
    a.main[k + 1]! += p * right * right;
    a.first[k]! += p * own * right;
    b[k]! += p * own * m0[k]!;
    b[k + 1]! += p * right * m0[k]!;
    if (k === 0) continue;
    a.main[k - 1]! += p * left * left;
    a.first[k - 1]! += p * left * own;
    a.second[k - 1]! += p * left * right;
    b[k - 1]! += p * left * m0[k]!;
  }
  a.main[0]! += precision[count]!;
  b[0]! += precision[count]! * m0[count]!;
}

function addData(r: Float64Array, noiseVariance: number, a: Pentadiagonal, b: Float64Array): void {
  for (let k = 0, p = 0; p < r.length; k++, p += 6) {
    a.main[k]! += (r[p]! * r[p]!) / noiseVariance;
    a.first[k]! += (r[p]! * r[p + 1]!) / noiseVariance;
    a.main[k + 1]! += (r[p + 1]! * r[p + 1]! + r[p + 3]! * r[p + 3]!) / noiseVariance;
    b[k]! += (r[p]! * r[p + 2]!) / noiseVariance;
    b[k + 1]! += (r[p + 1]! * r[p + 2]! + r[p + 3]! * r[p + 4]!) / noiseVariance;
  }
}

/** trace(H'H Lambda^-1): the rows of each interval meet only the entries of the inverse next to the diagonal. */
function explainedTrace(r: Float64Array, s: Pentadiagonal): number {
  let sum = 0;
  for (let k = 0, p = 0; p < r.length; k++, p += 6) {
    const cross = 2 * r[p]! * r[p + 1]! * s.first[k]!;
    const right = r[p + 1]! * r[p + 1]! + r[p + 3]! * r[p + 3]!;
    sum += r[p]! * r[p]! * s.main[k]! + cross + right * s.main[k + 1]!;
  }
  return sum;
}

function residuals(r: Float64Array, u: Float64Array): number {
  let sum = 0;
  for (let k = 0, p = 0; p < r.length; k++, p += 6) {
    const upper = r[p + 2]! - r[p]! * u[k]! - r[p + 1]! * u[k + 1]!;
    const lower = r[p + 4]! - r[p + 3]! * u[k + 1]!;
    sum += upper * upper + lower * lower + r[p + 5]! * r[p + 5]!;
  }
  return sum;
}

function piecewiseMoments(nodes: Nodes, u: Float64Array, s: Pentadiagonal, x: Matrix) {
  const mean = new Float64Array(x.rows);
  const variance = new Float64Array(x.rows);
  let k = 0;
  for (let i = 0; i < x.rows; i++) {
    k = locate(nodes.at, x.data[i]!, k);
    const p = positionIn(nodes.at, k, x.data[i]!);
    const q = 1 - p;
    mean[i] = q * u[k]! + p * u[k + 1]!;
    // A sum of squares, so that it cannot come out negative far beyond the last node.
    const along = q + (p * s.first[k]!) / s.main[k]!;
    const across = Math.max(0, s.main[k + 1]! - (s.first[k]! * s.first[k]!) / s.main[k]!);
    variance[i] = along * along * s.main[k]! + p * p * across;
  }
  return { mean, variance };
}

function parameterVariances(nodes: Nodes, s: Pentadiagonal): Float64Array {
  const count = nodes.left.length;
  const result = new Float64Array(count + 1);
  for (let k = 0; k < count; k++) {
    const [l, o, r] = [nodes.left[k]!, nodes.own[k]!, nodes.right[k]!];
    let value = o * o * s.main[k]! + r * r * s.main[k + 1]! + 2 * o * r * s.first[k]!;
    if (k > 0) value += l * l * s.main[k - 1]! + 2 * l * o * s.first[k - 1]! + 2 * l * r * s.second[k - 1]!;
    result[k] = value;
  }
  result[count] = s.main[0]!;
  return result;
}

/** T Lambda_u^-1 T', column by column: O(K^2). */
function parameterCovariance(nodes: Nodes, factor: Pentadiagonal): Matrix {
  const size = factor.main.length;
  const count = size - 1;
  const result = createMatrix(size, size);
  for (let j = 0; j < size; j++) {
    const column = new Float64Array(size);
    if (j === count) column[0] = 1;
    else {
      column[j] = nodes.own[j]!;
      column[j + 1] = nodes.right[j]!;
      if (j > 0) column[j - 1] = nodes.left[j]!;
    }
    solveLowerTransposedPentadiagonal(factor, solveLowerPentadiagonal(factor, column));
    parametersFromNodes(nodes, column, result.data.subarray(j * size, (j + 1) * size));
  }
  return result;
}
