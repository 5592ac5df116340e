import {
  type NormalMixture,
  normalMixtureCdf,
  normalMixtureLogDensity,
  normalMixtureMean,
  normalMixtureVariance,
} from "../distributions/normalMixture.ts";
import { normalMixtureCrps } from "../distributions/normalMixtureCrps.ts";
import { normalMixtureQuantile } from "../distributions/normalMixtureQuantile.ts";
import { checkLength } from "../errors/checks.ts";
import type { Marginals } from "./marginals.ts";
import { pickComponent } from "./mixtureWeights.ts";
import { isNormal, type NormalMarginals } from "./normalMarginals.ts";

/** Mixtures of normal distributions that also tell their parameters, so that mixtures of them stay flat. */
export interface NormalMixtureMarginals extends Marginals {
  readonly family: "mixture";
  /** Weights [S], the same at every position. */
  readonly weights: Float64Array;
  /** Means [n, S], position after position. */
  readonly location: Float64Array;
  /** Standard deviations [n, S]; 0 is a point mass. */
  readonly scale: Float64Array;
}

/**
 * n mixtures of S normal distributions, from weights [S] that add up to 1 and means and standard deviations [n, S].
 * Throws a ShapeError if the lengths do not fit.
 */
export function normalMixtureMarginals(
  size: number,
  weights: Float64Array,
  location: Float64Array,
  scale: Float64Array,
): NormalMixtureMarginals {
  const count = weights.length;
  checkLength("normalMixtureMarginals", "location", location, size * count, `${size} x ${count}`);
  checkLength("normalMixtureMarginals", "scale", scale, size * count, `${size} x ${count}`);
  const at = (i: number): NormalMixture => ({
    weights,
    mean: location.subarray(i * count, (i + 1) * count),
    sd: scale.subarray(i * count, (i + 1) * count),
  });
  return {
    family: "mixture",
    weights,
    location,
    scale,
    size,
    mean: (i) => normalMixtureMean(at(i)),
    variance: (i) => normalMixtureVariance(at(i)),
    logProb: (i, y) => normalMixtureLogDensity(y, at(i)),
    cdf: (i, y) => normalMixtureCdf(y, at(i)),
    quantile: (i, p) => normalMixtureQuantile(p, at(i)),
    crps: (i, y) => normalMixtureCrps(y, at(i)),
    draw: (i, rng) => {
      const k = i * count + pickComponent(weights, rng);
      return location[k]! + scale[k]! * rng.normal();
    },
  };
}

/** Whether these are mixtures of normal distributions made by {@link normalMixtureMarginals}. */
export function isNormalMixture(marginals: Marginals): marginals is NormalMixtureMarginals {
  return marginals.family === "mixture" && "location" in marginals && "scale" in marginals;
}

/** Normal distributions and mixtures of them as one flat mixture; undefined if another family is among them. */
export function flattenNormals(
  components: readonly Marginals[],
  weights: Float64Array,
): NormalMixtureMarginals | undefined {
  const flat: (NormalMarginals | NormalMixtureMarginals)[] = [];
  for (const c of components) {
    if (!isNormal(c) && !isNormalMixture(c)) return undefined;
    flat.push(c);
  }
  const size = flat[0]!.size;
  const inner = flat.map((c) => (isNormal(c) ? new Float64Array([1]) : c.weights));
  const count = inner.reduce((sum, w) => sum + w.length, 0);
  const joined = new Float64Array(count);
  const location = new Float64Array(size * count);
  const scale = new Float64Array(size * count);
  let start = 0;
  for (let c = 0; c < flat.length; c++) {
    const { location: means, scale: sds } = flat[c]!;
    const width = inner[c]!.length;
    for (let s = 0; s < width; s++) {
      joined[start + s] = weights[c]! * inner[c]![s]!;
      for (let i = 0; i < size; i++) {
        location[i * count + start + s] = means[i * width + s]!;
        scale[i * count + start + s] = sds[i * width + s]!;
      }
    }
    start += width;
  }
  return normalMixtureMarginals(size, joined, location, scale);
}
