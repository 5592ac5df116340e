import type { Dataset } from "../data/dataset.ts";
import { checkNumber } from "../errors/checks.ts";
import type { Posterior } from "../inference/method.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import type { Rng } from "../random/rng.ts";

/** How the prediction depends on one input, averaged over the rows of the data. */
export interface PartialDependence {
  readonly feature: string;
  /** Values of the input, ascending. */
  readonly x: Float64Array;
  /** Posterior mean of the average of f over the rows. */
  readonly mean: Float64Array;
  /** Its posterior standard deviation, over joint draws of the function. */
  readonly std: Float64Array;
  /** Share of rows below each tenth: where the data are. */
  readonly deciles: Float64Array;
}

/** Options of {@link partialDependence}. */
export interface PartialDependenceOptions {
  /** Number of values of the input; default 25, between its 1 % and 99 % quantiles. */
  readonly points?: number;
  /** Number of rows to average over; default 100, evenly taken from the data. */
  readonly rows?: number;
  /** Number of function draws for the standard deviation; default 100. */
  readonly draws?: number;
}

/**
 * Partial dependence of f on input j (Friedman 2001): for each value v, the mean over rows of f(x with x_j = v). The band is
 * that of the average function under the posterior, from joint draws, so that shared uncertainty is kept.
 * Throws an ArgumentError if j is not an input or the posterior cannot draw functions.
 */
export function partialDependence(
  posterior: Posterior,
  data: Dataset,
  feature: number,
  rng: Rng,
  options: PartialDependenceOptions = {},
): PartialDependence {
  const where = "partialDependence";
  checkNumber(where, "feature", feature, { integer: true, min: 0, max: data.x.cols - 1 });
  const points = checkNumber(where, "points", options.points ?? 25, { integer: true, min: 2 });
  const draws = checkNumber(where, "draws", options.draws ?? 100, { integer: true, min: 2 });
  const rows = Math.min(
    data.x.rows,
    checkNumber(where, "rows", options.rows ?? 100, { integer: true, min: 1 }),
  );
  const sorted = Float64Array.from(
    { length: data.x.rows },
    (_, i) => data.x.data[i * data.x.cols + feature]!,
  ).sort();
  const quantile = (p: number) => sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!;
  const [low, high] = [quantile(0.01), quantile(0.99)];
  const x = Float64Array.from({ length: points }, (_, k) => low + ((high - low) * k) / (points - 1));
  const mean = new Float64Array(points);
  const std = new Float64Array(points);
  const grid = gridOfRows(data.x, feature, x, rows);
  const predictive = posterior.predict(grid);
  for (let k = 0; k < points; k++) mean[k] = averageOf(predictive.mean.subarray(k * rows, (k + 1) * rows));
  const sample = predictive.functionDraws?.(draws, rng);
  for (let k = 0; sample !== undefined && k < points; k++) {
    let squares = 0;
    for (let s = 0; s < draws; s++) {
      const deviation = averageOf(rowOf(sample, s).subarray(k * rows, (k + 1) * rows)) - mean[k]!;
      squares += deviation * deviation;
    }
    std[k] = Math.sqrt(squares / draws);
  }
  const deciles = Float64Array.from({ length: 9 }, (_, k) => quantile((k + 1) / 10));
  return { feature: data.featureNames[feature] ?? `x${feature}`, x, mean, std, deciles };
}

/** For every value, the chosen rows with that value in place of the input. */
function gridOfRows(x: Matrix, feature: number, values: Float64Array, rows: number): Matrix {
  const grid = createMatrix(values.length * rows, x.cols);
  for (let k = 0; k < values.length; k++) {
    for (let r = 0; r < rows; r++) {
      const from = Math.floor((r * x.rows) / rows);
      const out = rowOf(grid, k * rows + r);
      out.set(rowOf(x, from));
      out[feature] = values[k]!;
    }
  }
  return grid;
}

function averageOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
