import { describe, expect, test } from "vitest";
import { identityScaler } from "../../../src/data/scaler.ts";
import { map } from "../../../src/inference/map/map.ts";
import { inputJitter } from "../../../src/inference/parts/inputJitter.ts";
import { compileModel } from "../../../src/model/compileModel.ts";
import { createModel } from "../../../src/model/model.ts";
import { createTarget } from "../../../src/model/target.ts";
import { withWorkspace } from "../../../src/numeric/kernels/workspace.ts";
import { createRng } from "../../../src/random/rng.ts";
import { invert, multiply, transposed } from "../../support/denseAlgebra.ts";
import { largestGap, linearData } from "./linearProblem.ts";

const data = linearData();
const N = data.x.rows;
const SD = 0.4;
const model = createModel(
  {
    network: { kind: "mlp", hidden: [] },
    prior: { kind: "normal", variance: "flat", biasVariance: "flat" },
    // U is the sum of squares, up to a constant.
    likelihood: { kind: "normal", noiseVariance: 0.5 },
    standardise: "none",
  },
  data,
);
const slopes = [1.5, -0.7, 0.3];
const parameters = Float64Array.of(...slopes, 0.2);

/** Losses under fresh noise on all inputs, and the loss without. */
function losses(draws: number) {
  return withWorkspace((workspace) => {
    const compiled = compileModel(model, { x: identityScaler(3), y: identityScaler(1) });
    const target = createTarget(workspace, compiled, data, { format: "f64" });
    target.parameters.view.set(parameters);
    const clean = target.loss(0, N, 1);
    const loss = inputJitter(target, SD, createRng("noise"), target.loss);
    const noisy = Array.from({ length: draws }, (_, s) => loss(0, N, 1, s * N));
    expect(target.loss(0, N, 1)).toBe(clean);
    return { clean, noisy };
  });
}

describe("noise on the inputs of a linear model (problem 9.3)", () => {
  test("adds s^2 N |slope|^2 to the expected sum of squares", () => {
    const draws = 4000;
    const { clean, noisy } = losses(draws);
    const mean = noisy.reduce((sum, value) => sum + value, 0) / draws;
    const error = Math.sqrt(noisy.reduce((sum, v) => sum + (v - mean) * (v - mean), 0) / draws / draws);
    const penalty = SD * SD * N * slopes.reduce((sum, w) => sum + w * w, 0);
    expect(Math.abs(mean - clean - penalty)).toBeLessThan(4 * error);
    // Broken twins: a factor N forgotten, and s in place of s^2.
    for (const wrong of [penalty / N, penalty / SD]) {
      expect(Math.abs(mean - clean - wrong)).toBeGreaterThan(4 * error);
    }
  });

  test("so training comes to ridge regression of weight s^2 N on the slopes", async () => {
    const h = Array.from({ length: N }, (_, n) => [...data.x.data.subarray(3 * n, 3 * n + 3), 1]);
    const gram = multiply(transposed(h), h);
    const cross = multiply(
      transposed(h),
      [...data.y.data].map((v) => [v]),
    );
    const ridge = (weight: number) => {
      const regular = gram.map((row, i) => row.map((v, j) => v + (i === j && i < 3 ? weight : 0)));
      return multiply(invert(regular).inverse, cross).map(([v]) => v!);
    };
    const method = map({ optimiser: { kind: "sgd", rate: 0.02 }, batch: N, epochs: 20_000, inputNoise: SD });
    const found = (await method.fit(model, data, { rng: createRng("ridge") })).parameters;
    const unit = [1, 1, 1, 1];
    expect(largestGap(found, ridge(SD * SD * N), unit)).toBeLessThan(0.01);
    expect(largestGap(found, ridge(0), unit)).toBeGreaterThan(0.05);
    expect(largestGap(found, ridge(SD * SD), unit)).toBeGreaterThan(0.05);
  });
});
