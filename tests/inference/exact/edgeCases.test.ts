import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import type { LinearNetworkSpec } from "../../../src/model/networkSpec.ts";
import { largestMixedDifference } from "../../support/differences.ts";
import { slowPosterior } from "../../support/slowPosterior.ts";
import { evenJoints, featureRows, fitAll, normalModel, toyData } from "./models.ts";

const NETWORKS: readonly [string, LinearNetworkSpec][] = [
  ["3 joints", evenJoints(3)],
  ["20 joints", evenJoints(20)],
  ["a hidden layer", { kind: "hidden-layer", weights: [[1], [-1], [3]], biases: [0.5, 0.5, -1] }],
  ["a line", { kind: "linear" }],
];
const column = (values: number[]) => values.map((value) => [value]);
const empty = createDataset({ x: [], y: [], featureNames: ["x"] });

/** Every solver against plain inversion. */
async function checkAll(
  network: LinearNetworkSpec,
  data: ReturnType<typeof toyData>,
  tolerance = 1e-9,
): Promise<void> {
  const model = normalModel(network, { variance: 2, biasVariance: 0.5 }, 0.3, data);
  const features = featureRows(model, data);
  const at = createDataset({ x: column([-2, 0.4, 3]), y: [0, 0, 0] });
  const d = featureRows(model, at)[0]!.length;
  const slow = slowPosterior({
    features,
    target: [...data.y.data],
    priorMean: new Array<number>(d).fill(0),
    priorVariance: [...new Array<number>(d - 1).fill(2), 0.5],
    noise: Array.from(data.y.data, () => 0.3),
  });
  for (const posterior of await fitAll(model, data)) {
    const close = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      expect(largestMixedDifference(a, b)).toBeLessThan(tolerance);
    close(posterior.mean, slow.mean);
    close(posterior.covariance().data, slow.covariance.flat());
    close([posterior.logEvidence], [slow.logEvidence]);
    const predictive = posterior.predict(at.x);
    const expected = featureRows(model, at).map((h) => slow.functionAt(h));
    close(
      predictive.mean,
      expected.map((e) => e.mean),
    );
    close(
      predictive.epistemic,
      expected.map((e) => e.variance),
    );
  }
}

describe.each(NETWORKS)("%s", (_, network) => {
  test("one row", () => checkAll(network, createDataset({ x: [[0.7]], y: [2] })));
  test("fewer rows than parameters", () =>
    checkAll(network, createDataset({ x: column([0.2, 0.9]), y: [2, -1] })));
  test("all rows at one place", () =>
    checkAll(network, createDataset({ x: column([0.5, 0.5, 0.5]), y: [1, 2, 4] })));
  test("duplicated rows", () => {
    const x = [0.1, 0.1, 0.6, 0.6, 0.6, 0.9];
    return checkAll(network, createDataset({ x: column(x), y: [1, 1, 0, 2, 0, 3] }));
  });
  test("rows far outside the joints", () =>
    checkAll(network, createDataset({ x: column([-30, 20]), y: [1, 2] })));
  test("a constant target", () =>
    checkAll(network, createDataset({ x: column([0.1, 0.4, 0.8]), y: [5, 5, 5] })));

  test("no row at all: the prior predictive", async () => {
    const model = normalModel(network, { variance: 2, biasVariance: 0.5 }, 0.3, empty);
    const at = createDataset({ x: column([-1, 0.4, 3]), y: [0, 0, 0] });
    for (const posterior of await fitAll(model, empty)) {
      expect(posterior.observations).toBe(0);
      expect(posterior.logEvidence).toBeCloseTo(0, 12);
      expect(posterior.effectiveParameters()).toBeCloseTo(0, 12);
      const predictive = posterior.predict(at.x);
      featureRows(model, at).forEach((h, i) => {
        const squares = h.slice(0, -1).reduce((sum, value) => sum + value * value, 0);
        expect(predictive.mean[i]).toBe(0);
        expect(predictive.epistemic[i]! / (2 * squares + 0.5)).toBeCloseTo(1, 12);
      });
    }
  });

  test("no row to predict", async () => {
    const data = toyData();
    for (const posterior of await fitAll(normalModel(network, { variance: 1 }, 0.1, data), data)) {
      const predictive = posterior.predict([]);
      expect(predictive.size).toBe(0);
      expect(predictive.mean).toHaveLength(0);
    }
  });
});

