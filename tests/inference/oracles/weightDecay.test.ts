import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { map } from "../../../src/inference/map/map.ts";
import type { StochasticOptimiserSpec } from "../../../src/inference/parts/optimiser.ts";
import { createModel } from "../../../src/model/model.ts";
import { createRng } from "../../../src/random/rng.ts";
import { largestGap } from "./linearProblem.ts";

const rng = createRng("weight decay");
const rows = Array.from({ length: 24 }, () => [rng.normal(), rng.normal()]);
const data = createDataset({ x: rows, y: rows.map(([a, b]) => Math.sin(2 * a!) + b! + 0.1 * rng.normal()) });
const N = data.x.rows;
const RATE = 0.05;
/** lambda' of equation 9.13: the part by which every step shrinks the weights. */
const SHRINK = 0.004;

/**
 * The parameters after 40 epochs of batches of 6. With a flat prior and known noise of 1/2 the mean loss U/N is the mean
 * square of the residuals; a normal prior adds w^2/(2 v N), so that lambda = 1/(2 v N) there.
 */
async function train(optimiser: StochasticOptimiserSpec, variance: number | "flat"): Promise<Float64Array> {
  const model = createModel(
    {
      network: { kind: "mlp", hidden: [5], activation: "tanh" },
      prior: { kind: "normal", variance, by: "parameter", biasVariance: "flat" },
      likelihood: { kind: "normal", noiseVariance: 0.5 },
      standardise: "none",
    },
    data,
  );
  const options = { optimiser, epochs: 40, batch: 6, schedule: "constant" } as const;
  return (await map(options).fit(model, data, { rng: createRng("decay") })).parameters;
}

const unit = new Float64Array(21).fill(1);
/** v with lambda = lambda'/(2 alpha) (equation 9.23). */
const matching = RATE / (SHRINK * N);

describe("decoupled weight decay and L2", () => {
  test("are the same for SGD without momentum, with lambda = lambda'/(2 alpha)", async () => {
    const decoupled = await train({ kind: "sgd", rate: RATE, momentum: 0, decay: SHRINK / RATE }, "flat");
    const penalised = await train({ kind: "sgd", rate: RATE, momentum: 0 }, matching);
    expect(largestGap(decoupled, penalised, unit)).toBeLessThan(1e-10);
    const plain = await train({ kind: "sgd", rate: RATE, momentum: 0 }, "flat");
    expect(largestGap(decoupled, plain, unit)).toBeGreaterThan(1e-3);
  });

  test("lambda' taken for lambda, or for lambda'/alpha, would be seen", async () => {
    const decoupled = await train({ kind: "sgd", rate: RATE, momentum: 0, decay: SHRINK / RATE }, "flat");
    for (const wrong of [matching / 2, 1 / (2 * SHRINK * N)]) {
      const penalised = await train({ kind: "sgd", rate: RATE, momentum: 0 }, wrong);
      expect(largestGap(decoupled, penalised, unit)).toBeGreaterThan(1e-3);
    }
  });

  test("are not the same for Adam, nor for momentum beyond the first steps", async () => {
    const adam = await train({ kind: "adamw", rate: 0.01, decay: SHRINK / 0.01 }, "flat");
    const penalised = await train({ kind: "adam", rate: 0.01 }, 0.01 / (SHRINK * N));
    expect(largestGap(adam, penalised, unit)).toBeGreaterThan(1e-2);
  });

  test("leave biases alone", async () => {
    // Without data to speak of, decay alone: the targets are what the network gives at first.
    const still = await train({ kind: "sgd", rate: 1e-12, momentum: 0, decay: 1e9 }, "flat");
    const untouched = await train({ kind: "sgd", rate: 1e-12, momentum: 0 }, "flat");
    const biases = [10, 11, 12, 13, 14, 20];
    for (const j of biases) expect(still[j]).toBeCloseTo(untouched[j]!, 9);
    expect(Math.abs(still[0]!)).toBeLessThan(0.9 * Math.abs(untouched[0]!));
  });
});
