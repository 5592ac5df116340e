import { describe, expect, test } from "vitest";
import { expSineData } from "../../src/data/synthetic.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import { createModel } from "../../src/model/model.ts";
import type { LinearModelSpec } from "../../src/model/spec.ts";
import { createRng } from "../../src/random/rng.ts";
import { evidenceSurface } from "../../src/study/evidenceSurface.ts";

const data = expSineData(createRng("surface").fork("train"), { rows: 40 });
const specs: readonly [string, LinearModelSpec][] = [
  [
    "fixed joints, standardised",
    {
      network: { kind: "shallow-relu", joints: { count: 10, from: 0, to: 1 } },
      prior: { kind: "normal", variance: 1, biasVariance: 2 },
      likelihood: { kind: "normal", noiseVariance: 0.09 },
      standardise: "both",
    },
  ],
  [
    "more random features than rows",
    {
      network: { kind: "random-relu", units: 60, seed: "surface" },
      prior: { kind: "normal", variance: "learned" },
      likelihood: { kind: "normal", noiseVariance: "learned" },
    },
  ],
  [
    "fewer random features than rows",
    {
      network: { kind: "random-relu", units: 12, seed: "surface" },
      prior: { kind: "normal", variance: 3, biasVariance: "flat" },
      likelihood: { kind: "normal", noiseVariance: 1 },
    },
  ],
];

describe.each(specs)("the evidence of %s", (_, spec) => {
  test("equals that of a fit of its own at every pair of variances", async () => {
    const priorVariances = [0.01, 1, 200];
    const noiseVariances = [0.003, 0.1, 2];
    const surface = await evidenceSurface(createModel(spec, data), data, { priorVariances, noiseVariances });
    expect(surface.logEvidence).toMatchObject({ rows: 3, cols: 3 });
    for (const [i, noiseVariance] of noiseVariances.entries()) {
      for (const [j, variance] of priorVariances.entries()) {
        const own: LinearModelSpec = {
          ...spec,
          prior: { ...spec.prior, variance },
          likelihood: { kind: "normal", noiseVariance },
        };
        const alone = await exact().fit(createModel(own, data), data);
        expect(surface.logEvidence.data[3 * i + j]! / alone.logEvidence).toBeCloseTo(1, 9);
      }
    }
  });

  test("has its maximum where no pair of the default grid is better, and one of them is near", async () => {
    const { logEvidence, maximum, priorVariances, noiseVariances } = await evidenceSurface(
      createModel(spec, data),
      data,
    );
    expect([priorVariances.length, noiseVariances.length]).toEqual([41, 41]);
    const best = Math.max(...logEvidence.data);
    expect(maximum.logEvidence).toBeGreaterThanOrEqual(best - 1e-9);
    expect(maximum.logEvidence - best).toBeLessThan(0.5);
    expect(maximum.boundary).toEqual([]);
  });
});

test("refuses what has no such surface, by name", async () => {
  const [, spec] = specs[0]!;
  const surface = (changes: Partial<LinearModelSpec>, options = {}) =>
    evidenceSurface(createModel({ ...spec, ...changes } as LinearModelSpec, data), data, options);
  await expect(surface({ prior: { kind: "normal", variance: "flat" } })).rejects.toThrow(/has "flat"/);
  await expect(
    surface({ likelihood: { kind: "normal", noiseVariance: { shape: 2, scale: 1 } } }),
  ).rejects.toThrow(/integrates it out/);
  await expect(surface({}, { noiseVariances: [1, 1] })).rejects.toThrow(
    /noiseVariances\[1\] must be .* above 1/,
  );
  await expect(surface({}, { priorVariances: [] })).rejects.toThrow(/number of priorVariances/);
  await expect(surface({}, { prior: [1] })).rejects.toThrow(/prior/);
});

test("is told to stop", async () => {
  const [, spec] = specs[0]!;
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(evidenceSurface(createModel(spec, data), data, {}, { signal })).rejects.toThrow("enough");
});
