import type { Dataset } from "../data/dataset.ts";
import { checkKeys, checkNumber } from "../errors/checks.ts";
import { samplePrior } from "../model/compileModel.ts";
import type { Model, Outcome } from "../model/model.ts";
import { createMatrix, rowOf } from "../numeric/matrix.ts";
import type { Rng } from "../random/rng.ts";
import type { Inputs } from "./inputs.ts";
import type { PredictiveOf } from "./method.ts";
import { predictBank } from "./predictBank.ts";
import { prepare } from "./prepare.ts";

/** Options of {@link priorPredictive}. */
export interface PriorPredictiveOptions {
  /** Draws of the parameters from their prior; default 1000. */
  readonly draws?: number;
}

/**
 * What a model predicts before it has seen a target: the mixture over draws of all parameters from their prior. Its
 * `functionDraws` are draws of functions and its `sample` draws observations. The data only give the standardisation.
 * Throws an ArgumentError where a prior is flat, and whatever predicting throws.
 *
 * @example
 * ```ts
 * import { createDataset, createModel, createRng, priorPredictive } from "credence";
 * const data = createDataset({ x: [0, 1, 2, 3], y: [1, 3, 2, 5] });
 * const model = createModel({
 *   network: { kind: "mlp", hidden: [20], activation: "tanh" },
 *   prior: { kind: "normal", variance: 4 },
 *   likelihood: { kind: "normal", noiseVariance: 0.1 },
 * }, data);
 * const prior = priorPredictive(model, data, [0.5, 1.5], createRng("prior"), { draws: 200 });
 * console.log(prior.size, prior.functionDraws!(3, createRng("draws")).rows); // 2 3
 * ```
 */
export function priorPredictive<O extends Outcome>(
  model: Model<O>,
  data: Dataset,
  x: Inputs,
  rng: Rng,
  options: PriorPredictiveOptions = {},
): PredictiveOf<O> {
  const where = "priorPredictive";
  checkKeys(where, options, ["draws"]);
  const draws = checkNumber(where, "draws", options.draws ?? 1000, { integer: true, min: 1 });
  const { compiled } = prepare(where, model, data);
  const bank = createMatrix(draws, compiled.size);
  for (let s = 0; s < draws; s++) samplePrior(compiled, rng.fork(s), rowOf(bank, s));
  return predictBank<O>(compiled, bank, x);
}