describe("scales from 1e-12 to 1e12", () => {
  test.each([1e-12, 1e12])("x, y and variances of size %d", async (unit) => {
    const joints = [0, 0.3, 0.6];
    const toy = toyData();
    const small = normalModel({ kind: "shallow-relu", joints }, { variance: 2, biasVariance: 0.5 }, 0.3, toy);
    const data = createDataset({
      x: column(Array.from(toy.x.data, (v) => v * unit)),
      y: Array.from(toy.y.data, (v) => v * unit),
    });
    const network: LinearNetworkSpec = { kind: "shallow-relu", joints: joints.map((t) => t * unit) };
    const square = unit * unit;
    const model = normalModel(network, { variance: 2, biasVariance: 0.5 * square }, 0.3 * square, data);
    const expected = await fitAll(small, toy);
    for (const [i, found] of (await fitAll(model, data)).entries()) {
      // Weights are slopes and keep their size; the bias is of the size of y.
      const weights = expected[i]!.mean.slice(0, 3);
      expect(largestMixedDifference(found.mean.slice(0, 3), weights)).toBeLessThan(1e-9);
      expect(found.mean[3]! / unit / expected[i]!.mean[3]!).toBeCloseTo(1, 9);
    }
  });

  test.each([1e-12, 1e12])("a learned noise variance of size %d squared", async (unit) => {
    const toy = toyData();
    const data = createDataset({ x: toy.x, y: Array.from(toy.y.data, (v) => v * unit) });
    const posterior = await exact().fit(
      normalModel(evenJoints(5), { variance: "learned" }, "learned", data),
      data,
    );
    const plain = await exact().fit(normalModel(evenJoints(5), { variance: "learned" }, "learned", toy), toy);
    expect(posterior.noiseVariance / unit / unit / plain.noiseVariance).toBeCloseTo(1, 6);
  });

  test("a constant input of any size does no harm", async () => {
    const x = Array.from({ length: 10 }, (_, i) => [i / 10, 1e12]);
    const data = createDataset({ x, y: x.map(([v]) => 3 * v! + 1) });
    const model = normalModel({ kind: "linear" }, { variance: 1e4 }, 1e-4, data);
    const posterior = await exact({ solver: "qr" }).fit(model, data);
    expect(posterior.predict(x).mean[4]).toBeCloseTo(2.2, 2);
  });
});

describe("an improper prior", () => {
  const data = toyData();
  test("on all parameters is ordinary least squares", async () => {
    const model = normalModel(evenJoints(4), { variance: "flat", biasVariance: "flat" }, 0.09, data);
    for (const solver of ["banded", "qr", "cholesky"] as const) {
      const posterior = await exact({ solver }).fit(model, data);
      const features = featureRows(model, data);
      const residual = data.y.data.map(
        (y, i) => y - features[i]!.reduce((s, h, j) => s + h * posterior.mean[j]!, 0),
      );
      for (let j = 0; j < 5; j++) {
        const gradient = features.reduce((sum, h, i) => sum + h[j]! * residual[i]!, 0);
        expect(gradient).toBeCloseTo(0, 9);
      }
      expect(posterior.effectiveParameters()).toBeCloseTo(5, 9);
      expect(posterior.evidenceKind).toBe("restricted");
    }
  });

  test("with noise variance ~ 1/s is the classical t distribution", async () => {
    const noise = { shape: 0, scale: 0 };
    const model = normalModel(evenJoints(4), { variance: "flat", biasVariance: "flat" }, noise, data);
    const posterior = await exact().fit(model, data);
    const fitted = posterior.predict(data.x).mean;
    const rss = data.y.data.reduce((sum, y, i) => sum + (y - fitted[i]!) * (y - fitted[i]!), 0);
    // N - D = 10 degrees of freedom; the variance of a t has factor 10/8.
    expect(posterior.noiseVariance).toBeCloseTo(rss / 8, 10);
    expect(posterior.evidenceKind).toBe("restricted");
  });

  test("beside a very tight one is still settled by the data", async () => {
    const prior = { variance: 1, biasVariance: "flat", precision: [1, 1e36, 1] } as const;
    const joints = [0, 0.3, 0.6];
    const tight = normalModel({ kind: "shallow-relu", joints }, prior, 0.09, data);
    const without = { variance: 1, biasVariance: "flat" } as const;
    const model = normalModel({ kind: "shallow-relu", joints: [0, 0.6] }, without, 0.09, data);
    const expected = (await exact().fit(model, data)).predict(data.x);
    for (const solver of ["banded", "qr", "cholesky"] as const) {
      const found = (await exact({ solver }).fit(tight, data)).predict(data.x);
      expect(largestMixedDifference(found.mean, expected.mean)).toBeLessThan(1e-9);
      expect(largestMixedDifference(found.epistemic, expected.epistemic)).toBeLessThan(1e-9);
    }
  });
});
