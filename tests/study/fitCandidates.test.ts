import { expect, test } from "vitest";
import { expSineData } from "../../src/data/synthetic.ts";
import type { Progress } from "../../src/inference/method.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { createRng } from "../../src/random/rng.ts";
import { fitCandidates } from "../../src/study/fitCandidates.ts";

const data = expSineData(createRng("all"), { rows: 20 });
const model: ModelSpec = {
  network: { kind: "shallow-relu", joints: { count: 4 } },
  prior: { kind: "normal", variance: 2 },
  likelihood: { kind: "normal", noiseVariance: 0.1 },
};
const learned: ModelSpec = { ...model, likelihood: { kind: "normal", noiseVariance: "learned" } };
const rng = createRng("fits");

test("fits each to all rows, beside the exact posterior where there is one, and leaves out what fails", async () => {
  const seen: Progress[] = [];
  const fitted = await fitCandidates(
    [
      { method: { name: "exact" }, model },
      { method: { name: "laplace" }, model },
      { method: { name: "laplace" }, model: learned },
      { method: { name: "laplace", options: { structur: "full" } }, model },
    ],
    data,
    { rng, onProgress: (progress) => seen.push(progress) },
  );
  expect(fitted.map(({ name, truth }) => [name, truth?.method])).toEqual([
    ["exact", undefined],
    ["laplace", "exact"],
    ["laplace 2", undefined],
  ]);
  expect(seen.at(-1)).toMatchObject({ done: 4, total: 4 });
});

test("random numbers are named by the candidate, not by its place", async () => {
  const map = {
    name: "net",
    method: { name: "map", options: { epochs: 3 } },
    model: { ...model, network: { kind: "mlp" as const, hidden: [3] } },
  };
  const [alone] = await fitCandidates([map], data, { rng });
  const [, second] = await fitCandidates([{ method: { name: "exact" }, model }, map], data, { rng });
  expect(second!.posterior.save()).toEqual(alone!.posterior.save());
});

test("an abort rejects with the signal's reason", async () => {
  const reason = new Error("enough");
  const run = { rng, signal: AbortSignal.abort(reason) };
  await expect(fitCandidates([{ method: { name: "exact" }, model }], data, run)).rejects.toBe(reason);
});
