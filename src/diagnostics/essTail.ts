import type { Chains } from "./chains.ts";
import { essQuantile } from "./essQuantile.ts";

/**
 * Tail effective sample size: the smaller of those for the 5 % and the 95 % quantile. Chains may agree about the centre
 * and not about the tails.
 * Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), Bayesian Analysis 16(2).
 * NaN where one of the two is, see {@link essQuantile}.
 * Throws an ArgumentError if there is no chain, a ShapeError if lengths differ.
 */
export function essTail(chains: Chains): number {
  // Math.min is NaN if one of its arguments is.
  return Math.min(essQuantile(chains, 0.05), essQuantile(chains, 0.95));
}
