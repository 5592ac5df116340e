import { checkKeys, checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { exp, log, logSumExp } from "../numeric/special.ts";
import { gpdFit, gpdQuantile } from "./gpdFit.ts";

/** The shortest tail a generalised Pareto distribution is fitted to. */
const SHORTEST_TAIL = 5;
/** Logarithms of ratios nearer than this are rounding of equal ratios. */
const EQUAL_RATIOS = 1e-9;

export interface ParetoSmoothOptions {
  /** Effective draws per draw, as by a Markov chain; the tail is longer the fewer there are. 1 for independent draws. */
  readonly effective?: number;
}

/** Importance weights with a smoothed tail. */
export interface SmoothedWeights {
  /** Logarithms of the weights, whose sum is 1, in the order of the ratios; -Infinity for a ratio of 0. */
  readonly logWeights: Float64Array;
  /**
   * Shape k of the tail of the ratios; above {@link paretoThreshold} an average with these weights is not to be trusted.
   * Null if nothing can be fitted: the weights are then those of the ratios, and `reason` says why.
   */
  readonly k: number | null;
  /** How many ratios were the tail, the largest; smoothed if k is given. */
  readonly tail: number;
  /** Effective sample size of the weights, 1/sum w^2, times `effective`. */
  readonly ess: number;
  /** Why k is null; absent if it is not. */
  readonly reason?: string;
}

/**
 * Pareto smoothed importance sampling. The largest min(0.2 S, 3 sqrt(S/effective)) of S ratios are replaced by the quantiles
 * (j - 1/2)/tail of a generalised Pareto distribution fitted to them, none above the largest ratio; then all are divided
 * by their sum. The shape k of that distribution tells how far the weights can be trusted.
 * Vehtari, Simpson, Gelman, Yao & Gabry (2024), JMLR 25(72).
 *
 * `logRatios`: log p(theta_s) - log q(theta_s) for draws theta_s of q, each up to one constant, [S].
 * Throws an ArgumentError if a ratio is NaN or Infinity, all are -Infinity, there are none, or an option is unknown or not
 * above 0.
 */
export function paretoSmooth(logRatios: Float64Array, options: ParetoSmoothOptions = {}): SmoothedWeights {
  checkKeys("paretoSmooth", options, ["effective"]);
  const effective = checkNumber("paretoSmooth", "effective", options.effective ?? 1, { above: 0 });
  const largest = checkRatios(logRatios);
  const shifted = logRatios.map((ratio) => ratio - largest);
  const draws = shifted.length;
  const tail = Math.ceil(Math.min(0.2 * draws, 3 * Math.sqrt(draws / effective)));
  const order = Array.from(shifted.keys()).sort((a, b) => shifted[a]! - shifted[b]!);
  const found = tailShape(shifted, order, tail);
  const total = logSumExp(shifted);
  const logWeights = shifted.map((weight) => weight - total);
  const ess = effective / logWeights.reduce((sum, weight) => sum + exp(2 * weight), 0);
  return { logWeights, tail, ess, ...found };
}

/**
 * The largest k at which averages over so many draws can be trusted: min(1 - 1/log10(S), 0.7).
 * Vehtari, Simpson, Gelman, Yao & Gabry (2024), JMLR 25(72), section 3.2.3.
 * Throws an ArgumentError unless there are two draws.
 */
export function paretoThreshold(draws: number): number {
  checkNumber("paretoThreshold", "draws", draws, { integer: true, min: 2 });
  return Math.min(1 - Math.LN10 / log(draws), 0.7);
}

/** Smooths the tail of the ratios in place, unless there is a reason not to. */
function tailShape(
  ratios: Float64Array,
  order: readonly number[],
  tail: number,
): Pick<SmoothedWeights, "k" | "reason"> {
  if (tail < SHORTEST_TAIL)
    return { k: null, reason: `too few draws: a tail of ${SHORTEST_TAIL} needs 21, got ${order.length}` };
  const largest = order.slice(-tail);
  if (-ratios[largest[0]!]! < EQUAL_RATIOS)
    return { k: null, reason: "the largest ratios are equal: there is no tail, and nothing to smooth" };
  const cutoff = exp(ratios[order[order.length - tail - 1]!]!);
  const fit = gpdFit(Float64Array.from(largest, (s) => exp(ratios[s]!) - cutoff));
  if (fit === undefined)
    return { k: null, reason: "too many of the largest ratios are equal for a distribution of their tail" };
  for (const [j, s] of largest.entries())
    ratios[s] = Math.min(0, log(gpdQuantile(fit, (j + 0.5) / tail) + cutoff));
  return { k: fit.k };
}

/** The largest ratio. */
function checkRatios(logRatios: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const [s, ratio] of logRatios.entries()) {
    if (Number.isNaN(ratio) || ratio === Number.POSITIVE_INFINITY) {
      throw new ArgumentError({
        where: "paretoSmooth",
        problem: `logRatios must be numbers or -Infinity, got ${ratio} at position ${s}`,
        details: { position: s, value: ratio },
      });
    }
    largest = Math.max(largest, ratio);
  }
  if (largest > Number.NEGATIVE_INFINITY) return largest;
  throw new ArgumentError({
    where: "paretoSmooth",
    problem: `at least one ratio must be above 0, got ${logRatios.length} that are 0`,
    fix: "Draw from a distribution that covers the target.",
  });
}
