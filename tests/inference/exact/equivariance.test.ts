import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { fitScaler, scaleColumns } from "../../../src/data/scaler.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import type { ExactPosterior } from "../../../src/inference/exact/exactPosterior.ts";
import { createModel } from "../../../src/model/model.ts";
import type { LinearNetworkSpec } from "../../../src/model/networkSpec.ts";
import type { LinearModelSpec } from "../../../src/model/spec.ts";
import { createRng } from "../../../src/random/rng.ts";
import { largestDifference, largestRelativeDifference } from "../../support/differences.ts";
import { evenJoints, normalModel, solversFor, toyData } from "./models.ts";

const toy = toyData();
const at = [-0.4, 0, 0.21, 0.5, 0.93, 1.6];
const SCALES = [1e-12, 0.03, 1, 700, 1e12];

/** Predictions of one fit are those of another under y -> shift + scale y. */
function mapped(
  found: ExactPosterior,
  x: number[],
  base: ExactPosterior,
  shift: number,
  scale: number,
): void {
  const [a, b] = [found.predict(x), base.predict(at)];
  const size = Math.max(...b.mean.map(Math.abs));
  const means = a.mean.map((value) => (value - shift) / scale / size);
  expect(
    largestDifference(
      means,
      b.mean.map((v) => v / size),
    ),
  ).toBeLessThan(1e-9);
  for (const name of ["epistemic", "variance"] as const) {
    expect(
      largestRelativeDifference(
        a[name].map((v) => v / scale / scale),
        b[name],
      ),
    ).toBeLessThan(1e-8);
  }
}

describe("scaling y with the standard deviations of prior and noise", () => {
  const network = evenJoints(9);
  test.each(solversFor(network))(
    "%s: scales means and bands, and the density of the data",
    async (solver) => {
      const base = await exact({ solver }).fit(normalModel(network, { variance: 3 }, 0.2, toy), toy);
      for (const c of SCALES) {
        const scaled = createDataset({ x: toy.x, y: Array.from(toy.y.data, (y) => c * y) });
        const model = normalModel(network, { variance: 3 * c * c }, 0.2 * c * c, scaled);
        const posterior = await exact({ solver }).fit(model, scaled);
        mapped(posterior, at, base, 0, c);
        expect(posterior.logEvidence + 15 * Math.log(c)).toBeCloseTo(base.logEvidence, 8);
        expect(posterior.effectiveParameters()).toBeCloseTo(base.effectiveParameters(), 8);
      }
    },
  );

  test("learned variances scale along", async () => {
    for (const solver of solversFor(network)) {
      const model = normalModel(network, { variance: "learned" }, "learned", toy);
      const base = await exact({ solver }).fit(model, toy);
      for (const c of SCALES) {
        const scaled = createDataset({ x: toy.x, y: Array.from(toy.y.data, (y) => c * y) });
        const posterior = await exact({ solver }).fit(model, scaled);
        expect(posterior.priorVariance / (c * c) / base.priorVariance).toBeCloseTo(1, 5);
        expect(posterior.noiseVariance / (c * c) / base.noiseVariance).toBeCloseTo(1, 5);
        expect(posterior.logEvidence + 15 * Math.log(c)).toBeCloseTo(base.logEvidence, 8);
      }
    }
  });
});

describe("shifting y", () => {
  const network = evenJoints(9);
  test.each(solversFor(network))("%s: with the prior mean of the bias, or a flat bias", async (solver) => {
    for (const shift of [-3, 40]) {
      const shifted = createDataset({ x: toy.x, y: Array.from(toy.y.data, (y) => y + shift) });
      const mean = [...new Array<number>(9).fill(0), shift];
      const base = await exact({ solver }).fit(normalModel(network, { variance: 3 }, 0.2, toy), toy);
      const moved = normalModel(network, { variance: 3, mean }, 0.2, shifted);
      const posterior = await exact({ solver }).fit(moved, shifted);
      mapped(posterior, at, base, shift, 1);
      expect(posterior.logEvidence).toBeCloseTo(base.logEvidence, 7);
      if (solver === "dual") continue;
      const flat = normalModel(network, { variance: 3, biasVariance: "flat" }, 0.2, toy);
      const free = await exact({ solver }).fit(flat, shifted);
      const expected = await exact({ solver }).fit(flat, toy);
      mapped(free, at, expected, shift, 1);
      expect(free.logEvidence).toBeCloseTo(expected.logEvidence, 7);
    }
  });
});

