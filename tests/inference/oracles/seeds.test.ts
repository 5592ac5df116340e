import { expect, test } from "vitest";
import { bayesByBackprop } from "../../../src/inference/variational/bayesByBackprop.ts";
import type { VariationalOptions } from "../../../src/inference/variational/variationalOptions.ts";
import { createRng } from "../../../src/random/rng.ts";
import { linearModel, linearProblem } from "./linearProblem.ts";

const problem = await linearProblem();
const { data, model, mean, precision } = problem;
const SEEDS = 12;
const wanted = [...mean, ...precision.map((row, j) => -0.5 * Math.log(row[j]!))];

/**
 * Pairs of opposite draws would leave no Monte Carlo error in the means of a linear model: every draw stands alone.
 * Means and log standard deviations of q by seed, as scores: how far their averages are off, in standard errors.
 */
async function worstScore(options: VariationalOptions, of = model): Promise<number> {
  const found: number[][] = [];
  for (let seed = 0; seed < SEEDS; seed++) {
    const method = bayesByBackprop({ steps: 3000, samples: 1, antithetic: false, ...options });
    const posterior = await method.fit(of, data, { rng: createRng("seeds").fork(seed) });
    found.push([...posterior.mean, ...posterior.std.map(Math.log)]);
  }
  const scores = wanted.map((value, j) => {
    const average = found.reduce((sum, run) => sum + run[j]!, 0) / SEEDS;
    const squares = found.reduce((sum, run) => sum + (run[j]! - average) * (run[j]! - average), 0);
    return Math.abs(average - value) / Math.sqrt(squares / (SEEDS - 1) / SEEDS);
  });
  return Math.max(...scores);
}

// The largest of 8 t variables of 11 degrees of freedom is above 5 once in 300 times.
const LARGEST = 5;

test.each<VariationalOptions>([
  { estimator: "reparameterisation" },
  { estimator: "local" },
  { estimator: "flipout" },
  { estimator: "local", batch: 10 },
])("what is left over several seeds is Monte Carlo error: %j", async (options) => {
  expect(await worstScore(options)).toBeLessThan(LARGEST);
});

test("a forgotten N/B, or a divergence counted twice, is far more than that", async () => {
  const { noiseVariance, priorVariance } = problem;
  for (const factor of [3, 2]) {
    // Either is the bound of a likelihood with so many times the noise.
    const twin = linearModel(data, noiseVariance * factor, priorVariance);
    expect(await worstScore({ estimator: "local", batch: 10 }, twin)).toBeGreaterThan(4 * LARGEST);
  }
});
