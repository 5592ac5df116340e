import { createDataset } from "../../../src/data/createDataset.ts";
import type { Dataset } from "../../../src/data/dataset.ts";
import type { LikelihoodSpec } from "../../../src/model/likelihoodSpec.ts";
import { createModel, type Model } from "../../../src/model/model.ts";
import type { MlpSpec } from "../../../src/model/networkSpec.ts";
import type { ModelSpec } from "../../../src/model/spec.ts";
import { createRng } from "../../../src/random/rng.ts";

export const NOISE = 0.1;

/** The curve that the rows of {@link wave} scatter around. */
export const curve = (x: number): number => Math.sin(2 * x);

/** Rows of one input and sin(2x) with normal noise of standard deviation 0.1. */
export function wave(rows: number, seed: string | number = "wave"): Dataset {
  const rng = createRng(seed);
  const x = Array.from({ length: rows }, () => [4 * rng.uniform() - 2]);
  return createDataset({ x, y: x.map(([v]) => curve(v!) + NOISE * rng.normal()) });
}

/** An mlp for data, with a wide normal prior and known noise unless told otherwise. */
export function mlp(
  data: Dataset,
  network: Partial<MlpSpec> = {},
  rest: Partial<ModelSpec> = {},
): Model<"regression"> {
  const likelihood: LikelihoodSpec = { kind: "normal", noiseVariance: NOISE * NOISE };
  return createModel(
    {
      network: { kind: "mlp", hidden: [10], activation: "tanh", ...network },
      prior: { kind: "normal", variance: 10 },
      likelihood,
      standardise: "none",
      ...rest,
    },
    data,
  ) as Model<"regression">;
}
