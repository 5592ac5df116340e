import { checkLength } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { findRoot } from "../numeric/rootFinding.ts";
import { log, logSumExp } from "../numeric/special.ts";
import type { Rng } from "../random/rng.ts";
import type { Marginals } from "./marginals.ts";
import { mixtureCrps } from "./mixtureCrps.ts";

/**
 * At every position the mixture sum_s weights[s] F_s of the components there: exactly what averaging a predictive
 * distribution over draws of the parameters, or over the members of an ensemble, gives.
 *
 * Mean, variance (law of total variance), density, cdf and score are exact; a quantile is the root of the cdf,
 * bracketed by the smallest and largest quantile of the components. Equal weights by default.
 * Throws an ArgumentError without components or with weights that are not positive, a ShapeError if sizes differ.
 */
export function mixtureMarginals(components: readonly Marginals[], weights?: ArrayLike<number>): Marginals {
  const first = components[0];
  if (first === undefined) {
    throw new ArgumentError({
      where: "mixtureMarginals",
      problem: "at least one component is required, got none",
    });
  }
  for (const c of components) checkLength("mixtureMarginals", "component", { length: c.size }, first.size);
  if (components.length === 1) return first;
  const w = normalisedWeights(components.length, weights);
  const average = (value: (c: Marginals) => number) =>
    components.reduce((sum, c, s) => sum + w[s]! * value(c), 0);
  const mean = (i: number) => average((c) => c.mean(i));
  const cdf = (i: number, y: number) => average((c) => c.cdf(i, y));
  return {
    family: "mixture",
    size: first.size,
    mean,
    variance: (i) => {
      const centre = mean(i);
      return average((c) => c.variance(i) + (c.mean(i) - centre) * (c.mean(i) - centre));
    },
    logProb: (i, y) => logSumExp(components.map((c, s) => log(w[s]!) + c.logProb(i, y))),
    cdf,
    quantile: (i, p) => {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      for (const component of components) {
        const q = component.quantile(i, p);
        low = Math.min(low, q);
        high = Math.max(high, q);
      }
      return findRoot((y) => cdf(i, y) - p, low, high);
    },
    crps: (i, y) => mixtureCrps(components, w, i, y),
    draw: (i, rng) => components[pickComponent(w, rng)]!.draw(i, rng),
  };
}

/** Weights that add up to 1; equal ones when none are given. */
export function normalisedWeights(count: number, weights?: ArrayLike<number>): Float64Array {
  if (weights === undefined) return new Float64Array(count).fill(1 / count);
  checkLength("mixtureMarginals", "weights", weights, count, "one per component");
  const w = Float64Array.from(weights);
  let sum = 0;
  for (const value of w) {
    if (!(value > 0 && Number.isFinite(value))) {
      throw new ArgumentError({
        where: "mixtureMarginals",
        problem: `weights must be positive, got ${value}`,
      });
    }
    sum += value;
  }
  return w.map((value) => value / sum);
}

/** The number of a component, drawn with the given probabilities. */
export function pickComponent(weights: Float64Array, rng: Rng): number {
  let left = rng.uniform();
  for (let s = 0; s < weights.length - 1; s++) {
    left -= weights[s]!;
    if (left < 0) return s;
  }
  return weights.length - 1;
}
