import type { Dataset } from "../data/dataset.ts";
import { checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { ExactPosterior } from "../inference/exact/exactPosterior.ts";
import type { Posterior } from "../inference/method.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import { meanOf } from "../numeric/mean.ts";
import type { Rng } from "../random/rng.ts";

/** How the prediction depends on one input, averaged over the rows of the data. */
export interface PartialDependence {
  readonly feature: string;
  /** Values of the input, ascending. */
  readonly x: Float64Array;
  /** Posterior mean of the average of f over the rows. */
  readonly mean: Float64Array;
  /** Its posterior standard deviation. */
  readonly std: Float64Array;
  /** Share of rows below each tenth: where the data are. */
  readonly deciles: Float64Array;
  /**
   * The posterior mean of f along the input for single rows, one row of the matrix for each [curves, points]: where the lines
   * are not parallel the input interacts with others. Only if `curves` asks for some.
   */
  readonly curves?: Matrix;
}

/** Options of {@link partialDependence}. */
export interface PartialDependenceOptions {
  /** Number of values of the input; default 25, between its 1 % and 99 % quantiles. */
  readonly points?: number;
  /** Number of rows to average over; default 100, evenly taken from the data. */
  readonly rows?: number;
  /** Number of function draws for the standard deviation where it has no closed form; default 100. */
  readonly draws?: number;
  /** Number of rows of the data, evenly taken, whose own curves are returned; default 0. */
  readonly curves?: number;
}

/**
 * Partial dependence of f on input j (Friedman 2001): for each value v, the mean over rows of f(x with x_j = v); `curves` are
 * those of single rows (Goldstein, Kapelner, Bleich & Pitkin 2015). The band is that of the average function under the
 * posterior, in closed form where the posterior has one and from joint draws otherwise, so that what the rows have in common
 * is kept.
 * Throws an ArgumentError if j is not an input or the posterior cannot draw functions.
 */
export function partialDependence(
  posterior: Posterior<"regression">,
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
  const single = checkNumber(where, "curves", options.curves ?? 0, { integer: true, min: 0 });
  const sorted = Float64Array.from(
    { length: data.x.rows },
    (_, i) => data.x.data[i * data.x.cols + feature]!,
  ).sort();
  const quantile = (p: number) => sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!;
  const [low, high] = [quantile(0.01), quantile(0.99)];
  const x = Float64Array.from({ length: points }, (_, k) => low + ((high - low) * k) / (points - 1));
  const grid = gridOfRows(data.x, feature, x, rows);
  const { mean, std } = hasAverages(posterior)
    ? exactAverages(posterior, grid, rows)
    : drawnAverages(posterior, grid, rows, draws, rng);
  const deciles = Float64Array.from({ length: 9 }, (_, k) => quantile((k + 1) / 10));
  const result = { feature: data.featureNames[feature] ?? `x${feature}`, x, mean, std, deciles };
  if (single === 0) return result;
  return { ...result, curves: rowCurves(posterior, data.x, feature, x, Math.min(single, data.x.rows)) };
}

/** The posterior mean of f at every value of the input, for `count` rows. */
function rowCurves(
  posterior: Posterior<"regression">,
  rows: Matrix,
  feature: number,
  x: Float64Array,
  count: number,
): Matrix {
  const { mean } = posterior.predict(gridOfRows(rows, feature, x, count));
  const curves = createMatrix(count, x.length);
  for (let r = 0; r < count; r++)
    for (let k = 0; k < x.length; k++) curves.data[r * x.length + k] = mean[k * count + r]!;
  return curves;
}

type Averages = NonNullable<ExactPosterior["averages"]>;

function hasAverages(
  posterior: Posterior<"regression">,
): posterior is Posterior<"regression"> & { readonly averages: Averages } {
  return "averages" in posterior;
}

function exactAverages(posterior: { readonly averages: Averages }, grid: Matrix, rows: number) {
  const { mean, variance } = posterior.averages(grid, rows);
  return { mean, std: variance.map(Math.sqrt) };
}

/** From joint draws of the function: their average over each group of rows. */
function drawnAverages(
  posterior: Posterior<"regression">,
  grid: Matrix,
  rows: number,
  draws: number,
  rng: Rng,
) {
  const predictive = posterior.predict(grid);
  if (predictive.functionDraws === undefined) {
    throw new ArgumentError({
      where: "partialDependence",
      problem: "the posterior must be able to draw functions, this one knows marginal distributions only",
    });
  }
  const sample = predictive.functionDraws(draws, rng);
  const groups = grid.rows / rows;
  const group = (values: Float64Array, k: number) => meanOf(values.subarray(k * rows, (k + 1) * rows));
  const mean = Float64Array.from({ length: groups }, (_, k) => group(predictive.mean, k));
  const std = mean.map((centre, k) => {
    let squares = 0;
    for (let s = 0; s < draws; s++) {
      const deviation = group(rowOf(sample, s), k) - centre;
      squares += deviation * deviation;
    }
    return Math.sqrt(squares / draws);
  });
  return { mean, std };
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
