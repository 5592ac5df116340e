import { normalMeanAbsolute } from "../distributions/normal.ts";
import { integrate } from "../numeric/quadrature.ts";
import type { Marginals } from "./marginals.ts";
import { isNormal, type NormalMarginals } from "./normalMarginals.ts";

/** Above this number of components the pairwise formula, which costs the square of it, gives way to quadrature. */
const MOST_PAIRS = 64;

/**
 * Continuous ranked probability score at y of the mixture sum_s weights[s] F_s at position i.
 *
 * Up to 64 normal components: E|X - y| - E|X - X'|/2 in closed form over all pairs (Grimit et al. 2006). Otherwise
 * the integral of (F(z) - 1{z >= y})^2 by adaptive quadrature on either side of y, to a relative error of 1e-11. A
 * bank of point masses, whose cdf is no smooth function, is scored by sorting.
 */
export function mixtureCrps(
  components: readonly Marginals[],
  weights: Float64Array,
  i: number,
  y: number,
): number {
  if (components.every(isNormal)) {
    if (components.every((c) => c.scale[i] === 0)) return pointMassCrps(components, weights, i, y);
    if (components.length <= MOST_PAIRS || components.some((c) => c.scale[i] === 0)) {
      return normalPairsCrps(components, weights, i, y);
    }
  }
  return quadratureCrps(components, weights, i, y);
}

function normalPairsCrps(c: readonly NormalMarginals[], w: Float64Array, i: number, y: number): number {
  let toTarget = 0;
  let within = 0;
  for (let s = 0; s < c.length; s++) {
    const mean = c[s]!.location[i]!;
    const sd = c[s]!.scale[i]!;
    toTarget += w[s]! * normalMeanAbsolute(y - mean, sd);
    within += 0.5 * w[s]! * w[s]! * normalMeanAbsolute(0, Math.sqrt(2) * sd);
    for (let r = 0; r < s; r++) {
      const other = c[r]!.scale[i]!;
      const spread = Math.sqrt(sd * sd + other * other);
      within += w[s]! * w[r]! * normalMeanAbsolute(mean - c[r]!.location[i]!, spread);
    }
  }
  return toTarget - within;
}

/** For sorted points the cdf is a staircase: the integral is a sum over its steps. */
function pointMassCrps(c: readonly NormalMarginals[], w: Float64Array, i: number, y: number): number {
  const points = c.map((component, s) => ({ at: component.location[i]!, weight: w[s]! }));
  points.sort((a, b) => a.at - b.at);
  let score = 0;
  let below = 0;
  let previous = Math.min(y, points[0]!.at);
  for (const { at, weight } of [...points, { at: Math.max(y, points.at(-1)!.at), weight: 0 }]) {
    const split = Math.min(Math.max(y, previous), at);
    score += (split - previous) * below * below + (at - split) * (1 - below) * (1 - below);
    below += weight;
    previous = at;
  }
  return score;
}

function quadratureCrps(components: readonly Marginals[], w: Float64Array, i: number, y: number): number {
  const cdf = (z: number) => components.reduce((sum, c, s) => sum + w[s]! * c.cdf(i, z), 0);
  let low = y;
  let high = y;
  for (const component of components) {
    low = Math.min(low, component.quantile(i, 0.25));
    high = Math.max(high, component.quantile(i, 0.75));
  }
  const reach = high - low;
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
