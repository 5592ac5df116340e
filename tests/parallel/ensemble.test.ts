import { afterAll, describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import type { Checkpoint } from "../../src/inference/checkpoint.ts";
import { deepEnsemble } from "../../src/inference/ensemble/deepEnsemble.ts";
import type { DeepEnsemblePosterior } from "../../src/inference/ensemble/ensemblePosterior.ts";
import type { Executor } from "../../src/inference/executor.ts";
import type { Run } from "../../src/inference/method.ts";
import { inlineExecutor } from "../../src/inference/tasks.ts";
import { createModel } from "../../src/model/model.ts";
import { createRng } from "../../src/random/rng.ts";
import { bits, type TestPool, testPool, workerFile } from "./testPool.ts";

const rng = createRng("ensemble on threads");
const x = Array.from({ length: 60 }, () => [rng.normal(), rng.normal()]);
const data = createDataset({ x, y: x.map(([a, b]) => a! * b! + 0.1 * rng.normal()) });
const model = createModel(
  {
    network: { kind: "mlp", hidden: [8], activation: "tanh" },
    prior: { kind: "normal", variance: 2 },
    likelihood: { kind: "normal", noiseVariance: "learned" },
    precision: "f32",
  },
  data,
);
const method = deepEnsemble({
  members: 5,
  training: { epochs: 30, adversarial: 0.01, earlyStopping: {} },
  bagging: true,
  variations: [{}, { priorVariance: 0.5 }],
  calibration: "out-of-bag",
});
const fitted = (run: Partial<Run> = {}) => method.fit(model, data, { rng: createRng("threads"), ...run });

/** Every bit of a posterior and of what it predicts. */
function bitsOf(posterior: DeepEnsemblePosterior<"regression">): string {
  const { mean, std } = posterior.predict(data.x);
  return bits([posterior.save(), posterior.notes, posterior.varianceFactors, mean, std]);
}
const expected = bitsOf(await fitted());

const pools: TestPool[] = [];
const open = (workers: number): TestPool => {
  const pool = testPool(workers, workerFile);
  pools.push(pool);
  return pool;
};
afterAll(async () => {
  for (const pool of pools) await pool.close();
});

describe("an ensemble", () => {
  test("has the same bits by the executor of this thread", async () => {
    expect(bitsOf(await fitted({ executor: inlineExecutor }))).toBe(expected);
  });

  test.each([1, 2, 4])("has the same bits on %i workers, which are sent the data once", async (workers) => {
    const pool = open(workers);
    expect(bitsOf(await fitted({ executor: pool }))).toBe(expected);
    for (const messages of pool.sent) {
      expect(messages.filter(({ kind }) => kind === "data").length).toBeLessThanOrEqual(1);
    }
  });

  test("loses nothing when a worker is killed in the middle", async () => {
    const pool = open(2);
    let killed = false;
    const posterior = await fitted({
      executor: pool,
      onProgress: ({ done }) => {
        if (killed || done < 1) return;
        killed = true;
        void pool.threads[0]!.terminate();
      },
    });
    expect(killed).toBe(true);
    expect(bitsOf(posterior)).toBe(expected);
  });

  test.each<[string, () => Executor | undefined]>([
    ["this thread", () => undefined],
    ["two workers", () => open(2)],
  ])("continues a run on %s that ended after its second member", async (_, executorOf) => {
    const executor = executorOf();
    const where: Partial<Run> = executor === undefined ? {} : { executor };
    const reason = new Error("enough");
    const controller = new AbortController();
    let kept: Checkpoint | undefined;
    const save = (checkpoint: Checkpoint) => {
      if (controller.signal.aborted) return;
      kept = structuredClone(checkpoint);
      if (checkpoint.step === 2) controller.abort(reason);
    };
    await expect(fitted({ ...where, signal: controller.signal, checkpoints: { save } })).rejects.toBe(reason);
    expect(kept!.step).toBe(2);
    const steps: number[] = [];
    const again = await fitted({
      ...where,
      checkpoints: { resume: kept!, save: ({ step }) => void steps.push(step) },
    });
    expect(Math.min(...steps)).toBeGreaterThan(2);
    expect(Math.max(...steps)).toBe(5);
    expect(bitsOf(again)).toBe(expected);
  });
});
