import { afterAll, expect, test } from "vitest";
import type { Checkpoint } from "../../src/inference/checkpoint.ts";
import { multiSwag } from "../../src/inference/ensemble/multiSwag.ts";
import type { Run } from "../../src/inference/method.ts";
import { inlineExecutor } from "../../src/inference/tasks.ts";
import { createRng } from "../../src/random/rng.ts";
import { mlp, wave } from "../inference/map/toys.ts";
import { bits, type TestPool, testPool, workerFile } from "./testPool.ts";

const data = wave(40);
const model = mlp(data, { hidden: [8] }, { precision: "f32" });
const method = multiSwag({
  members: 4,
  training: { epochs: 30 },
  epochs: 20,
  draws: 40,
  variations: [{}, { priorVariance: 0.5 }],
});

/** Every bit of a posterior and of what it predicts. */
async function fitted(run: Partial<Run> = {}): Promise<string> {
  const posterior = await method.fit(model, data, { rng: createRng("threads"), ...run });
  const { mean, std } = posterior.predict(data.x);
  return bits([posterior.save(), posterior.notes, mean, std]);
}
const expected = await fitted();

const pools = new Map<number, TestPool>();
function open(workers: number): TestPool {
  const pool = pools.get(workers) ?? testPool(workers, workerFile);
  pools.set(workers, pool);
  return pool;
}
afterAll(async () => {
  for (const pool of pools.values()) await pool.close();
});

test("multi-SWAG has the same bits by the executor of this thread", async () => {
  expect(await fitted({ executor: inlineExecutor })).toBe(expected);
});

test.each([1, 2, 4])("multi-SWAG has the same bits on %i workers", async (workers) => {
  expect(await fitted({ executor: open(workers) })).toBe(expected);
});

test("multi-SWAG continues on two workers where it was aborted after its second member", async () => {
  const executor = open(2);
  const reason = new Error("enough");
  const controller = new AbortController();
  let kept: Checkpoint | undefined;
  const save = (checkpoint: Checkpoint) => {
    if (controller.signal.aborted) return;
    kept = structuredClone(checkpoint);
    if (checkpoint.step === 2) controller.abort(reason);
  };
  const interrupted = fitted({ executor, signal: controller.signal, checkpoints: { save } });
  await expect(interrupted).rejects.toBe(reason);
  const steps: number[] = [];
  const checkpoints = { resume: kept!, save: ({ step }: Checkpoint) => void steps.push(step) };
  expect(await fitted({ executor, checkpoints })).toBe(expected);
  expect(steps).toEqual([3, 4]);
});
