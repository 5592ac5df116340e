import { checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { ExactPosterior } from "../inference/exact/exactPosterior.ts";
import type { Posterior } from "../inference/method.ts";
import { type CompiledModel, compileModel } from "../model/compileModel.ts";
import type { ModelSpec } from "../model/spec.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import type { Rng } from "../random/rng.ts";

/** Which draws of a posterior are looked at. */
export interface DrawOptions {
  /** Draws where the posterior is no bank of them. Default 4000. */
  readonly draws?: number;
}

/** Draws of a posterior with the model they are parameters of. */
export interface PosteriorDraws {
  /** Parameter vectors [S, size], chain after chain. */
  readonly bank: Matrix;
  /** Chains that they came from; absent where they are independent. */
  readonly chains?: number;
  readonly compiled: CompiledModel;
}

/**
 * All draws of a posterior that is a bank of them, new ones of any other. Throws an ArgumentError where they say nothing of a
 * parameter of the likelihood, as a noise variance that was integrated out, and where there is one draw only.
 */
export function posteriorDraws(
  where: string,
  posterior: Posterior,
  rng: Rng,
  options: DrawOptions,
): PosteriorDraws {
  const count = checkNumber(where, "draws", options.draws ?? 4000, { integer: true, min: 2 });
  const compiled = likelihoodModel(where, posterior);
  const { bank, chains } = posterior as { readonly bank?: Matrix; readonly chains?: number };
  if (bank !== undefined) {
    checkNumber(where, "number of draws of the posterior", bank.rows, { min: 2 });
    return { bank, compiled, ...(typeof chains === "number" ? { chains } : {}) };
  }
  const drawn = createMatrix(count, posterior.size);
  for (let s = 0; s < count; s++) posterior.sample(rng, rowOf(drawn, s));
  return { bank: drawn, compiled };
}

/**
 * The model that the draws of a posterior are parameters of, likelihood included. Throws an ArgumentError where they say nothing
 * of a parameter of the likelihood, as a noise variance that was integrated out.
 */
export function likelihoodModel(where: string, posterior: Posterior): CompiledModel {
  const compiled = settledModel(posterior);
  if (compiled.size === posterior.size) return compiled;
  throw new ArgumentError({
    where,
    problem: `draws must hold all ${compiled.size} parameters of network and likelihood, those of ${posterior.method} hold ${posterior.size}`,
    fix: "Give the noise variance as a number, or use leaveOneOut of an exact posterior.",
  });
}

/** The model as a posterior knows it, whose draws may lack parameters of the likelihood. */
export function settledModel(posterior: Posterior): CompiledModel {
  return compileModel({ ...posterior.model, spec: settledSpec(posterior) }, posterior.scaler);
}

/** Its spec: exact inference puts numbers in the place of variances that it learns. */
function settledSpec({ method, model, scaler, ...found }: Posterior): typeof model.spec {
  const { spec } = model;
  if (method !== "exact" || spec.likelihood.kind !== "normal" || spec.prior.kind !== "normal") return spec;
  const { priorVariance, noiseVariance } = found as unknown as ExactPosterior;
  const scale = scaler.y.scale[0]!;
  const learned = <T>(value: T, number: number): T | number => (value === "learned" ? number : value);
  return {
    ...spec,
    prior: { ...spec.prior, variance: learned(spec.prior.variance, priorVariance) },
    likelihood: {
      ...spec.likelihood,
      noiseVariance: learned(spec.likelihood.noiseVariance, noiseVariance / (scale * scale)),
    },
  } satisfies ModelSpec as typeof spec;
}
