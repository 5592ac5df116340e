import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { ArgumentError, ShapeError } from "../../../src/errors/errors.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import { createModel } from "../../../src/model/model.ts";
import { createRng } from "../../../src/random/rng.ts";
import { largestMixedDifference } from "../../support/differences.ts";
import { featureRows } from "./models.ts";

const rng = createRng("averages");
const x = Array.from({ length: 12 }, () => [rng.normal(), rng.normal()]);
const data = createDataset({ x, y: x.map(([a, b]) => 50 + 3 * a! - b! * b!) });
const model = createModel(
  {
    network: { kind: "random-relu", units: 20, seed: 2 },
    prior: { kind: "normal", variance: 2 },
    likelihood: { kind: "normal", noiseVariance: 0.1 },
    standardise: "target",
  },
  data,
);

describe("averages of the function over groups of rows", () => {
  test.each(["qr", "cholesky", "dual"] as const)(
    "%s: means and variances of averaged features",
    async (solver) => {
      const posterior = await exact({ solver }).fit(model, data);
      const [shift, scale] = [posterior.scaler.y.shift[0]!, posterior.scaler.y.scale[0]!];
      const features = featureRows(model, data);
      const d = posterior.size;
      const c = posterior.covariance().data;
      for (const group of [1, 3, 12]) {
        const found = posterior.averages!(data.x, group);
        expect(found.mean).toHaveLength(12 / group);
        const rows = Array.from({ length: 12 / group }, (_, g) =>
          Array.from({ length: d }, (__, j) => {
            const part = features.slice(g * group, (g + 1) * group);
            return part.reduce((sum, h) => sum + h[j]!, 0) / group;
          }),
        );
        const mean = rows.map(
          (h) => shift + scale * h.reduce((sum, v, j) => sum + v * posterior.mean[j]!, 0),
        );
        const variance = rows.map(
          (h) =>
            scale * scale * h.reduce((s, v, i) => s + v * h.reduce((t, w, j) => t + w * c[i * d + j]!, 0), 0),
        );
        expect(largestMixedDifference(found.mean, mean)).toBeLessThan(1e-10);
        expect(largestMixedDifference(found.variance, variance)).toBeLessThan(1e-10);
      }
    },
  );

  test("refuse groups that do not divide the rows", async () => {
    const posterior = await exact({ solver: "qr" }).fit(model, data);
    expect(() => posterior.averages!(data.x, 5)).toThrow(ShapeError);
    expect(() => posterior.averages!(data.x, 0)).toThrow(ArgumentError);
  });
});
