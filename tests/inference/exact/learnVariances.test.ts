import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import type { Dataset } from "../../../src/data/dataset.ts";
import { DataError } from "../../../src/errors/errors.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import type { LinearNetworkSpec } from "../../../src/model/networkSpec.ts";
import { createRng } from "../../../src/random/rng.ts";
import { readJson } from "../../support/readFixture.ts";
import { evenJoints, normalModel, solversFor, toyData } from "./models.ts";

/** 40 rows of a smooth function of three inputs, for random ReLU features. */
function threeInputs(): Dataset {
  const rng = createRng("three");
  const x = Array.from({ length: 40 }, () => [rng.normal(), rng.normal(), rng.normal()]);
  const y = x.map(([a, b, c]) => Math.sin(a!) + 0.5 * b! - Math.abs(c!) + 0.1 * rng.normal());
  return createDataset({ x, y });
}

const PROBLEMS: readonly [string, LinearNetworkSpec, Dataset][] = [
  ["fixed joints", evenJoints(14), toyData()],
  ["more joints than rows", evenJoints(40), toyData()],
  ["random features", { kind: "random-relu", units: 25, seed: "units" }, threeInputs()],
  ["more features than rows", { kind: "random-relu", units: 60, seed: "units" }, threeInputs()],
  ["a plane", { kind: "linear" }, threeInputs()],
];

describe.each(PROBLEMS)("the evidence maximum: %s", (_, network, data) => {
  const model = normalModel(network, { variance: "learned" }, "learned", data);

  test.each(solversFor(network))("%s: it is stationary", async (solver) => {
    const posterior = await exact({ solver }).fit(model, data);
    const gamma = posterior.effectiveParameters();
    const fitted = posterior.predict(data.x).mean;
    const rss = data.y.data.reduce((sum, y, i) => sum + (y - fitted[i]!) * (y - fitted[i]!), 0);
    const squares = posterior.mean.reduce((sum, value) => sum + value * value, 0);
    expect(posterior.boundary).toEqual([]);
    expect(squares / gamma / posterior.priorVariance).toBeCloseTo(1, 6);
    expect(rss / (data.x.rows - gamma) / posterior.noiseVariance).toBeCloseTo(1, 6);
  });

  test("no other pair of variances has more evidence", async () => {
    const best = await exact().fit(model, data);
    for (const factor of [1e-3, 0.1, 0.9, 1.1, 10, 1e3]) {
      for (const other of [1e-3, 0.1, 0.9, 1, 1.1, 10]) {
        const prior = { variance: best.priorVariance * factor };
        const moved = normalModel(network, prior, best.noiseVariance * other, data);
        expect((await exact().fit(moved, data)).logEvidence).toBeLessThan(best.logEvidence);
      }
    }
  });

  test("one variance given, the other learned", async () => {
    const noiseOnly = await exact().fit(normalModel(network, { variance: 1 }, "learned", data), data);
    const gamma = noiseOnly.effectiveParameters();
    const fitted = noiseOnly.predict(data.x).mean;
    const rss = data.y.data.reduce((sum, y, i) => sum + (y - fitted[i]!) * (y - fitted[i]!), 0);
    expect(noiseOnly.priorVariance).toBe(1);
    expect(rss / (data.x.rows - gamma) / noiseOnly.noiseVariance).toBeCloseTo(1, 6);

    const priorOnly = await exact().fit(normalModel(network, { variance: "learned" }, 0.2, data), data);
    const squares = priorOnly.mean.reduce((sum, value) => sum + value * value, 0);
    expect(priorOnly.noiseVariance).toBe(0.2);
    expect(squares / priorOnly.effectiveParameters() / priorOnly.priorVariance).toBeCloseTo(1, 6);
  });

  test("with the noise integrated out", async () => {
    const noise = { shape: 2, scale: 0.1 };
    const learned = await exact().fit(normalModel(network, { variance: "learned" }, noise, data), data);
    const evidence = async (variance: number) =>
      (await exact().fit(normalModel(network, { variance }, noise, data), data)).logEvidence;
    expect(learned.logEvidence).toBeCloseTo(await evidence(learned.priorVariance), 9);
    expect(learned.logEvidence).toBeGreaterThan(await evidence(learned.priorVariance * 1.01));
    expect(learned.logEvidence).toBeGreaterThan(await evidence(learned.priorVariance / 1.01));
  });
});

