import { expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { INPUT_SCALES } from "../../src/model/defaultSpec.ts";
import type { LinearModelSpec } from "../../src/model/spec.ts";
import { createRng } from "../../src/random/rng.ts";
import { inputScaleCandidates, selectByEvidence } from "../../src/study/selectByEvidence.ts";

const rng = createRng("select");
const x = Array.from({ length: 40 }, () => [rng.normal(), rng.normal()]);
const data = createDataset({ x, y: x.map(([a, b]) => a! + b! + 0.1 * rng.normal()) });
const linear: LinearModelSpec = {
  network: { kind: "linear" },
  prior: { kind: "normal", variance: 1 },
  likelihood: { kind: "normal", noiseVariance: 0.01 },
  standardise: "none",
};

test("keeps the model with the largest evidence and lists all", async () => {
  const wrongNoise: LinearModelSpec = { ...linear, likelihood: { kind: "normal", noiseVariance: 100 } };
  const { best, candidates } = await selectByEvidence([wrongNoise, linear], data);
  expect(candidates.map(({ spec }) => spec)).toEqual([wrongNoise, linear]);
  expect(best.logEvidence).toBe(Math.max(...candidates.map(({ logEvidence }) => logEvidence)));
  expect(best.model.spec.likelihood.noiseVariance).toBe(0.01);
});

test("progress is complete, and no model at all is an error", async () => {
  const done: number[] = [];
  await selectByEvidence([linear, linear], data, { onProgress: (progress) => done.push(progress.done) });
  expect(done.at(-1)).toBe(2);
  expect(done).toEqual([...done].sort((a, b) => a - b));
  await expect(selectByEvidence([], data)).rejects.toThrow(/at least one model/);
});

test("random features without an input scale are tried at every scale; others stay as they are", () => {
  const network = { kind: "random-relu", units: 5, seed: 1 } as const;
  const scales = inputScaleCandidates({ ...linear, network }).map(
    (spec) => (spec.network as { inputScale?: number }).inputScale,
  );
  expect(scales).toEqual(INPUT_SCALES);
  expect(inputScaleCandidates(linear)).toEqual([linear]);
  const named: LinearModelSpec = { ...linear, network: { ...network, inputScale: 3 } };
  expect(inputScaleCandidates(named)).toEqual([named]);
});
