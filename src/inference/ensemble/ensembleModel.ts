import type { Dataset } from "../../data/dataset.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { CompiledModel } from "../../model/compileModel.ts";
import { checkMemory } from "../../model/memory.ts";
import type { Model } from "../../model/model.ts";
import type { CheckedEnsembleOptions } from "./ensembleOptions.ts";

const WHERE = "deepEnsemble";

/** Throws an ArgumentError where options of the ensemble do not fit the model, the data or the memory. */
export function checkEnsembleModel(
  { members = 1, combine, calibration, variations }: CheckedEnsembleOptions,
  { model: { spec, outcome }, size }: CompiledModel,
  data: Dataset,
): void {
  // Every member is kept as it was found and again in the bank that predicts.
  checkMemory(
    WHERE,
    2 * 8 * members * size,
    `${members} members of ${size} parameters`,
    "Use fewer members.",
  );
  const { kind } = spec.likelihood;
  const classes = outcome === "classification";
  const real = !classes && kind !== "poisson";
  const fits = combine === "mixture" || (combine === "median" ? real : classes);
  if (!fits) {
    throw new ArgumentError({
      where: WHERE,
      problem: `combine: "${combine}" is for ${combine === "median" ? "real targets" : "classes"}, got a ${kind} likelihood`,
      fix: 'Use "mixture".',
    });
  }
  if (calibration === "out-of-bag" && !(real && data.weights === undefined)) {
    throw new ArgumentError({
      where: WHERE,
      problem: `calibration out of bag is for real targets of equal weight, got ${real ? "weights" : `a ${kind} likelihood`}`,
      fix: 'Use calibration: "none".',
    });
  }
  if (spec.prior.kind !== "normal" && variations.some(({ priorVariance }) => priorVariance !== undefined)) {
    throw new ArgumentError({
      where: WHERE,
      problem: `priorVariance varies normal priors, the model has a ${spec.prior.kind} one`,
      fix: 'Use prior: { kind: "normal", ... }, or vary the training.',
    });
  }
}

/** The model with another variance of its normal prior. */
export function withPriorVariance<M extends Model>(model: M, variance: number | undefined): M {
  const { spec } = model;
  if (variance === undefined || spec.prior.kind !== "normal") return model;
  return { ...model, spec: { ...spec, prior: { ...spec.prior, variance } } };
}
