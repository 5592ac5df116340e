import { afterAll, describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import type { HamiltonianPosterior } from "../../src/inference/hamiltonian/hamiltonianPosterior.ts";
import { hmc } from "../../src/inference/hamiltonian/hmc.ts";
import { nuts } from "../../src/inference/hamiltonian/nuts.ts";
import type { Run } from "../../src/inference/method.ts";
import { inlineExecutor } from "../../src/inference/tasks.ts";
import { createModel } from "../../src/model/model.ts";
import { createRng } from "../../src/random/rng.ts";
import { bits, type TestPool, testPool, workerFile } from "./testPool.ts";

const rng = createRng("chains on threads");
const x = Array.from({ length: 40 }, () => [rng.normal(), rng.normal()]);
const data = createDataset({ x, y: x.map(([a, b]) => a! * b! + 0.1 * rng.normal()) });
const model = createModel(
  {
    network: { kind: "mlp", hidden: [5], activation: "tanh" },
    prior: { kind: "normal", variance: 2 },
    likelihood: { kind: "normal", noiseVariance: "learned" },
  },
  data,
);

/** Every bit of a posterior and of what it predicts. */
function bitsOf(posterior: HamiltonianPosterior<"regression">): string {
  const { mean, std } = posterior.predict(data.x);
  return bits([posterior.save(), posterior.notes, posterior.gradients, mean, std]);
}

const pools: TestPool[] = [];
afterAll(async () => {
  for (const pool of pools) await pool.close();
});

const brief = { chains: 4, warmUp: 30, draws: 40 } as const;
const METHODS = [nuts({ ...brief, metric: "dense", maxDepth: 6 }), hmc(brief)];

describe.each(METHODS.map((method) => [method.name, method] as const))("chains of %s", (_, method) => {
  const chains = (run: Partial<Run> = {}) => method.fit(model, data, { rng: createRng("threads"), ...run });

  test("have the same bits here and on 1, 2 or 4 workers", async () => {
    const expected = bitsOf(await chains());
    expect(bitsOf(await chains({ executor: inlineExecutor }))).toBe(expected);
    for (const workers of [1, 2, 4]) {
      const pool = testPool(workers, workerFile);
      pools.push(pool);
      expect(bitsOf(await chains({ executor: pool })), `${workers} workers`).toBe(expected);
    }
  });
});
