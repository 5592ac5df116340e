import { invertCdf } from "../distributions/invertCdf.ts";
import { checkLength } from "../errors/checks.ts";
import { log, logSumExp } from "../numeric/special.ts";
import type { Marginals } from "./marginals.ts";
import { mixtureCrps } from "./mixtureCrps.ts";
import { pickComponent, weighComponents } from "./mixtureWeights.ts";
import { flattenNormals } from "./normalMixtureMarginals.ts";
import { flattenPoissons } from "./poissonMixtureMarginals.ts";

/**
 * At every position the mixture sum_s weights[s] F_s of the components there: exactly what averaging a predictive
 * distribution over draws of the parameters, or over the members of an ensemble, gives.
 *
 * Mean, variance (law of total variance), density, cdf and score are exact; a quantile is the root of the cdf,
 * bracketed by the smallest and largest quantile of the components. Normal components, nested or not, become one flat
 * mixture, and so do Poisson ones, whose quantiles are counts. Of mixtures that jump (counts with real numbers, images of counts) the
 * score has an error of 1e-5, as it comes from quadrature. Equal weights by default; components of weight 0 are left out; a mixture of one is its member.
 * Throws an ArgumentError without components or with negative weights, a ShapeError if sizes differ.
 */
export function mixtureMarginals(components: readonly Marginals[], weights?: ArrayLike<number>): Marginals {
  const used = weighComponents("mixtureMarginals", components, weights);
  const { size } = components[0]!;
  for (const c of components) checkLength("mixtureMarginals", "component", { length: c.size }, size);
  if (used.components.length === 1) return used.components[0]!;
  return (
    flattenNormals(used.components, used.weights) ??
    flattenPoissons(used.components, used.weights) ??
    generalMixture(used.components, used.weights, size)
  );
}

function generalMixture(components: readonly Marginals[], w: Float64Array, size: number): Marginals {
  const average = (value: (c: Marginals) => number) =>
    components.reduce((sum, c, s) => sum + w[s]! * value(c), 0);
  const mean = (i: number) => average((c) => c.mean(i));
  const cdf = (i: number, y: number) =>
    Math.min(
      1,
      average((c) => c.cdf(i, y)),
    );
  return {
    family: "mixture",
    discrete: components.every((c) => c.discrete === true),
    size,
    mean,
    variance: (i) => {
      const within = average((c) => c.variance(i));
      if (within === Number.POSITIVE_INFINITY) return within; // The means may not exist either.
      const centre = mean(i);
      return within + average((c) => (c.mean(i) - centre) * (c.mean(i) - centre));
    },
    logProb: (i, y) => logSumExp(components.map((c, s) => log(w[s]!) + c.logProb(i, y))),
    cdf,
    quantile: (i, p) => {
      const quantiles = components.map((c) => c.quantile(i, p));
      return invertCdf((y) => cdf(i, y), p, Math.min(...quantiles), Math.max(...quantiles));
    },
    crps: (i, y) => mixtureCrps(components, w, i, y),
    draw: (i, rng) => components[pickComponent(w, rng)]!.draw(i, rng),
  };
}
