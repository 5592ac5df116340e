import { integrate } from "../numeric/quadrature.ts";
import type { Marginals } from "./marginals.ts";

/**
 * Continuous ranked probability score at y of the mixture sum_s weights[s] F_s at position i: the integral of
 * (F(z) - 1{z >= y})^2 by adaptive quadrature on either side of y, to 1e-11 of the width of the distribution.
 */
export function mixtureCrps(
  components: readonly Marginals[],
  weights: Float64Array,
  i: number,
  y: number,
): number {
  const cdf = (z: number) => components.reduce((sum, c, s) => sum + weights[s]! * c.cdf(i, z), 0);
  let low = y;
  let high = y;
  for (const component of components) {
    low = Math.min(low, component.quantile(i, 0.25));
    high = Math.max(high, component.quantile(i, 0.75));
  }
  const reach = high - low;
  if (reach === 0) return 0;
  // z = y -+ reach u/(1 - u) maps the half lines to [0, 1), heavy tails included.
  const left = (u: number) => {
    const below = cdf(y - (reach * u) / (1 - u));
    return (below * below * reach) / ((1 - u) * (1 - u));
  };
  const right = (u: number) => {
    const above = 1 - cdf(y + (reach * u) / (1 - u));
    return (above * above * reach) / ((1 - u) * (1 - u));
  };
  return integrate(left, 0, 1, 5e-12 * reach) + integrate(right, 0, 1, 5e-12 * reach);
}
