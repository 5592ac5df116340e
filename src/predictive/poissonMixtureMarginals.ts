import { drawPoisson } from "../distributions/poisson.ts";
import {
  type PoissonMixture,
  poissonMixtureCdf,
  poissonMixtureCrps,
  poissonMixtureLogProb,
  poissonMixtureMean,
  poissonMixtureQuantile,
  poissonMixtureVariance,
} from "../distributions/poissonMixture.ts";
import { checkLength } from "../errors/checks.ts";
import type { Marginals } from "./marginals.ts";
import { pickComponent } from "./mixtureWeights.ts";
import { checkRates, isPoisson, type PoissonMarginals } from "./poissonMarginals.ts";

/** Mixtures of Poisson distributions that also tell their parameters, so that mixtures of them stay flat. */
export interface PoissonMixtureMarginals extends Marginals {
  readonly family: "mixture";
  /** Weights [S], the same at every position. */
  readonly weights: Float64Array;
  /** Rates [n, S], position after position. */
  readonly rate: Float64Array;
}

/**
 * n mixtures of S Poisson distributions, from weights [S] that add up to 1 and rates [n, S]. A quantile is the smallest count
 * whose probability from below reaches p. Throws a ShapeError if the lengths do not fit, an ArgumentError for a rate that is
 * negative or above 1e15.
 */
export function poissonMixtureMarginals(
  size: number,
  weights: Float64Array,
  rate: Float64Array,
): PoissonMixtureMarginals {
  const count = weights.length;
  checkLength("poissonMixtureMarginals", "rate", rate, size * count, `${size} x ${count}`);
  checkRates("poissonMixtureMarginals", rate);
  const at = (i: number): PoissonMixture => ({ weights, rate: rate.subarray(i * count, (i + 1) * count) });
  return {
    family: "mixture",
    discrete: true,
    weights,
    rate,
    size,
    mean: (i) => poissonMixtureMean(at(i)),
    variance: (i) => poissonMixtureVariance(at(i)),
    logProb: (i, y) => poissonMixtureLogProb(y, at(i)),
    cdf: (i, y) => poissonMixtureCdf(y, at(i)),
    quantile: (i, p) => poissonMixtureQuantile(p, at(i)),
    crps: (i, y) => poissonMixtureCrps(y, at(i)),
    draw: (i, rng) => drawPoisson(rate[i * count + pickComponent(weights, rng)]!, rng),
  };
}

/** Whether these are mixtures of Poisson distributions made by {@link poissonMixtureMarginals}. */
export function isPoissonMixture(marginals: Marginals): marginals is PoissonMixtureMarginals {
  return marginals.family === "mixture" && "rate" in marginals;
}

/** Poisson distributions and mixtures of them as one flat mixture; undefined if another family is among them. */
export function flattenPoissons(
  components: readonly Marginals[],
  weights: Float64Array,
): PoissonMixtureMarginals | undefined {
  const flat: (PoissonMarginals | PoissonMixtureMarginals)[] = [];
  for (const c of components) {
    if (!isPoisson(c) && !isPoissonMixture(c)) return undefined;
    flat.push(c);
  }
  const size = flat[0]!.size;
  const inner = flat.map((c) => (isPoisson(c) ? new Float64Array([1]) : c.weights));
  const joined = Float64Array.from(inner.flatMap((w, c) => Array.from(w, (share) => weights[c]! * share)));
  const count = joined.length;
  const rate = new Float64Array(size * count);
  let start = 0;
  for (let c = 0; c < flat.length; c++) {
    const width = inner[c]!.length;
    for (let i = 0; i < size; i++) {
      rate.set(flat[c]!.rate.subarray(i * width, (i + 1) * width), i * count + start);
    }
    start += width;
  }
  return poissonMixtureMarginals(size, joined, rate);
}
