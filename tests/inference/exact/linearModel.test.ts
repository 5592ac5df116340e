import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import type { Dataset } from "../../../src/data/dataset.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import type { LinearNetworkSpec } from "../../../src/model/networkSpec.ts";
import { createRng } from "../../../src/random/rng.ts";
import { largestDifference } from "../../support/differences.ts";
import { evenJoints, normalModel, toyData } from "./models.ts";

function rows(count: number): Dataset {
  const rng = createRng("rows");
  const x = Array.from({ length: count }, () => [rng.normal(), rng.normal()]);
  return createDataset({ x, y: x.map(([a, b]) => Math.sin(a! + b!) + 0.1 * rng.normal()) });
}

const features = (units: number): LinearNetworkSpec => ({ kind: "random-relu", units, seed: 1 });

async function chosen(network: LinearNetworkSpec, data: Dataset, prior: object = {}) {
  const model = normalModel(network, { variance: 1, ...prior }, 0.01, data);
  return exact().fit(model, data);
}

describe("the solver is chosen by structure", () => {
  test("linear time for fixed joints, even coinciding ones", async () => {
    const data = toyData();
    expect((await chosen(evenJoints(5), data)).solver).toBe("banded");
    expect((await chosen({ kind: "shallow-relu", joints: [0, 0.5, 0.5] }, data)).solver).toBe("banded");
  });

  test("QR while it is cheap, then Cholesky, and the dual form for more parameters than rows", async () => {
    expect((await chosen(features(20), rows(50))).solver).toBe("qr");
    expect((await chosen(features(400), rows(10))).solver).toBe("dual");
    const many = await chosen(features(200), rows(1400));
    expect(many.solver).toBe("cholesky");
    expect(many.notes).toEqual([]);
  });

  test("never the dual form under a flat prior", async () => {
    const posterior = await chosen(features(400), rows(10), { biasVariance: "flat" });
    expect(["cholesky", "qr"]).toContain(posterior.solver);
  });

  test("rows are read again for QR where the Cholesky factor would lose half the digits", async () => {
    const network: LinearNetworkSpec = {
      kind: "hidden-layer",
      weights: Array.from({ length: 200 }, (_, k) => [1 + 1e-5 * k, 0.5]),
      biases: Array.from({ length: 200 }, (_, k) => k / 50),
    };
    const data = rows(1400);
    const posterior = await chosen(network, data, { variance: 1e4 });
    expect(posterior.solver).toBe("qr");
    expect(posterior.notes.map((note) => note.code)).toEqual(["solver"]);
  });

  test("asked for by name, the Cholesky solver is used and says how it went", async () => {
    const data = toyData();
    const model = normalModel(evenJoints(120), { variance: 1e4 }, 1e-4, data);
    const posterior = await exact({ solver: "cholesky" }).fit(model, data);
    expect(posterior.solver).toBe("cholesky");
    expect(posterior.notes.map((note) => note.code)).toEqual(["ill-conditioned"]);
  });

  test("posteriors whose sizes led to different solvers can still be merged", async () => {
    const all = rows(1600);
    const take = (from: number, to: number) =>
      createDataset({
        x: Array.from({ length: to - from }, (_, i) => [
          ...all.x.data.subarray(2 * (from + i), 2 * (from + i) + 2),
        ]),
        y: all.y.data.slice(from, to),
      });
    const model = normalModel(features(200), { variance: 1 }, 0.01, all);
    const [small, large] = [
      await exact().fit(model, take(0, 100)),
      await exact().fit(model, take(100, 1600)),
    ];
    expect([small.solver, large.solver]).toEqual(["qr", "cholesky"]);
    const whole = await exact().fit(model, all);
    for (const merged of [small.merge(large), large.merge(small)]) {
      const at = [
        [0.3, -0.2],
        [1, 1],
      ];
      expect(largestDifference(merged.predict(at).mean, whole.predict(at).mean)).toBeLessThan(1e-9);
      expect(merged.logEvidence).toBeCloseTo(whole.logEvidence, 6);
    }
  });
});
