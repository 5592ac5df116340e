import type { LinearNetwork } from "../../model/network.ts";
import { createMatrix } from "../../numeric/matrix.ts";
import { dot, timesVector } from "../../numeric/products.ts";
import { triangularFactor } from "../../numeric/qr.ts";
import { checkDetermined } from "./checkDetermined.ts";
import { factoredSolution, priorSquares } from "./factoredSolution.ts";
import type { RowsReduction } from "./reduction.ts";
import type { LinearSolution } from "./solution.ts";

/**
 * Solves by the triangular factor of the rows [H/sigma, y/sigma] stacked on [P0^1/2, P0^1/2 m0]: the inner products, whose
 * condition number is the square, are never formed. Throws a NumericError naming the column when a flat prior meets
 * data that do not determine it.
 */
export function solveQr(
  network: LinearNetwork,
  data: RowsReduction,
  m0: Float64Array,
  precision: Float64Array,
  noiseVariance: number,
): LinearSolution {
  const size = network.size;
  const rows = data.design.rows;
  const sigma = Math.sqrt(noiseVariance);
  const stacked = createMatrix(rows + size, size + 1);
  for (let i = 0; i < rows; i++) {
    const to = i * (size + 1);
    for (let j = 0; j < size; j++) stacked.data[to + j] = data.design.data[i * size + j]! / sigma;
    stacked.data[to + size] = data.target[i]! / sigma;
  }
  for (let j = 0; j < size; j++) {
    const root = Math.sqrt(precision[j]!);
    const to = (rows + j) * (size + 1);
    stacked.data[to + j] = root;
    stacked.data[to + size] = root * m0[j]!;
  }
  const r = triangularFactor(stacked);
  const factor = createMatrix(size, size);
  const mean = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) factor.data[j * size + i] = r.data[i * (size + 1) + j]!;
    mean[i] = r.data[i * (size + 1) + size]!;
  }
  const diagonal = Float64Array.from({ length: size }, (_, j) => factor.data[j * size + j]!);
  // Row j of the factor is column j of R, as long as column j of the stacked rows.
  checkDetermined(diagonal, precision, (j) => {
    const column = factor.data.subarray(j * size, (j + 1) * size);
    return Math.sqrt(dot(column, column));
  });
  for (let i = size - 1; i >= 0; i--) {
    for (let j = i + 1; j < size; j++) mean[i]! -= factor.data[j * size + i]! * mean[j]!;
    mean[i]! /= factor.data[i * size + i]!;
  }
  const residual = timesVector(data.design, mean).map((value, i) => data.target[i]! - value);
  return factoredSolution({
    solver: "qr",
    network,
    factor,
    mean,
    residualSquares: dot(residual, residual) + data.leftover,
    priorSquares: priorSquares(mean, m0, precision),
    precision,
    observations: data.observations,
    logWeights: data.logWeights,
    noiseVariance,
  });
}
