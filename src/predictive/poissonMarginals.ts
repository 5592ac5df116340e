import {
  drawPoisson,
  LARGEST_RATE,
  poissonCdf,
  poissonCrps,
  poissonLogProb,
  poissonQuantile,
} from "../distributions/poisson.ts";
import { checkNumber } from "../errors/checks.ts";
import type { Marginals } from "./marginals.ts";

/** Poisson distributions that also tell their rates, which lets a mixture of them be exact. */
export interface PoissonMarginals extends Marginals {
  readonly family: "poisson";
  /** Rates [n]; 0 is the point mass at 0. */
  readonly rate: Float64Array;
}

/**
 * n Poisson distributions of counts: mean and variance are the rate, `logProb` is a log probability and the quantile a
 * count. Throws an ArgumentError for a rate that is negative or above 1e15.
 */
export function poissonMarginals(rate: Float64Array): PoissonMarginals {
  checkRates("poissonMarginals", rate);
  return {
    family: "poisson",
    discrete: true,
    rate,
    size: rate.length,
    mean: (i) => rate[i]!,
    variance: (i) => rate[i]!,
    logProb: (i, y) => poissonLogProb(y, rate[i]!),
    cdf: (i, y) => poissonCdf(y, rate[i]!),
    quantile: (i, p) => poissonQuantile(p, rate[i]!),
    crps: (i, y) => poissonCrps(y, rate[i]!),
    draw: (i, rng) => drawPoisson(rate[i]!, rng),
  };
}

/** Throws an ArgumentError for a rate that is negative or above 1e15. */
export function checkRates(where: string, rate: Float64Array): void {
  for (const value of rate) checkNumber(where, "rate", value, { min: 0, max: LARGEST_RATE });
}

/** Whether these are Poisson distributions made by {@link poissonMarginals}. */
export function isPoisson(marginals: Marginals): marginals is PoissonMarginals {
  return marginals.family === "poisson" && "rate" in marginals;
}
