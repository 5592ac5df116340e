import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import type { SolverName } from "../../../src/inference/exact/solution.ts";
import type { LinearNetworkSpec } from "../../../src/model/networkSpec.ts";
import { largestDifference, largestRelativeDifference } from "../../support/differences.ts";
import { readJson } from "../../support/readFixture.ts";
import { normalModel } from "./models.ts";

/** A posterior at 50 digits by mpmath, made by the script in tests/fixtures/exact that its first line names. */
interface Fixture {
  readonly variance: number;
  readonly biasVariance: number;
  readonly noiseVariance: number;
  readonly x: number[];
  readonly y: number[];
  readonly logEvidence: number;
  readonly queries: number[];
  readonly functionMeans: number[];
  readonly functionVariances: number[];
}

interface ManyJoints extends Fixture {
  readonly joints: number[];
  readonly slopes: number[];
  readonly effectiveParameters: number;
  readonly mean: number[];
  readonly parameterVariances: number[];
}

async function judge(f: Fixture, network: LinearNetworkSpec, solver: SolverName) {
  const data = createDataset({ x: f.x.map((v) => [v]), y: f.y });
  const prior = { variance: f.variance, biasVariance: f.biasVariance };
  const posterior = await exact({ solver }).fit(normalModel(network, prior, f.noiseVariance, data), data);
  const predictive = posterior.predict(f.queries);
  return {
    posterior,
    /** Errors of the means in standard deviations, of variances and evidence relative. */
    means: largestDifference(
      predictive.mean.map((value, i) => (value - f.functionMeans[i]!) / Math.sqrt(f.functionVariances[i]!)),
      f.queries.map(() => 0),
    ),
    variances: largestRelativeDifference(predictive.epistemic, f.functionVariances),
    evidence: Math.abs(posterior.logEvidence / f.logEvidence - 1),
  };
}

describe("200 joints, ill-conditioned", () => {
  const f = readJson<ManyJoints>("exact/manyJoints.json");
  const network = { kind: "shallow-relu", joints: f.joints, slopes: f.slopes } as const;

  test("the linear-time solver keeps ten digits of every quantity and more", async () => {
    const { posterior, means, variances, evidence } = await judge(f, network, "banded");
    expect(means).toBeLessThan(1e-10);
    expect(variances).toBeLessThan(1e-13);
    expect(evidence).toBeLessThan(1e-14);
    expect(largestRelativeDifference(posterior.variances(), f.parameterVariances)).toBeLessThan(1e-12);
    const deviations = posterior.mean.map((v, j) => (v - f.mean[j]!) / Math.sqrt(f.parameterVariances[j]!));
    expect(
      largestDifference(
        deviations,
        f.mean.map(() => 0),
      ),
    ).toBeLessThan(1e-9);
    expect(posterior.effectiveParameters() / f.effectiveParameters).toBeCloseTo(1, 12);
  });

  test("and beats the dense solvers by orders of magnitude", async () => {
    const banded = await judge(f, network, "banded");
    const qr = await judge(f, network, "qr");
    const cholesky = await judge(f, network, "cholesky");
    for (const quantity of ["means", "variances"] as const) {
      expect(qr[quantity]).toBeGreaterThan(10 * banded[quantity]);
      expect(cholesky[quantity]).toBeGreaterThan(1000 * qr[quantity]);
    }
    // The dense solver still is a fair answer, and the Cholesky factor says that it is not.
    expect(qr.means).toBeLessThan(1e-3);
    expect(cholesky.posterior.notes.map((note) => note.code)).toContain("ill-conditioned");
  });
});

describe("100,000 joints and three rows", () => {
  test("the linear-time solver loses no digits where the prior speaks alone", async () => {
    const f = readJson<Fixture & { readonly joints: number }>("exact/fewRows.json");
    const joints = Array.from({ length: f.joints }, (_, k) => k / f.joints);
    const { means, variances, evidence } = await judge(f, { kind: "shallow-relu", joints }, "banded");
    expect(means).toBeLessThan(1e-12);
    expect(variances).toBeLessThan(1e-12);
    expect(evidence).toBeLessThan(1e-13);
  });
});
