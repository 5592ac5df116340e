import { checkKeys, checkLength, checkNumber } from "../errors/checks.ts";
import { columnOf, type Matrix } from "../numeric/matrix.ts";
import { exp, log } from "../numeric/special.ts";
import { cumulativeDivergence } from "./cumulativeDivergence.ts";
import { mcseMean } from "./mcseMean.ts";
import { meanAndVariance } from "./meanAndVariance.ts";
import { paretoSmooth, paretoThreshold } from "./paretoSmooth.ts";

/** Options of {@link powerScaling}. */
export interface PowerScalingOptions {
  /** Chains that the draws came from, one after the other; default 1. */
  readonly chains?: number;
  /** The powers at which moments are wanted. Default 0.5, 0.8, 1.25, 2. */
  readonly powers?: readonly number[];
}

/** Moments under one power of a component of the posterior. */
export interface ScaledMoments {
  readonly power: number;
  /** Shape of the tail of the importance ratios, null where there is none; above the threshold the moments are not to be trusted. */
  readonly k: number | null;
  readonly reliable: boolean;
  /** Effective number of draws. */
  readonly ess: number;
  /** Means and standard deviations of the quantities [q]. */
  readonly mean: Float64Array;
  readonly std: Float64Array;
}

/** How quantities depend on the power of a component of the posterior. */
export interface PowerScaling {
  /** Means and standard deviations of the quantities [q] as they are. */
  readonly mean: Float64Array;
  readonly std: Float64Array;
  /** d mean/d log2 power at power 1 [q], with its Monte Carlo standard error. */
  readonly meanSlope: Float64Array;
  readonly meanSlopeError: Float64Array;
  /** d sd/d log2 power at power 1 [q], with its Monte Carlo standard error. */
  readonly stdSlope: Float64Array;
  readonly stdSlopeError: Float64Array;
  /** Cumulative Jensen-Shannon distance per log2 power at power 1 [q]; above 0.05 a quantity is called sensitive. */
  readonly distanceSlope: Float64Array;
  readonly scaled: readonly ScaledMoments[];
}

/** The power next to 1 at which distances are taken, and its inverse. */
const NEAR = 0.99;

/**
 * Power-scaling sensitivity: how quantities [S, q] of draws change when one component of the posterior, the prior or the
 * likelihood, counts to the power a instead of 1. `logComponent` [S] is its log density under every draw.
 *   d mean/d log2 a = ln 2 Cov(quantity, log component),
 * and for other powers importance weights w_s proportional to component_s^(a - 1), Pareto smoothed.
 * Kallioinen, Paananen, Bürkner & Vehtari (2024), Statistics and Computing 34.
 *
 * Throws a ShapeError unless there is a log density for each draw and chains divide the draws, an ArgumentError for powers that are
 * not positive or log densities that are not finite.
 */
export function powerScaling(
  values: Matrix,
  logComponent: Float64Array,
  options: PowerScalingOptions = {},
): PowerScaling {
  const where = "powerScaling";
  checkKeys(where, options, ["chains", "powers"]);
  const { powers = [0.5, 0.8, 1.25, 2] } = options;
  for (const power of powers) checkNumber(where, "power", power, { above: 0 });
  checkNumber(where, "number of draws", values.rows, { min: 2 });
  checkLength(where, "logComponent", logComponent, values.rows, "one per draw");
  const chains = checkNumber(where, "chains", options.chains ?? 1, { integer: true, min: 1 });
  checkLength(where, "values", { length: values.rows % chains }, 0, "draws left over by the chains");
  const columns = Array.from({ length: values.cols }, (_, j) => columnOf(values, j));
  const centre = meanAndVariance(logComponent).mean;
  const away = logComponent.map((value) => value - centre);
  const near = [NEAR, 1 / NEAR].map((power) => weightsAt(away, power).weights);
  const equal = new Float64Array(values.rows).fill(1 / values.rows);
  const each = (value: (column: Float64Array) => number) => Float64Array.from(columns, value);
  const std = each((column) => Math.sqrt(meanAndVariance(column).variance));
  // Each slope is a covariance: the mean of these products.
  const ofMeans = columns.map((column) => products(column, away));
  const ofStds = columns.map((column, j) => {
    const { mean } = meanAndVariance(column);
    const centred = column.map((value) => value - mean);
    const half = std[j] === 0 ? 0 : 0.5 / std[j]!;
    return products(
      centred.map((value) => half * value * value),
      away,
    );
  });
  const slopes = (of: readonly Float64Array[]) => Float64Array.from(of, (p) => meanAndVariance(p).mean);
  const errors = (of: readonly Float64Array[]) => Float64Array.from(of, (p) => errorOf(p, chains));
  return {
    mean: each((column) => meanAndVariance(column).mean),
    std,
    meanSlope: slopes(ofMeans),
    meanSlopeError: errors(ofMeans),
    stdSlope: slopes(ofStds),
    stdSlopeError: errors(ofStds),
    distanceSlope: each(
      (column) =>
        near.reduce((sum, weights) => sum + cumulativeDivergence(column, equal, weights), 0) /
        (-2 * (log(NEAR) / Math.LN2)),
    ),
    scaled: powers.map((power) => {
      const { weights, k, ess } = weightsAt(away, power);
      const reliable = k === null || k <= paretoThreshold(values.rows);
      return { power, k, reliable, ess, ...weightedMoments(columns, weights) };
    }),
  };
}

function weightsAt(away: Float64Array, power: number) {
  const { logWeights, k, ess } = paretoSmooth(away.map((value) => (power - 1) * value));
  return { weights: logWeights.map(exp), k, ess };
}

function weightedMoments(columns: readonly Float64Array[], weights: Float64Array) {
  const mean = Float64Array.from(columns, (column) =>
    column.reduce((sum, value, s) => sum + weights[s]! * value, 0),
  );
  const std = Float64Array.from(columns, (column, j) =>
    Math.sqrt(
      column.reduce((sum, value, s) => sum + weights[s]! * (value - mean[j]!) * (value - mean[j]!), 0),
    ),
  );
  return { mean, std };
}

/** ln 2 (value - mean) (log component - mean) of every draw; for sds the values are squares over twice the sd. */
function products(values: Float64Array, away: Float64Array): Float64Array {
  const { mean } = meanAndVariance(values);
  return values.map((value, s) => Math.LN2 * (value - mean) * away[s]!);
}

/** Monte Carlo error of a mean; 0 of numbers that never change, and as of independent draws where chains are short. */
function errorOf(influence: Float64Array, chains: number): number {
  const length = influence.length / chains;
  const error = mcseMean(
    Array.from({ length: chains }, (_, c) => influence.slice(c * length, (c + 1) * length)),
  );
  return Number.isNaN(error) ? Math.sqrt(meanAndVariance(influence).variance / influence.length) : error;
}
