import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import { hiddenLayer, randomRelu } from "../../src/model/hiddenLayer.ts";
import { createModel } from "../../src/model/model.ts";
import type { LinearNetwork } from "../../src/model/network.ts";
import { matrixFromRows } from "../../src/numeric/matrix.ts";
import { createRng } from "../../src/random/rng.ts";
import { invert, multiply } from "../support/denseAlgebra.ts";

const POINTS = [
  [0, 0],
  [1, 0],
  [0.5, -2],
  [-1, 0.3],
  [2, 2],
];

/** The kernel of infinitely many ReLU units: Cho & Saul (2009), order 1, over (x, 1). */
function arcCosine(a: readonly number[], b: readonly number[]): number {
  const [x, z] = [
    [...a, 1],
    [...b, 1],
  ];
  const inner = x.reduce((sum, v, j) => sum + v * z[j]!, 0);
  const lengths = Math.hypot(...x) * Math.hypot(...z);
  const angle = Math.acos(Math.min(1, inner / lengths));
  return (lengths * (Math.sin(angle) + (Math.PI - angle) * Math.cos(angle))) / Math.PI;
}

/** Features of all points, without the constant. */
function unitsAt(network: LinearNetwork, points: readonly (readonly number[])[]): Float64Array[] {
  const out = new Float64Array(network.size * points.length);
  network.featuresInto(matrixFromRows(points), 0, points.length, out);
  return points.map((_, i) => out.subarray(i * network.size, (i + 1) * network.size - 1));
}

/** The largest deviation of the inner products of the features from the kernel, in Monte-Carlo standard errors. */
function worst(network: LinearNetwork, scale = 1): number {
  const units = unitsAt(network, POINTS);
  let most = 0;
  POINTS.forEach((a, i) => {
    POINTS.forEach((b, j) => {
      const terms = units[i]!.map((value, k) => scale * value * units[j]![k]!);
      const h = terms.length;
      const sum = terms.reduce((s, v) => s + v, 0);
      const squares = terms.reduce((s, v) => s + (v - sum / h) * (v - sum / h), 0);
      most = Math.max(most, Math.abs(sum - arcCosine(a, b)) / Math.sqrt(squares));
    });
  });
  return most;
}

describe("random ReLU features", () => {
  const network = (units: number, seed: string | number = "kernel") =>
    randomRelu({ kind: "random-relu", units, seed }, 2);

  test.each([200, 2000, 20_000])("%i units: inner products are the arc-cosine kernel", (units) => {
    expect(worst(network(units))).toBeLessThan(4);
  });

  test("without the factor 2, or without the width, they would not be", () => {
    expect(worst(network(2000), 0.5)).toBeGreaterThan(10);
    expect(worst(network(2000), 2000)).toBeGreaterThan(10);
  });

  test("the posterior tends to that of the Gaussian process", async () => {
    const x = [
      [-1, 0],
      [0.5, 0.5],
      [1, -1],
      [2, 1],
      [0, 2],
    ];
    const y = [1, -0.5, 0.3, 2, 0];
    const at = [
      [0, 0],
      [1.5, 0],
    ];
    const data = createDataset({ x, y });
    const model = createModel(
      {
        network: { kind: "random-relu", units: 40_000, seed: "process" },
        prior: { kind: "normal", variance: 1.5, biasVariance: 0.5 },
        likelihood: { kind: "normal", noiseVariance: 0.1 },
        standardise: "none",
      },
      data,
    );
    const found = (await exact({ solver: "dual" }).fit(model, data)).predict(at);
    const kernel = (a: number[], b: number[]) => 1.5 * arcCosine(a, b) + 0.5;
    const gram = x.map((a, i) => x.map((b, j) => kernel(a, b) + (i === j ? 0.1 : 0)));
    const { inverse } = invert(gram);
    at.forEach((point, i) => {
      const k = x.map((a) => kernel(point, a));
      const weights = multiply([k], inverse)[0]!;
      const mean = weights.reduce((sum, w, n) => sum + w * y[n]!, 0);
      const variance = kernel(point, point) - weights.reduce((sum, w, n) => sum + w * k[n]!, 0);
      // The kernel of 40,000 units is known to about 1 %.
      expect(Math.abs(found.mean[i]! - mean)).toBeLessThan(0.04);
      expect(found.epistemic[i]! / variance).toBeCloseTo(1, 1);
    });
  });

  test("are named by their seed, and a wider layer begins with the units of a narrower one", () => {
    const [narrow, wide] = [unitsAt(network(5), POINTS), unitsAt(network(20), POINTS)];
    narrow.forEach((row, i) => {
      row.forEach((value, k) => {
        expect(value * Math.sqrt(5)).toBeCloseTo(wide[i]![k]! * Math.sqrt(20), 14);
      });
    });
    expect(unitsAt(network(5), POINTS)).toEqual(narrow);
    expect(unitsAt(network(5, "other"), POINTS)).not.toEqual(narrow);
  });

  test("inputScale stretches the inputs, linear adds them, and the last feature is 1", () => {
    const stretched = randomRelu({ kind: "random-relu", units: 6, seed: 1, inputScale: 3, linear: true }, 2);
    expect(stretched.size).toBe(9);
    const out = new Float64Array(9);
    stretched.featuresInto(matrixFromRows([[0.5, -2]]), 0, 1, out);
    const plain = unitsAt(randomRelu({ kind: "random-relu", units: 6, seed: 1 }, 2), [[1.5, -6]])[0]!;
    plain.forEach((value, k) => {
      expect(out[k]).toBeCloseTo(value, 13);
    });
    expect([...out.subarray(6)]).toEqual([0.5, -2, 1]);
  });

  test("are a hidden layer of standard normal weights, drawn unit by unit", () => {
    const rng = createRng("named").fork("random-relu");
    const units = Array.from({ length: 4 }, () => ({ w: [rng.normal(), rng.normal()], b: rng.normal() }));
    const given = hiddenLayer(
      {
        kind: "hidden-layer",
        weights: units.map((u) => u.w),
        biases: units.map((u) => u.b),
        scale: Math.sqrt(0.5),
      },
      2,
    );
    expect(unitsAt(network(4, "named"), POINTS)).toEqual(unitsAt(given, POINTS));
  });
});
