import { beforeAll, describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import type { ExactPosterior } from "../../../src/inference/exact/exactPosterior.ts";
import { map } from "../../../src/inference/map/map.ts";
import { bayesByBackprop } from "../../../src/inference/variational/bayesByBackprop.ts";
import { createModel, type Model } from "../../../src/model/model.ts";
import type { LinearNetworkSpec } from "../../../src/model/networkSpec.ts";
import { createRng } from "../../../src/random/rng.ts";
import { distance } from "../../contracts/method.ts";
import { largestGap } from "./linearProblem.ts";

const rng = createRng("fixed bases");
const x = Array.from({ length: 40 }, (_, n) => [-2 + 0.1 * n]);
const data = createDataset({ x, y: x.map(([v]) => Math.sin(2 * v!) + 0.3 * rng.normal()) });
const AT = [[-3], [-1.2], [0.1], [1.4], [3]];

/** Every network that is linear in its parameters, with few enough of them for a full covariance. */
const BASES: readonly LinearNetworkSpec[] = [
  { kind: "shallow-relu", joints: [-2, -0.8, 0.6], slopes: [1, 2, 1.5] },
  { kind: "random-relu", units: 4, seed: 3, linear: true },
  {
    kind: "hidden-layer",
    weights: [[1], [-2], [1.5]],
    biases: [0.3, 0, -1],
    activation: "tanh",
    scale: 0.7,
  },
  { kind: "linear" },
];

describe.each(BASES)("a fixed basis, $kind", (network) => {
  const model = createModel(
    {
      network,
      prior: { kind: "normal", variance: 1.2, biasVariance: 3 },
      likelihood: { kind: "normal", noiseVariance: 0.2 },
      standardise: "both",
    },
    data,
  ) as Model<"regression">;
  let reference: ExactPosterior;
  beforeAll(async () => {
    reference = await exact({ solver: "qr" }).fit(model, data);
  });

  test("the mode is the exact mean, as L-BFGS and as Adam find it", async () => {
    const sd = reference.variances().map(Math.sqrt);
    for (const [options, tolerance] of [
      [{}, 1e-4],
      [{ optimiser: "adam", batch: 40, epochs: 6000 }, 0.05],
    ] as const) {
      const { parameters } = await map(options).fit(model, data, { rng: createRng("mode") });
      expect(largestGap(parameters, reference.mean, sd)).toBeLessThan(tolerance);
    }
  });

  test("a full covariance comes to the exact predictions and evidence", async () => {
    const posterior = await bayesByBackprop({ family: "full" }).fit(model, data, { rng: createRng("full") });
    const { means, spreads } = distance(posterior.predict(AT), reference.predict(AT));
    expect(means).toBeLessThan(0.05);
    expect(spreads).toBeLessThan(0.1);
    expect(posterior.elbo!.value).toBeLessThanOrEqual(reference.logEvidence);
    expect(posterior.elbo!.value).toBeGreaterThan(reference.logEvidence - 0.05);
  });
});
