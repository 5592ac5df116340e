import { NumericError } from "../../errors/errors.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import {
  createPentadiagonal,
  inverseBands,
  logDeterminantPentadiagonal,
  type Pentadiagonal,
  solveLowerPentadiagonal,
  solveLowerTransposedPentadiagonal,
} from "../../numeric/pentadiagonal.ts";
import { hypot } from "../../numeric/products.ts";
import { log } from "../../numeric/special.ts";
import type { BandedReduction } from "./bandedReduction.ts";
import { logEvidence } from "./evidence.ts";
import { priorSquares } from "./factoredSolution.ts";
import { logPrecision } from "./linearPrior.ts";
import { locate, type Nodes, nodesFromParameters, parametersFromNodes, positionIn } from "./nodes.ts";
import type { LinearSolution } from "./solution.ts";

/**
 * Solves the shallow network with fixed joints in O(N + K). In node values every row of the prior (a change of slope)
 * touches three neighbours and every row of the data two, so the triangular factor of all rows has two bands above its
 * diagonal. It is built row by row with Givens rotations: the precision matrix, with the square of the condition
 * number, is never formed.
 */
export function solveBanded(
  nodes: Nodes,
  data: BandedReduction,
  m0: Float64Array,
  precision: Float64Array,
  noiseVariance: number,
): LinearSolution {
  const size = m0.length;
  const factor = createPentadiagonal(size);
  const u = new Float64Array(size);
  foldRows(nodes, data.factors, Math.sqrt(noiseVariance), m0, precision, factor, u);
  checkPivots(factor.main);
  solveLowerTransposedPentadiagonal(factor, u);
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

/**
 * Folds in all rows, ordered by their first column: the rows of P0^1/2 T, one per parameter, and the two rows that each
 * interval of the data was reduced to. In this order a row never reaches further than three columns.
 */
function foldRows(
  nodes: Nodes,
  r: Float64Array,
  sigma: number,
  m0: Float64Array,
  precision: Float64Array,
  l: Pentadiagonal,
  b: Float64Array,
): void {
  const count = nodes.left.length;
  const root = (k: number) => Math.sqrt(precision[k]!);
  foldRow(l, b, 0, root(count), 0, 0, root(count) * m0[count]!);
  foldRow(l, b, 0, root(0) * nodes.own[0]!, root(0) * nodes.right[0]!, 0, root(0) * m0[0]!);
  for (let i = 0; i <= count; i++) {
    const k = i + 1;
    if (k < count) {
      const w = root(k);
      foldRow(l, b, i, w * nodes.left[k]!, w * nodes.own[k]!, w * nodes.right[k]!, w * m0[k]!);
    }
    const p = 6 * i;
    if (i > 0) foldRow(l, b, i, r[p - 3]! / sigma, 0, 0, r[p - 2]! / sigma);
    if (i < count) foldRow(l, b, i, r[p]! / sigma, r[p + 1]! / sigma, 0, r[p + 2]! / sigma);
  }
}

/**
 * Rotates the row (x, y, z) at columns i, i + 1, i + 2 with right-hand side `target` into the triangular factor L', whose
 * row j is main[j], first[j], second[j]: at most three Givens rotations.
 */
function foldRow(
  l: Pentadiagonal,
  b: Float64Array,
  i: number,
  x: number,
  y: number,
  z: number,
  target: number,
): void {
  for (let j = i; j < i + 3 && j < b.length; j++) {
    if (x !== 0) {
      const length = hypot(l.main[j]!, x);
      const c = l.main[j]! / length;
      const s = x / length;
      const [first, second, held] = [l.first[j]!, l.second[j]!, b[j]!];
      l.main[j] = length;
      l.first[j] = c * first + s * y;
      l.second[j] = c * second + s * z;
      b[j] = c * held + s * target;
      y = c * y - s * first;
      z = c * z - s * second;
      target = c * target - s * held;
    }
    x = y;
    y = z;
    z = 0;
  }
}

function checkPivots(main: Float64Array): void {
  const pivot = main.findIndex((value) => !(value > 0 && Number.isFinite(value)));
  if (pivot === -1) return;
  throw new NumericError({
    where: "exact",
    problem: `the posterior precision must be positive definite, its pivot ${pivot} of ${main.length} is not`,
    fix: "A flat prior may meet too few rows: give a proper prior, or more data.",
    details: { pivot, size: main.length },
  });
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
