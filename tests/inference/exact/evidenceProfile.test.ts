import { describe, expect, test } from "vitest";
import { type EvidenceProfile, evidenceProfile } from "../../../src/inference/exact/learnVariances.ts";
import { linearModel, reduceData } from "../../../src/inference/exact/linearModel.ts";
import { linearPrior } from "../../../src/inference/exact/linearPrior.ts";
import { integratedProfile } from "../../../src/inference/exact/noise.ts";
import type { SolverName } from "../../../src/inference/exact/solution.ts";
import type { NormalPriorSpec } from "../../../src/model/priorSpec.ts";
import { shallowRelu } from "../../../src/model/shallowRelu.ts";
import { largestMixedDifference } from "../../support/differences.ts";
import { toyData } from "./models.ts";

const data = toyData();
const network = shallowRelu([0, 0.2, 0.35, 0.5, 0.8], [1, 2, 1, 0.5, 1]);
const PRIORS: readonly [string, Omit<NormalPriorSpec, "kind" | "variance">][] = [
  ["plain", {}],
  ["a bias of its own", { biasVariance: 0.3 }],
  ["a flat bias", { biasVariance: "flat" }],
  ["means and precisions", { mean: [1, 0, -1, 0, 1, 2], precision: [1, 2, 0.5, 3, 1], biasVariance: 4 }],
];

async function profileOf(prior: Omit<NormalPriorSpec, "kind" | "variance">, solver: SolverName) {
  const model = linearModel(network, linearPrior({ kind: "normal", variance: 1, ...prior }, 6), 15, solver);
  return evidenceProfile(model, await reduceData(model, data, {}));
}

const POINTS = [
  [1, 0.1],
  [50, 0.02],
  [0.03, 2],
] as const;

/** Central differences of the log evidence by the logarithm of either variance. */
function slopesByDifferences(profile: EvidenceProfile, variance: number, noise: number): [number, number] {
  const h = 1e-4;
  const [up, down] = [Math.exp(h), Math.exp(-h)];
  return [
    (profile(variance * up, noise).logEvidence - profile(variance * down, noise).logEvidence) / (2 * h),
    (profile(variance, noise * up).logEvidence - profile(variance, noise * down).logEvidence) / (2 * h),
  ];
}

describe.each(PRIORS)("evidence as a function of both variances, %s", (_, prior) => {
  test.each(["banded", "qr", "cholesky"] as const)(
    "%s: slopes are those of finite differences",
    async (solver) => {
      const profile = await profileOf(prior, solver);
      for (const [variance, noise] of POINTS) {
        const point = profile(variance, noise);
        const slopes = slopesByDifferences(profile, variance, noise);
        expect(largestMixedDifference([point.slopeVariance, point.slopeNoise], slopes)).toBeLessThan(1e-6);
      }
    },
  );

  test("the linear-time profile and the spectrum are one function", async () => {
    const [banded, qr] = [await profileOf(prior, "banded"), await profileOf(prior, "qr")];
    for (const [variance, noise] of POINTS) {
      const found = Object.values(banded(variance, noise)) as number[];
      const expected = Object.entries(qr(variance, noise)) as [string, number][];
      expect(found).toHaveLength(expected.length);
      for (const [name, value] of expected) {
        const other = banded(variance, noise)[name as "logEvidence"];
        expect(largestMixedDifference([other], [value]), name).toBeLessThan(1e-9);
      }
    }
  });

  test("with the noise integrated out, too", async () => {
    for (const solver of ["banded", "qr"] as const) {
      const known = await profileOf(prior, solver);
      const degrees = prior.biasVariance === "flat" ? 14 : 15;
      const profile = integratedProfile(known, { shape: 2, scale: 0.3 }, degrees);
      for (const [variance] of POINTS) {
        const [slope] = slopesByDifferences(profile, variance, 1);
        expect(largestMixedDifference([profile(variance, 1).slopeVariance], [slope])).toBeLessThan(1e-6);
      }
    }
  });
});