describe("moving the x axis with its joints", () => {
  const joints = Array.from({ length: 9 }, (_, k) => k / 9);
  const network: LinearNetworkSpec = { kind: "shallow-relu", joints };
  test.each(solversFor(network))("%s: slopes or prior variances take up the scale", async (solver) => {
    const base = await exact({ solver }).fit(
      normalModel(network, { variance: 3, biasVariance: 2 }, 0.2, toy),
      toy,
    );
    for (const c of SCALES) {
      // Joints may lie anywhere, but a shift much larger than the scale costs the digits it costs.
      const shift = 5 * c;
      const move = (x: number) => shift + c * x;
      const moved = createDataset({ x: Array.from(toy.x.data, (x) => [move(x)]), y: toy.y });
      for (const [slope, variance] of [
        [1 / c, 3],
        [1, 3 / (c * c)],
      ] as const) {
        const spec: LinearNetworkSpec = {
          kind: "shallow-relu",
          joints: joints.map(move),
          slopes: joints.map(() => slope),
        };
        const model = normalModel(spec, { variance, biasVariance: 2 }, 0.2, moved);
        const posterior = await exact({ solver }).fit(model, moved);
        mapped(posterior, at.map(move), base, 0, 1);
        expect(posterior.logEvidence).toBeCloseTo(base.logEvidence, 7);
      }
    }
  });
});

describe("standardising", () => {
  const rng = createRng("standardise");
  const wide = createDataset({
    x: Array.from({ length: 30 }, () => [1000 + 50 * rng.normal(), 1e-3 * rng.normal(), 7]),
    y: Array.from({ length: 30 }, () => 300 + 40 * rng.normal()),
  });
  const far = createDataset({
    x: Array.from(toy.x.data, (x) => [900 + 30 * x]),
    y: Array.from(toy.y.data, (y) => 50 - 9 * y),
  });
  const joints = Array.from({ length: 9 }, (_, k) => 900 + (30 * k) / 9);
  const PROBLEMS = [
    ["fixed joints, which move with x", { kind: "shallow-relu", joints }, far],
    [
      "random features, a constant column among the inputs",
      { kind: "random-relu", units: 20, seed: 5 },
      wide,
    ],
    ["a plane", { kind: "linear" }, wide],
  ] as const satisfies readonly (readonly [string, LinearNetworkSpec, typeof wide])[];
  const LIKELIHOODS: readonly LinearModelSpec["likelihood"]["noiseVariance"][] = [
    0.3,
    "learned",
    { shape: 2, scale: 0.4 },
  ];

  test.each(
    PROBLEMS.flatMap(([name, network, data]) =>
      (["none", "inputs", "target", "both"] as const).map((s) => [s, name, network, data] as const),
    ),
  )('"%s" is what standardising by hand gives: %s', async (standardise, _, network, data) => {
    for (const noiseVariance of LIKELIHOODS) {
      const prior = { kind: "normal", variance: 2, biasVariance: 1.5 } as const;
      const model = createModel(
        { network, prior, likelihood: { kind: "normal", noiseVariance }, standardise },
        data,
      );
      const posterior = await exact().fit(model, data);
      const scaler = fitScaler(standardise, data);
      const byHand = createDataset({ x: scaleColumns(scaler.x, data.x), y: scaleColumns(scaler.y, data.y) });
      const place = (joint: number) => (joint - scaler.x.shift[0]!) / scaler.x.scale[0]!;
      const inside =
        network.kind === "shallow-relu" ? { ...network, joints: network.joints.map(place) } : network;
      const hand = await exact().fit(
        normalModel(inside, { variance: 2, biasVariance: 1.5 }, noiseVariance, byHand),
        byHand,
      );

      const [shift, scale] = [scaler.y.shift[0]!, scaler.y.scale[0]!];
      const [a, b] = [posterior.predict(data.x), hand.predict(byHand.x)];
      expect([...posterior.mean]).toEqual([...hand.mean]);
      expect(
        largestRelativeDifference(
          a.mean,
          b.mean.map((v) => shift + scale * v),
        ),
      ).toBeLessThan(1e-13);
      expect(
        largestRelativeDifference(
          a.std,
          b.std.map((v) => scale * v),
        ),
      ).toBeLessThan(1e-13);
      expect(
        largestRelativeDifference(
          a.quantile(0.9),
          b.quantile(0.9).map((v) => shift + scale * v),
        ),
      ).toBeLessThan(1e-12);
      expect(posterior.noiseVariance / (scale * scale) / hand.noiseVariance).toBeCloseTo(1, 12);
      expect(posterior.logEvidence + data.x.rows * Math.log(scale)).toBeCloseTo(hand.logEvidence, 10);
    }
  });

  test("the log evidence of a flat bias counts one density less in the units of y", async () => {
    const spec: LinearModelSpec = {
      network: { kind: "linear" },
      prior: { kind: "normal", variance: 1, biasVariance: "flat" },
      likelihood: { kind: "normal", noiseVariance: 0.3 },
      standardise: "target",
    };
    const posterior = await exact().fit(createModel(spec, wide), wide);
    const scale = posterior.scaler.y.scale[0]!;
    const prior = { variance: scale * scale, biasVariance: "flat" } as const;
    const plain = await exact().fit(normalModel({ kind: "linear" }, prior, 0.3 * scale * scale, wide), wide);
    expect(posterior.logEvidence).toBeCloseTo(plain.logEvidence, 8);
  });
});
