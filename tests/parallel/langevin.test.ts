import { afterAll, describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { baoab } from "../../src/inference/langevin/baoab.ts";
import type { LangevinPosterior } from "../../src/inference/langevin/langevinPosterior.ts";
import { psgld } from "../../src/inference/langevin/psgld.ts";
import { sghmc } from "../../src/inference/langevin/sghmc.ts";
import { sgld } from "../../src/inference/langevin/sgld.ts";
import type { Run } from "../../src/inference/method.ts";
import { inlineExecutor } from "../../src/inference/tasks.ts";
import { createModel } from "../../src/model/model.ts";
import { createRng } from "../../src/random/rng.ts";
import { bits, type TestPool, testPool, workerFile } from "./testPool.ts";

const rng = createRng("chains on threads");
const x = Array.from({ length: 60 }, () => [rng.normal(), rng.normal()]);
const data = createDataset({ x, y: x.map(([a, b]) => a! * b! + 0.1 * rng.normal()) });
const model = createModel(
  {
    network: { kind: "mlp", hidden: [8], activation: "tanh" },
    prior: { kind: "normal", variance: 2 },
    likelihood: { kind: "normal", noiseVariance: "learned" },
  },
  data,
);

/** Every bit of a posterior and of what it predicts. */
function bitsOf(posterior: LangevinPosterior<"regression">): string {
  const { mean, std } = posterior.predict(data.x);
  return bits([posterior.save(), posterior.notes, posterior.gradients, mean, std]);
}

const pools: TestPool[] = [];
const open = (workers: number): TestPool => {
  const pool = testPool(workers, workerFile);
  pools.push(pool);
  return pool;
};
afterAll(async () => {
  for (const pool of pools) await pool.close();
});

const brief = { chains: 4, steps: 400, draws: 40 } as const;
const METHODS = [
  sgld({ ...brief, batch: 16, controlVariates: true }),
  psgld({ ...brief, schedule: "decaying" }),
  sghmc({ ...brief, schedule: "cyclical" }),
  baoab({ ...brief, temperature: 0.5 }),
];

describe.each(METHODS.map((method) => [method.name, method] as const))("chains of %s", (_, method) => {
  const chains = (run: Partial<Run> = {}) => method.fit(model, data, { rng: createRng("threads"), ...run });

  test("have the same bits here and on 1, 2 or 4 workers, which are sent the data once", async () => {
    const expected = bitsOf(await chains());
    expect(bitsOf(await chains({ executor: inlineExecutor }))).toBe(expected);
    for (const workers of [1, 2, 4]) {
      const pool = open(workers);
      expect(bitsOf(await chains({ executor: pool })), `${workers} workers`).toBe(expected);
      for (const messages of pool.sent) {
        expect(messages.filter(({ kind }) => kind === "data").length).toBeLessThanOrEqual(1);
      }
    }
  });

  test("lose nothing when a worker is killed in the middle", async () => {
    const expected = bitsOf(await chains());
    const pool = open(2);
    let killed = false;
    const found = await chains({
      executor: pool,
      onProgress: ({ done }) => {
        if (killed || done < 1) return;
        killed = true;
        void pool.threads[0]!.terminate();
      },
    });
    expect(killed).toBe(true);
    expect(bitsOf(found)).toBe(expected);
  });
});
