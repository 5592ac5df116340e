import type { Marginals } from "../../predictive/marginals.ts";

/**
 * The given distributions, except where `open` says that nothing at all is known: there the distribution is the limit of a
 * normal one whose variance grows without bound, with density 0 everywhere.
 */
export function openMarginals(base: Marginals, open: readonly boolean[]): Marginals {
  if (!open.includes(true)) return base;
  return {
    family: base.family,
    size: base.size,
    mean: (i) => base.mean(i),
    variance: (i) => (open[i] ? Number.POSITIVE_INFINITY : base.variance(i)),
    logProb: (i, y) => (open[i] ? Number.NEGATIVE_INFINITY : base.logProb(i, y)),
    cdf: (i, y) => (open[i] ? 0.5 : base.cdf(i, y)),
    quantile: (i, p) => (open[i] && p !== 0.5 ? (p - 0.5) * Number.POSITIVE_INFINITY : base.quantile(i, p)),
    crps: (i, y) => (open[i] ? Number.POSITIVE_INFINITY : base.crps(i, y)),
    draw: (i, rng) => (open[i] ? Number.NaN : base.draw(i, rng)),
  };
}
