import { afterAll, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { createRng } from "../../src/random/rng.ts";
import type { BenchmarkMethod } from "../../src/study/benchmark/benchmarkSpec.ts";
import { splitsOfTestRows } from "../../src/study/benchmark/splitsOfTestRows.ts";
import { benchmark } from "../../src/study/benchmark.ts";
import { testPool, workerFile } from "./testPool.ts";

const rng = createRng("benchmark on threads");
const x = Array.from({ length: 40 }, () => [rng.normal(), rng.normal()]);
const data = createDataset({ x, y: x.map(([a, b]) => a! * b! + 0.1 * rng.normal()) });
const sets = [
  {
    name: "products",
    data,
    hash: "",
    splits: splitsOfTestRows(40, [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ]),
  },
];
const model: BenchmarkMethod["model"] = {
  network: { kind: "mlp", hidden: [4], activation: "tanh" },
  prior: { kind: "normal", variance: 2 },
  likelihood: { kind: "normal", noiseVariance: "learned" },
};
const methods: BenchmarkMethod[] = [
  {
    name: "ensemble",
    method: { name: "deep-ensemble", options: { members: 3, training: { epochs: 5 } } },
    model,
    choose: { by: "cross-validation", folds: 2, grid: { "model.prior.variance": [1, 4] } },
    inside: { folds: 2, recalibrate: "isotonic" },
  },
  { name: "chains", method: { name: "nuts", options: { chains: 2, warmUp: 10, draws: 20 } }, model },
  { name: "none", method: { name: "nuts", options: { chains: 0 } }, model },
];
const pools = [testPool(1, workerFile), testPool(2, workerFile)];
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

test("a benchmark has the same bytes on this thread, one worker and two, failures included", async () => {
  const run = (executor?: (typeof pools)[number]) =>
    benchmark(methods, sets, {
      rng: createRng("run"),
      ...(executor === undefined ? {} : { executor }),
    });
  const here = JSON.stringify((await run()).cells);
  for (const pool of pools) expect(JSON.stringify((await run(pool)).cells)).toBe(here);
  expect(here).toMatch(/chains must be/);
  for (const messages of pools.flatMap(({ sent }) => sent)) {
    expect(messages.filter(({ kind }) => kind === "data").length).toBeLessThanOrEqual(1);
  }
});
