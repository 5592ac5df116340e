import type { Dataset } from "../data/dataset.ts";
import { predictBank } from "../inference/predictBank.ts";
import { type CompiledModel, samplePrior } from "../model/compileModel.ts";
import { createMatrix } from "../numeric/matrix.ts";
import type { Rng } from "../random/rng.ts";

/** Parameters from their prior and targets that they give. */
export interface PriorSimulation {
  /** The parameters [size], in the units the network sees. */
  readonly parameters: Float64Array;
  /** The rows of x with simulated targets, in the units of y; all of weight 1. */
  readonly data: Dataset;
}

/**
 * One draw of the joint distribution p(theta) p(y | theta, x) at the rows of the data, whose own targets are not used.
 * Throws an ArgumentError where a prior is flat, or so wide that it gives infinite variances or rates above 1e15.
 */
export function simulateFromPrior(
  compiled: CompiledModel,
  { weights: _, ...data }: Dataset,
  rng: Rng,
): PriorSimulation {
  const parameters = samplePrior(compiled, rng.fork("parameters"), new Float64Array(compiled.size));
  const predictive = predictBank(compiled, createMatrix(1, compiled.size, parameters), data.x);
  const y = predictive.sample(1, rng.fork("observations")).data;
  return { parameters, data: { ...data, y: createMatrix(data.x.rows, compiled.model.targets, y) } };
}
