import { describe, expect, test } from "vitest";
import { exact } from "../../../src/inference/exact/exact.ts";
import { largestDifference } from "../../support/differences.ts";
import { readJson, readRows } from "../../support/readFixture.ts";
import { evenJoints, normalModel, SOLVERS, toyData } from "./models.ts";

/** Ridge regression on the toy problem, computed in Python: sum of squares + lambda |phi|^2. */
interface Ridge {
  readonly n_hidden: number;
  readonly lambda_: number;
  readonly bias_penalised: boolean;
  readonly phi: number[];
  readonly train_sse: number;
  readonly mse_to_true_on_grid: number;
}

const { ridge } = readJson<{ ridge: Ridge[] }>("udl/ridge_and_bagging.json");
const truth = readRows("udl/toy_true_function.csv");
const NOISE = 0.09;

describe("the posterior mean is ridge regression with lambda = noise variance / prior variance", () => {
  test.each(ridge.map((r) => [r.n_hidden, r.lambda_, r.bias_penalised ? "with" : "without", r] as const))(
    "%i joints, lambda %d, %s a penalty on the bias",
    async (_, __, ___, r) => {
      const data = toyData();
      const prior = {
        variance: NOISE / r.lambda_,
        biasVariance: r.bias_penalised ? "same" : "flat",
      } as const;
      for (const solver of SOLVERS) {
        // The dual solver has no flat prior.
        if (solver === "dual" && !r.bias_penalised) continue;
        const posterior = await exact({ solver }).fit(
          normalModel(evenJoints(r.n_hidden), prior, NOISE, data),
          data,
        );
        const tolerance = solver === "cholesky" ? 1e-10 : 5e-14;
        const largest = Math.max(...r.phi.map(Math.abs));
        expect(largestDifference(posterior.mean, r.phi) / largest).toBeLessThan(tolerance);
        const fitted = posterior.predict(data.x).mean;
        const sse = data.y.data.reduce((sum, y, i) => sum + (y - fitted[i]!) * (y - fitted[i]!), 0);
        expect(sse).toBeCloseTo(r.train_sse, 9);
        const mean = posterior.predict(truth.map((row) => [row[0]!])).mean;
        const mse = truth.reduce((sum, row, i) => sum + (row[1]! - mean[i]!) * (row[1]! - mean[i]!), 0) / 100;
        expect(mse).toBeCloseTo(r.mse_to_true_on_grid, 9);
        expect(posterior.evidenceKind).toBe(r.bias_penalised ? "proper" : "restricted");
      }
    },
  );

  test("penalising the bias, or not, would be noticed", async () => {
    const data = toyData();
    const listed = ridge.find((r) => r.lambda_ === 1 && !r.bias_penalised)!;
    const model = normalModel(evenJoints(listed.n_hidden), { variance: NOISE }, NOISE, data);
    expect(largestDifference((await exact().fit(model, data)).mean, listed.phi)).toBeGreaterThan(0.01);
  });
});
