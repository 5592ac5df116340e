import type { Dataset } from "../data/dataset.ts";
import type { LinearNetworkSpec } from "./networkSpec.ts";
import type { LinearModelSpec } from "./spec.ts";

/**
 * A model that suits a table of which nothing else is known: both variances learned from the data, everything
 * standardised, a bias of variance 1.
 *
 * One input: the shallow network with fixed joints, evenly spaced, a third as many as rows but 10 to 60. Several inputs:
 * 300 random ReLU features and the inputs themselves; their input scale is best chosen by the evidence
 * ({@link INPUT_SCALES}).
 */
export function defaultModelSpec(data: Pick<Dataset, "x">, seed: string | number): LinearModelSpec {
  const rows = data.x.rows;
  const network: LinearNetworkSpec =
    data.x.cols === 1
      ? { kind: "shallow-relu", joints: { count: Math.max(10, Math.min(60, Math.floor(rows / 3))) } }
      : { kind: "random-relu", units: 300, seed, linear: true };
  return {
    network,
    prior: { kind: "normal", variance: "learned", biasVariance: 1 },
    likelihood: { kind: "normal", noiseVariance: "learned" },
    standardise: "both",
  };
}

/** Input scales of random features that are worth comparing by their evidence. */
export const INPUT_SCALES: readonly number[] = [0.25, 0.5, 1, 2];