test("under flat priors on all D parameters the noise variance is RSS / (N - D)", async () => {
  const data = toyData();
  const flat = { variance: "flat", biasVariance: "flat" } as const;
  for (const solver of ["banded", "qr", "cholesky"] as const) {
    const posterior = await exact({ solver }).fit(normalModel(evenJoints(4), flat, "learned", data), data);
    const fitted = posterior.predict(data.x).mean;
    const rss = data.y.data.reduce((sum, y, i) => sum + (y - fitted[i]!) * (y - fitted[i]!), 0);
    expect(rss / 10 / posterior.noiseVariance).toBeCloseTo(1, 7);
    expect(posterior.evidenceKind).toBe("restricted");
  }
});

test("the learned evidence is above every value of the reference surface with as many joints", async () => {
  const surface = readJson<{ rows: { n_hidden: number; log_evidence: number }[] }>(
    "udl/log_evidence_surface.json",
  );
  for (const n of [3, 5, 8, 14, 30]) {
    const data = toyData();
    const best = await exact().fit(
      normalModel(evenJoints(n), { variance: "learned" }, "learned", data),
      data,
    );
    const listed = surface.rows.filter((row) => row.n_hidden === n).map((row) => row.log_evidence);
    expect(best.logEvidence).toBeGreaterThan(Math.max(...listed));
  }
});

describe("maxima on the boundary are reported", () => {
  const learn = (data: Dataset, network: LinearNetworkSpec = { kind: "linear" }) =>
    exact().fit(normalModel(network, { variance: "learned", biasVariance: 1 }, "learned", data), data);

  test("data without noise: the noise variance goes to zero", async () => {
    const x = [[0], [1], [2], [3], [4]];
    const posterior = await learn(createDataset({ x, y: [1, 3, 5, 7, 9] }));
    expect(posterior.boundary).toEqual([{ of: "noise variance", towards: "zero" }]);
    expect(posterior.notes.map((note) => note.code)).toContain("boundary");
    expect(posterior.predict([[5]]).mean[0]).toBeCloseTo(11, 4);
  });

  test("an input that explains nothing: the prior variance goes to zero", async () => {
    const x = [[-1], [-1], [1], [1], [-1], [1]];
    const posterior = await learn(createDataset({ x, y: [1, -1, 1, -1, 0, 0] }));
    expect(posterior.boundary).toEqual([{ of: "prior variance", towards: "zero" }]);
    expect(posterior.effectiveParameters()).toBeLessThan(1);
  });

  test("features that are all 0", async () => {
    const x = [[-3], [-2], [-1]];
    const posterior = await learn(createDataset({ x, y: [1, 2, 3] }), {
      kind: "shallow-relu",
      joints: [0, 1],
    });
    expect(posterior.noiseVariance).toBeGreaterThan(0);
    expect(posterior.predict([[-2]]).mean[0]).toBeGreaterThan(0);
  });
});

describe("what cannot be learned is refused", () => {
  test.each([
    ["one row", [[1]], [2]],
    ["no row", [], []],
    ["equal targets", [[1], [2], [3]], [5, 5, 5]],
  ])("%s", async (_, x, y) => {
    const data = createDataset({ x, y, featureNames: ["x"] });
    const model = normalModel({ kind: "linear" }, { variance: "learned" }, "learned", data);
    await expect(exact().fit(model, data)).rejects.toThrow(DataError);
  });
});
