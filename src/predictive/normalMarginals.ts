import { normalCdf, normalCrps, normalLogDensity, normalQuantile } from "../distributions/normal.ts";
import { checkLength, checkNumber } from "../errors/checks.ts";
import type { Marginals } from "./marginals.ts";

/** Normal distributions that also tell their parameters, which lets a mixture of them use closed forms. */
export interface NormalMarginals extends Marginals {
  readonly family: "normal";
  /** Means [n]. */
  readonly location: Float64Array;
  /** Standard deviations [n]; 0 is a point mass. */
  readonly scale: Float64Array;
}

/**
 * n normal distributions N(mean[i], sd[i]^2).
 * Throws a ShapeError if the lengths differ, an ArgumentError for a negative sd.
 */
export function normalMarginals(mean: Float64Array, sd: Float64Array): NormalMarginals {
  checkLength("normalMarginals", "sd", sd, mean.length, "one per mean");
  for (const value of sd) checkNumber("normalMarginals", "sd", value, { min: 0 });
  return {
    family: "normal",
    location: mean,
    scale: sd,
    size: mean.length,
    mean: (i) => mean[i]!,
    variance: (i) => sd[i]! * sd[i]!,
    logProb: (i, y) => normalLogDensity(y, mean[i]!, sd[i]!),
    cdf: (i, y) => normalCdf(y, mean[i]!, sd[i]!),
    quantile: (i, p) => normalQuantile(p, mean[i]!, sd[i]!),
    crps: (i, y) => normalCrps(y, mean[i]!, sd[i]!),
    draw: (i, rng) => mean[i]! + sd[i]! * rng.normal(),
  };
}

/** Whether these are normal distributions made by {@link normalMarginals}. */
export function isNormal(marginals: Marginals): marginals is NormalMarginals {
  return marginals.family === "normal" && "location" in marginals && "scale" in marginals;
}
