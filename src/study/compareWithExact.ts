import { standardNormalCdf } from "../distributions/standardNormal.ts";
import { checkKeys, checkNumber, show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { ExactPosterior } from "../inference/exact/exactPosterior.ts";
import type { Inputs } from "../inference/inputs.ts";
import type { Posterior } from "../inference/method.ts";
import { exp, log } from "../numeric/special.ts";
import type { RegressionPredictive } from "../predictive/predictive.ts";
import type { Rng } from "../random/rng.ts";
import { type DrawFloor, drawFloor } from "./drawFloor.ts";
import { gaussianDistance } from "./gaussianDistance.ts";
import { parameterMoments } from "./parameterMoments.ts";

/** An approximation beside the exact posterior: of the function f at inputs x, and of all parameters together. */
export interface ExactComparison {
  /** (mean of f - exact mean)/exact sd at every row of x. */
  readonly biases: Float64Array;
  /** sd of f / exact sd at every row of x; 0 where it is the rounding of draws that agree, below 1e-8. */
  readonly ratios: Float64Array;
  /** Root mean square of `biases`. */
  readonly bias: number;
  /** The largest of their absolute values. */
  readonly largestBias: number;
  /** Geometric mean of `ratios`: below 1 the approximation is too sure; 0 where one of them is. */
  readonly ratio: number;
  readonly smallestRatio: number;
  readonly largestRatio: number;
  /**
   * Exact probability that f(x) lies within mean -+ 2 sd of the approximation, on average over x: 0.9545 for the exact
   * posterior itself.
   */
  readonly held: number;
  /** KL(approximation || exact) of the parameters in nats, both as normal distributions of their moments; may be Infinity. */
  readonly divergence: number;
  /** 2-Wasserstein distance of the same, where the exact posterior is N(0, I): in exact standard deviations. */
  readonly wasserstein: number;
  /** Draws that the moments of the parameters were taken from; absent where they are known. */
  readonly draws?: number;
  /** What so many independent exact draws would score. */
  readonly floor?: DrawFloor;
  /** Gradients of all rows that were computed, where the posterior counts them. */
  readonly gradients?: number;
}

/** Options of {@link compareWithExact}. */
export interface ExactComparisonOptions {
  /** Draws of the parameters where a posterior neither knows its moments nor is a bank of draws. Default 10,000. */
  readonly draws?: number;
  /** Sets of exact draws that the floor is averaged over. Default 10. */
  readonly repeats?: number;
}

/**
 * Compares an approximation with the exact posterior of the same linear model: mean and spread of f at the rows of x, and the
 * whole distribution of the parameters. The latter is that of f at as many points as there are parameters, which a basis
 * maps to each other, so that figures do not depend on the units of parameters, of x or of y.
 *
 * Throws an ArgumentError where the two are not posteriors of one model with one standardisation, or the exact one is not
 * normal because the noise variance is integrated out; a ShapeError where x has other columns than the model; a
 * NumericError where the exact covariance is singular.
 */
export function compareWithExact(
  exact: ExactPosterior,
  approximation: Posterior<"regression">,
  x: Inputs,
  rng: Rng,
  options: ExactComparisonOptions = {},
): ExactComparison {
  const where = "compareWithExact";
  checkKeys(where, options, ["draws", "repeats"]);
  const draws = checkNumber(where, "draws", options.draws ?? 10_000, { integer: true, min: 2 });
  const repeats = checkNumber(where, "repeats", options.repeats ?? 10, { integer: true, min: 1 });
  checkSameModel(exact, approximation);
  const moments = parameterMoments(approximation, draws, rng.fork("draws"));
  const distance = gaussianDistance(moments, { mean: exact.mean, covariance: exact.covariance() });
  const gradients = gradientsOf(approximation);
  return {
    ...compareFunctions(exact.predict(x), approximation.predict(x)),
    ...distance,
    ...(moments.draws === undefined
      ? {}
      : {
          draws: moments.draws,
          floor: drawFloor(moments.draws, exact.size, rng.fork("floor").fork(moments.draws), repeats),
        }),
    ...(gradients === undefined ? {} : { gradients }),
  };
}

function checkSameModel(exact: ExactPosterior, approximation: Posterior): void {
  const where = "compareWithExact";
  if (typeof exact.model.spec.likelihood.noiseVariance === "object") {
    throw new ArgumentError({
      where,
      problem: "the exact posterior must be normal, with the noise variance integrated out it is a Student t",
      fix: "Give the noise variance as a number.",
    });
  }
  const parts = [
    ["network", exact.model.spec.network, approximation.model.spec.network],
    ["prior", exact.model.spec.prior, approximation.model.spec.prior],
    ["likelihood", exact.model.spec.likelihood, approximation.model.spec.likelihood],
    ["standardisation", exact.scaler, approximation.scaler],
    ["number of parameters", exact.size, approximation.size],
  ] as const;
  const other = parts.find(([, one, two]) => JSON.stringify(one) !== JSON.stringify(two));
  if (other === undefined) return;
  const [name, one, two] = other;
  throw new ArgumentError({
    where,
    problem: `both posteriors must be of one model fitted on the same rows, their ${name} differs: ${show(JSON.stringify(one))} and ${show(JSON.stringify(two))}`,
    fix: "Fit both with the same model and data, and with noise and prior variances that are numbers.",
    details: { part: name },
  });
}

/** Draws that agree have a variance of rounding errors. */
const ROUNDING = 1e-8;

/** The figures of f at the rows of x. */
function compareFunctions(exact: RegressionPredictive, other: RegressionPredictive) {
  const sd = exact.epistemic.map(Math.sqrt);
  const biases = other.mean.map((mean, i) => (mean - exact.mean[i]!) / sd[i]!);
  const ratios = other.epistemic.map((variance, i) => {
    const ratio = Math.sqrt(variance) / sd[i]!;
    return ratio < ROUNDING ? 0 : ratio;
  });
  const average = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const held = biases.map(
    (bias, i) => standardNormalCdf(bias + 2 * ratios[i]!) - standardNormalCdf(bias - 2 * ratios[i]!),
  );
  const smallestRatio = ratios.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  return {
    biases,
    ratios,
    bias: Math.sqrt(average(biases.map((value) => value * value))),
    largestBias: biases.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    ratio: smallestRatio === 0 ? 0 : exp(average(ratios.map(log))),
    smallestRatio,
    largestRatio: ratios.reduce((most, value) => Math.max(most, value), 0),
    held: average(held),
  };
}

/** Gradients of all rows that a posterior counts, or those of its members together. */
function gradientsOf(posterior: Posterior): number | undefined {
  const { gradients, members } = posterior as {
    readonly gradients?: unknown;
    readonly members?: readonly { readonly gradients: number }[];
  };
  if (typeof gradients === "number") return gradients;
  return members?.reduce((sum, member) => sum + member.gradients, 0);
}
