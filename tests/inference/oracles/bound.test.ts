import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import { bayesByBackprop } from "../../../src/inference/variational/bayesByBackprop.ts";
import type { VariationalOptions } from "../../../src/inference/variational/variationalOptions.ts";
import type { VariationalPosterior } from "../../../src/inference/variational/variationalPosterior.ts";
import { createModel } from "../../../src/model/model.ts";
import { createRng } from "../../../src/random/rng.ts";
import { invert } from "../../support/denseAlgebra.ts";
import { linearData, linearModel } from "./linearProblem.ts";

const [NOISE, PRIOR] = [0.36, 1.5];

/** Two targets that share their inputs, each a linear model of its own: the evidence is the product of both. */
const first = linearData();
const rng = createRng("second target");
const x = Array.from({ length: first.x.rows }, (_, n) => [...first.x.data.subarray(3 * n, 3 * n + 3)]);
const second = createDataset({ x, y: x.map(([a, , c]) => a! - c! + 0.6 * rng.normal()) });
const both = createDataset({ x, y: x.map((_, n) => [first.y.data[n]!, second.y.data[n]!]) });
const model = createModel(linearModel(first, NOISE, PRIOR).spec, both);

let evidence = 0;
/** What the factorised family falls short by. */
let shortfall = 0;
for (const data of [first, second]) {
  const posterior = await exact({ solver: "qr" }).fit(linearModel(data, NOISE, PRIOR), data);
  evidence += posterior.logEvidence;
  const { data: flat, cols } = posterior.covariance();
  const covariance = Array.from({ length: cols }, (_, i) => [...flat.subarray(i * cols, (i + 1) * cols)]);
  const { inverse: precision, logDeterminant } = invert(covariance);
  shortfall += 0.5 * (precision.reduce((sum, row, j) => sum + Math.log(row[j]!), 0) + logDeterminant);
}

/** KL(q || prior) of independent normals. */
const divergence = ({ mean, std }: VariationalPosterior) =>
  mean.reduce((sum, m, j) => {
    const variance = std[j]! * std[j]!;
    return sum + 0.5 * ((variance + m * m) / PRIOR - 1 - Math.log(variance / PRIOR));
  }, 0);

const approximate = (options: VariationalOptions) =>
  bayesByBackprop(options).fit(model, both, { rng: createRng("bound") });

// With two targets the bound has no closed form in the code: it is estimated from draws.
describe("an evidence lower bound by Monte Carlo", () => {
  test.each(["reparameterisation", "local", "flipout"] as const)(
    "stays below the evidence, by what the family lacks: %s",
    async (estimator) => {
      const posterior = await approximate({ estimator, steps: 4000 });
      const { value, standardError } = posterior.elbo!;
      expect(standardError).toBeGreaterThan(0);
      expect(standardError).toBeLessThan(0.2);
      expect(value).toBeLessThanOrEqual(evidence + 4 * standardError);
      // Optimisation leaves less than this much on the table.
      expect(Math.abs(value - (evidence - shortfall))).toBeLessThan(4 * standardError + 0.02);
      expect(shortfall).toBeGreaterThan(4 * standardError + 0.02);
      // Broken twins: a bound without the divergence, or with half of it, is none.
      for (const share of [1, 0.5]) {
        expect(value + share * divergence(posterior)).toBeGreaterThan(evidence + 4 * standardError);
      }
    },
  );

  test("of a full covariance is the evidence", async () => {
    const { elbo } = await approximate({ family: "full", steps: 12_000 });
    const { value, standardError } = elbo!;
    expect(Math.abs(value - evidence)).toBeLessThan(4 * standardError + 0.02);
    expect(value).toBeLessThanOrEqual(evidence + 4 * standardError);
  });
});
