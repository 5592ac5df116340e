import { afterAll, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { kFold } from "../../src/data/kFold.ts";
import { createRng } from "../../src/random/rng.ts";
import { compareMethods } from "../../src/study/compareMethods.ts";
import type { Candidate } from "../../src/study/scoreSplits.ts";
import { bits, testPool, workerFile } from "./testPool.ts";

const rng = createRng("compared on threads");
const x = Array.from({ length: 40 }, () => [rng.normal(), rng.normal()]);
const data = createDataset({ x, y: x.map(([a, b]) => a! * b! + 0.1 * rng.normal()) });
const model: Candidate["model"] = {
  network: { kind: "mlp", hidden: [4], activation: "tanh" },
  prior: { kind: "normal", variance: 2 },
  likelihood: { kind: "normal", noiseVariance: 0.1 },
};
const candidates: Candidate[] = [
  { method: { name: "map", options: { epochs: 5 } }, model },
  { method: { name: "nuts", options: { chains: 2, warmUp: 10, draws: 20 } }, model },
  { method: { name: "nuts", options: { chains: 0 } }, model, name: "none" },
];
const splits = kFold(data, 3, rng.fork("folds"));
const pool = testPool(2, workerFile);
afterAll(() => pool.close());

test("a comparison has the same bits on two workers, failures included", async () => {
  const here = await compareMethods(candidates, data, splits, { rng: createRng("run") });
  const there = await compareMethods(candidates, data, splits, { rng: createRng("run"), executor: pool });
  expect(bits(there)).toBe(bits(here));
  expect(there.candidates[2]!.error).toMatch(/chains/);
  for (const messages of pool.sent) {
    expect(messages.filter(({ kind }) => kind === "data").length).toBeLessThanOrEqual(1);
  }
});

test("an abort reaches the workers", async () => {
  const long: Candidate = { ...candidates[1]!, method: { name: "nuts", options: { draws: 1_000_000 } } };
  const controller = new AbortController();
  const stopped = compareMethods([long], data, splits, {
    rng: createRng("run"),
    executor: pool,
    signal: controller.signal,
    onProgress: () => controller.abort(new Error("enough")),
  });
  await expect(stopped).rejects.toThrow("enough");
});
