import type { Dataset } from "../../data/dataset.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { CompiledModel } from "../../model/compileModel.ts";
import { checkMemory } from "../../model/memory.ts";
import { checkCombinable, hasRealTargets } from "./combinationRule.ts";
import type { CheckedEnsembleOptions } from "./ensembleOptions.ts";
import { checkVariable } from "./variation.ts";

const WHERE = "deepEnsemble";

/** Throws an ArgumentError where options of the ensemble do not fit the model, the data or the memory. */
export function checkEnsembleModel(
  { members = 1, combine, calibration, variations }: CheckedEnsembleOptions,
  { model, size }: CompiledModel,
  data: Dataset,
): void {
  // Every member is kept as it was found and again in the bank that predicts.
  checkMemory(
    WHERE,
    2 * 8 * members * size,
    `${members} members of ${size} parameters`,
    "Use fewer members.",
  );
  checkCombinable(WHERE, combine, model);
  const real = hasRealTargets(model);
  if (calibration === "out-of-bag" && !(real && data.weights === undefined)) {
    const found = real ? "weights" : `a ${model.spec.likelihood.kind} likelihood`;
    throw new ArgumentError({
      where: WHERE,
      problem: `calibration out of bag is for real targets of equal weight, got ${found}`,
      fix: 'Use calibration: "none".',
    });
  }
  checkVariable(WHERE, variations, model);
}
