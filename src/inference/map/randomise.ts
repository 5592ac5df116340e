import type { Dataset } from "../../data/dataset.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { CompiledModel } from "../../model/compileModel.ts";
import { normalPrior } from "../../model/priors/normalPrior.ts";
import { createMatrix } from "../../numeric/matrix.ts";
import type { Rng } from "../../random/rng.ts";

/**
 * Throws an ArgumentError unless the model has a normal prior, nowhere flat, and a normal likelihood of known noise: then
 * both can be drawn from without knowing the parameters.
 */
export function checkRandomisable(where: string, { model, prior }: CompiledModel): void {
  const { likelihood, prior: priorSpec } = model.spec;
  const noise = likelihood.kind === "normal" && typeof likelihood.noiseVariance === "number";
  if (noise && prior.precision?.every((value) => value > 0)) return;
  throw new ArgumentError({
    where,
    problem: `an anchored fit needs a normal prior, nowhere flat, and a normal likelihood of known noise; got a ${priorSpec.kind} prior and a ${likelihood.kind} likelihood`,
    fix: "Give the prior numbers as variances and the likelihood a number as noiseVariance.",
  });
}

/** The model with its normal prior centred at a draw from itself. */
export function anchorPrior(compiled: CompiledModel, rng: Rng): CompiledModel {
  const { prior } = compiled;
  const anchor = prior.sample(rng, new Float64Array(prior.size));
  return { ...compiled, prior: normalPrior(anchor, prior.precision!.slice()) };
}

/** Standardised data with targets moved by draws of their noise, of variance sigma^2 / weight. */
export function jitterTargets({ model }: CompiledModel, data: Dataset, rng: Rng): Dataset {
  const { likelihood } = model.spec;
  const variance = likelihood.kind === "normal" ? (likelihood.noiseVariance as number) : 0;
  const { rows, cols } = data.y;
  const sd = Math.sqrt(variance);
  const moved = data.y.data.map((value, i) => {
    const weight = data.weights?.[Math.floor(i / cols)] ?? 1;
    return value + (sd / Math.sqrt(weight)) * rng.normal();
  });
  return { ...data, y: createMatrix(rows, cols, moved) };
}
