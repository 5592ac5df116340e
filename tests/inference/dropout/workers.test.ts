import { afterAll, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { mcDropout } from "../../../src/inference/dropout/mcDropout.ts";
import type { Executor } from "../../../src/inference/executor.ts";
import { inlineExecutor } from "../../../src/inference/tasks.ts";
import { createModel } from "../../../src/model/model.ts";
import { createRng } from "../../../src/random/rng.ts";
import { bits, testPool, workerFile } from "../../parallel/testPool.ts";

const rng = createRng("dropout on threads");
const x = Array.from({ length: 50 }, () => [rng.normal(), rng.normal()]);
const data = createDataset({ x, y: x.map(([a, b]) => a! * b! + 0.2 * rng.normal()) });
const model = createModel(
  {
    network: { kind: "mlp", hidden: [10] },
    prior: { kind: "normal", variance: 2 },
    likelihood: { kind: "normal", noiseVariance: "learned" },
  },
  data,
);

const pools = [1, 2, 4].map((workers) => testPool(workers, workerFile));
afterAll(async () => {
  for (const pool of pools) await pool.close();
});

/** Everything that a run with an executor gives. */
async function run(executor?: Executor): Promise<string> {
  const method = mcDropout({ epochs: 40, draws: 60, inputDropout: true });
  const posterior = await method.fit(model, data, { rng: createRng("run"), ...(executor && { executor }) });
  const { mean, std } = posterior.predict(data.x);
  return bits([posterior.save(), posterior.notes, posterior.tried, mean, std]);
}

const alone = await run();

test.each<[string, Executor]>([
  ["inline", inlineExecutor],
  ["1 worker", pools[0]!],
  ["2 workers", pools[1]!],
  ["4 workers", pools[2]!],
])("rates tried by an executor, %s, give the bytes of those tried here", async (_, executor) => {
  expect(await run(executor)).toBe(alone);
});
