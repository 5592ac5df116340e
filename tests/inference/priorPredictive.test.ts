import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { ArgumentError } from "../../src/errors/errors.ts";
import { priorPredictive } from "../../src/inference/priorPredictive.ts";
import type { LikelihoodSpec } from "../../src/model/likelihoodSpec.ts";
import { createModel } from "../../src/model/model.ts";
import type { NetworkSpec } from "../../src/model/networkSpec.ts";
import type { PriorSpec } from "../../src/model/priorSpec.ts";
import { createRng } from "../../src/random/rng.ts";

const rng = createRng("prior data");
const numbers = createDataset({ x: [-1, 0, 1, 2], y: [3, 5, 4, 8] });
const AT = [[-2], [0.3], [5]];

describe("the prior predictive distribution", () => {
  test("of a linear model is the normal distribution h'h sigma2_phi + sigma^2, within its Monte Carlo error", () => {
    const model = createModel(
      {
        network: { kind: "linear" },
        prior: { kind: "normal", variance: 2, biasVariance: 0.5 },
        likelihood: { kind: "normal", noiseVariance: 0.3 },
        standardise: "none",
      },
      numbers,
    );
    const draws = 4000;
    const predictive = priorPredictive(model, numbers, AT, createRng("prior"), { draws });
    AT.forEach(([x], i) => {
      const variance = 2 * x! * x! + 0.5;
      expect(Math.abs(predictive.mean[i]!)).toBeLessThan(4 * Math.sqrt(variance / draws));
      // The relative standard error of a variance of normal draws is sqrt(2/S).
      const error = 4 * Math.sqrt(2 / draws);
      expect(Math.abs(predictive.epistemic[i]! / variance - 1)).toBeLessThan(error);
      // A bias with the variance of the weights would be seen.
      if (x === 0.3) expect(Math.abs(predictive.epistemic[i]! / (2 * x * x + 2) - 1)).toBeGreaterThan(error);
      expect(predictive.aleatoric[i]).toBeCloseTo(0.3, 12);
    });
  });

  test("of a network whose prior is scaled by fan-in does not depend on its width", () => {
    const spread = (hidden: number, by: "fan-in" | "parameter") => {
      const model = createModel(
        {
          network: { kind: "mlp", hidden: [hidden] },
          prior: { kind: "normal", variance: 2, by },
          likelihood: { kind: "normal", noiseVariance: 0.1 },
          standardise: "none",
        },
        numbers,
      );
      return priorPredictive(model, numbers, [[1]], createRng("width"), { draws: 4000 }).epistemic[0]!;
    };
    // Var f = 1 + 2 E[relu(z)^2], z ~ N(0, 2 + 1): 1 + 3. Kurtosis of f is at most 9 or so: 4 sqrt(8/4000).
    const error = 4 * Math.sqrt(8 / 4000);
    for (const width of [5, 200]) expect(Math.abs(spread(width, "fan-in") / 4 - 1)).toBeLessThan(error);
    expect(spread(200, "parameter")).toBeGreaterThan(100);
  });

  const networks: NetworkSpec[] = [
    { kind: "shallow-relu", joints: [-1, 0, 1] },
    { kind: "random-relu", units: 10, seed: 1 },
    { kind: "hidden-layer", weights: [[1], [-2]], biases: [0, 1], activation: "softplus" },
    { kind: "linear" },
    { kind: "mlp", hidden: [6, 6], activation: ["sin", "gelu"], residual: true },
  ];
  const priors: PriorSpec[] = [
    { kind: "normal", variance: 1 },
    { kind: "laplace", scale: 1 },
    { kind: "elastic-net", l1: 1, l2: 1 },
    { kind: "scale-mixture", share: 0.5, wide: 1, narrow: 0.1 },
    { kind: "student-t", df: 4, scale: 1 },
    { kind: "horseshoe", scale: 0.1 },
  ];
  const likelihoods: LikelihoodSpec[] = [
    { kind: "normal", noiseVariance: 0.5 },
    { kind: "normal", noiseVariance: "learned" },
    { kind: "normal", noiseVariance: { shape: 3, scale: 1 } },
    { kind: "heteroscedastic" },
    { kind: "student-t", df: 5, scale: 0.3 },
    { kind: "student-t", df: 5, scale: "learned" },
  ];
  const pairs = createDataset({
    x: [-1, 0, 1, 2],
    y: [
      [3, 1],
      [5, 0],
      [4, 9],
      [8, 2],
    ],
  });

  test("there are draws of functions and of observations for every model", () => {
    for (const network of networks) {
      for (const prior of priors) {
        for (const likelihood of likelihoods) {
          for (const data of [numbers, pairs]) {
            const model = createModel({ network, prior, likelihood }, data);
            const predictive = asRegressionOf(
              priorPredictive(model, data, AT, rng.fork("all"), { draws: 20 }),
            );
            for (const draws of [
              predictive.functionDraws!(4, createRng("f")),
              predictive.sample(4, createRng("y")),
            ]) {
              expect(draws.data).toHaveLength(4 * AT.length * data.y.cols);
              expect(draws.data.every(Number.isFinite)).toBe(true);
            }
          }
        }
      }
    }
  });

  test("for classes and counts too", () => {
    const classes = createDataset({ x: [0, 1, 2], y: [0, 1, 2], classes: ["a", "b", "c"] });
    const two = createDataset({ x: [0, 1, 2], y: [0, 1, 0], classes: ["a", "b"] });
    for (const network of networks) {
      for (const prior of priors) {
        for (const [likelihood, data] of [
          [{ kind: "bernoulli" }, two],
          [{ kind: "categorical" }, classes],
          [{ kind: "categorical", smoothing: { share: 0.1, over: "others" } }, classes],
          [{ kind: "poisson" }, numbers],
        ] as const) {
          const model = createModel({ network, prior, likelihood }, data);
          const predictive = priorPredictive(model, data, AT, rng.fork("kinds"), { draws: 20 });
          const sample = predictive.sample(4, createRng("y")).data;
          expect(sample).toHaveLength(4 * AT.length);
          expect(sample.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
          if (predictive.kind === "regression") expect(predictive.functionDraws).toBeDefined();
        }
      }
    }
    const network = { kind: "mlp", hidden: [5] } as const;
    const prior = { kind: "normal", variance: 1 } as const;
    const model = createModel({ network, prior, likelihood: { kind: "categorical" } }, classes);
    const predictive = priorPredictive(model, classes, AT, createRng("c"), { draws: 2000 });
    // No class is special: each has probability 1/3, with a standard deviation below 1/2 per draw.
    for (const p of predictive.probabilities.data)
      expect(Math.abs(p - 1 / 3)).toBeLessThan(4 * (0.5 / Math.sqrt(2000)));
    const counts = createModel({ network, prior, likelihood: { kind: "poisson" } }, numbers);
    const sample = priorPredictive(counts, numbers, AT, createRng("n"), { draws: 50 }).sample(
      5,
      createRng("s"),
    );
    expect(sample.data.every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
  });

  test("a flat prior has none", () => {
    const model = createModel(
      {
        network: { kind: "linear" },
        prior: { kind: "normal", variance: "flat" },
        likelihood: { kind: "normal", noiseVariance: 1 },
      },
      numbers,
    );
    expect(() => priorPredictive(model, numbers, AT, createRng(1))).toThrow(ArgumentError);
  });
});

function asRegressionOf(predictive: ReturnType<typeof priorPredictive>) {
  if (predictive.kind !== "regression") throw new Error("a regression was expected");
  return predictive;
}
