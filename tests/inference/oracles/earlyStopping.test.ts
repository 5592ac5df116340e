import { describe, expect, test } from "vitest";
import { map } from "../../../src/inference/map/map.ts";
import { createModel } from "../../../src/model/model.ts";
import { createRng } from "../../../src/random/rng.ts";
import { invert, multiply, transposed } from "../../support/denseAlgebra.ts";
import { largestGap, linearData } from "./linearProblem.ts";

/** Half the sum of squares: known noise of 1 and a flat prior. */
const data = linearData();
const model = createModel(
  {
    network: { kind: "mlp", hidden: [] },
    prior: { kind: "normal", variance: "flat", biasVariance: "flat" },
    likelihood: { kind: "normal", noiseVariance: 1 },
    standardise: "none",
  },
  data,
);
const N = data.x.rows;
const h = Array.from({ length: N }, (_, n) => [...data.x.data.subarray(3 * n, 3 * n + 3), 1]);
const gram = multiply(transposed(h), h);
const cross = multiply(
  transposed(h),
  [...data.y.data].map((v) => [v]),
).map(([v]) => v!);

/** tau steps of gradient descent of size alpha from 0: rates are for the mean loss. */
async function stopped(tau: number, alpha: number): Promise<Float64Array> {
  const optimiser = { kind: "sgd", rate: alpha * N, momentum: 0 } as const;
  const method = map({ optimiser, epochs: tau, batch: N, schedule: "constant" });
  return (await method.fit(model, data, { rng: createRng("early") })).parameters;
}

/**
 * sum_j u_j (1 - (1 - alpha w_j)^tau)/w_j z_j without eigenvectors: (I - (I - alpha G)^tau) G^-1 c, by powers of a matrix.
 */
function filtered(tau: number, alpha: number): number[] {
  const step = gram.map((row, i) => row.map((value, j) => (i === j ? 1 : 0) - alpha * value));
  let power: number[][] = gram.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  for (let k = 0; k < tau; k++) power = multiply(power, step);
  const rest = power.map((row, i) => row.map((value, j) => (i === j ? 1 : 0) - value));
  return multiply(
    multiply(rest, invert(gram).inverse),
    cross.map((v) => [v]),
  ).map(([v]) => v!);
}

const unit = [1, 1, 1, 1];
const ALPHA = 0.004;

describe("early stopping of gradient descent on half the sum of squares", () => {
  test.each([1, 3, 20, 150])("after %i steps is the filter 1 - (1 - alpha w)^tau", async (tau) => {
    expect(largestGap(await stopped(tau, ALPHA), filtered(tau, ALPHA), unit)).toBeLessThan(1e-10);
  });

  test("a step on the whole sum of squares, twice as long, would be seen", async () => {
    expect(largestGap(await stopped(20, ALPHA), filtered(20, 2 * ALPHA), unit)).toBeGreaterThan(0.01);
  });

  test("is never further than 0.21 of the filter from ridge regression of weight 1/(tau alpha)", () => {
    // The largest difference over all curvatures w, for many small steps: x = tau alpha w. (Few large ones differ more.)
    for (const tau of [100, 1000]) {
      let largest = 0;
      for (let x = 0.01; x < tau; x *= 1.02) {
        const early = 1 - Math.exp(tau * Math.log1p(-x / tau));
        largest = Math.max(largest, Math.abs(early - x / (1 + x)));
      }
      expect(largest).toBeLessThan(0.21);
      expect(largest).toBeGreaterThan(0.19);
    }
  });
});
