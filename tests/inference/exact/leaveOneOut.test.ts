import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import type { Dataset } from "../../../src/data/dataset.ts";
import { takeDatasetRows } from "../../../src/data/takeDatasetRows.ts";
import { ArgumentError } from "../../../src/errors/errors.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import { exactExperiment } from "../../../src/inference/exact/experiment.ts";
import { leaveOneOut } from "../../../src/inference/exact/leaveOneOut.ts";
import { createModel } from "../../../src/model/model.ts";
import type { LinearNetworkSpec } from "../../../src/model/networkSpec.ts";
import type { LinearModelSpec } from "../../../src/model/spec.ts";
import type { RegressionPredictive } from "../../../src/predictive/predictive.ts";
import { largestMixedDifference } from "../../support/differences.ts";
import { evenJoints, solversFor, toyData } from "./models.ts";

const toy = toyData();
const weighted: Dataset = createDataset({
  x: toy.x,
  y: [...toy.y.data],
  weights: Array.from({ length: 15 }, (_, i) => 0.5 + (i % 3)),
});

const NOISES: readonly [string, LinearModelSpec["likelihood"]["noiseVariance"]][] = [
  ["known noise", 0.09],
  ["noise integrated out", { shape: 1.5, scale: 0.2 }],
];
const NETWORKS: readonly [string, LinearNetworkSpec][] = [
  ["14 joints", evenJoints(14)],
  ["40 joints", evenJoints(40)],
  ["a line", { kind: "linear" }],
];

/** Predictions for every row from actual refits to all the others. */
async function refits(spec: LinearModelSpec, data: Dataset, y: (p: RegressionPredictive) => Float64Array) {
  const rows = data.y.data.map((_, i) => i);
  const results = await Promise.all(
    Array.from(rows, async (n) => {
      const rest = takeDatasetRows(
        data,
        [...rows].filter((i) => i !== n),
      );
      const posterior = await exact().fit(createModel(spec, rest), rest);
      return y(posterior.predict([[data.x.data[n]!]]))[0]!;
    }),
  );
  return Float64Array.from(results);
}

describe.each(NETWORKS)("leave-one-out in closed form, %s", (_, network) => {
  test.each(NOISES)("%s: it is what refits give", async (__, noiseVariance) => {
    for (const [biasVariance, data] of [
      ["flat", toy],
      [2, weighted],
    ] as const) {
      const spec: LinearModelSpec = {
        network,
        prior: { kind: "normal", variance: 5, biasVariance },
        likelihood: { kind: "normal", noiseVariance },
        standardise: "none",
      };
      const means = await refits(spec, data, (p) => p.mean);
      const functions = await refits(spec, data, (p) => p.epistemic);
      const median = await refits(spec, data, (p) => p.quantile(0.9, "function"));
      for (const solver of solversFor(network)) {
        if (solver === "dual" && biasVariance === "flat") continue;
        const posterior = await exact({ solver }).fit(createModel(spec, data), data);
        const found = leaveOneOut(posterior, data);
        close(found.mean, means);
        close(found.epistemic, functions);
        close(found.quantile(0.9, "function"), median);
        const { priorVariance } = posterior;
        const experiment = exactExperiment(posterior);
        const swept = experiment.leaveOneOut(data)(priorVariance, experiment.noiseVariance);
        close(swept.mean, means);
        close(swept.logProb(data.y.data), found.logProb(data.y.data));
      }
    }
  });

  test.each(NOISES)("%s: the log score of the left-out row", async (__, noiseVariance) => {
    const spec: LinearModelSpec = {
      network,
      prior: { kind: "normal", variance: 5 },
      likelihood: { kind: "normal", noiseVariance },
      standardise: "none",
    };
    const posterior = await exact().fit(createModel(spec, toy), toy);
    const found = leaveOneOut(posterior, toy).logProb(toy.y.data);
    const expected = await Promise.all(
      Array.from(toy.y.data, async (y, n) => {
        const rest = takeDatasetRows(
          toy,
          Array.from({ length: 15 }, (_, i) => i).filter((i) => i !== n),
        );
        const refit = await exact().fit(createModel(spec, rest), rest);
        return refit.predict([[toy.x.data[n]!]]).logProb([y])[0]!;
      }),
    );
    close(found, expected);
    // By the chain rule the evidence is the sum of one-step scores, never of leave-one-out ones.
    expect(found.reduce((sum, v) => sum + v, 0)).not.toBeCloseTo(posterior.logEvidence, 2);
  });
});

describe("leaveOneOut", () => {
  test("speaks in units of y, with the standardisation of the fit", async () => {
    const spec: LinearModelSpec = {
      network: evenJoints(5),
      prior: { kind: "normal", variance: 1 },
      likelihood: { kind: "normal", noiseVariance: 0.1 },
      standardise: "both",
    };
    const far = createDataset({ x: toy.x, y: Array.from(toy.y.data, (v) => 1000 + 50 * v) });
    const posterior = await exact().fit(createModel(spec, far), far);
    const rest = takeDatasetRows(
      far,
      Array.from({ length: 14 }, (_, i) => i),
    );
    const { scaler } = posterior;
    const refit = await exact({ scaler }).fit(createModel(spec, far), rest);
    const expected = refit.predict([[far.x.data[14]!]]);
    const found = leaveOneOut(posterior, far);
    close([found.mean[14]!, found.variance[14]!], [expected.mean[0]!, expected.variance[0]!]);
  });

  test.each(NOISES)(
    "%s: a row that alone determines a flat parameter has no finite score",
    async (_, noise) => {
      const data = createDataset({ x: [[0], [0], [0], [1]], y: [1, 2, 4, 3] });
      const spec: LinearModelSpec = {
        network: { kind: "linear" },
        prior: { kind: "normal", variance: "flat" },
        likelihood: { kind: "normal", noiseVariance: noise },
        standardise: "target",
      };
      const posterior = await exact().fit(createModel(spec, data), data);
      const found = leaveOneOut(posterior, data);
      expect(found.variance[3]).toBe(Number.POSITIVE_INFINITY);
      expect(found.logProb(data.y.data)[3]).toBe(Number.NEGATIVE_INFINITY);
      expect(found.crps(data.y.data)[3]).toBe(Number.POSITIVE_INFINITY);
      expect(found.cdf(data.y.data)[3]).toBe(0.5);
      const { lower, upper } = found.interval(0.9);
      expect([lower[3], upper[3]]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
      for (const i of [0, 1, 2]) expect(Number.isFinite(found.logProb(data.y.data)[i]!)).toBe(true);
    },
  );

  test("refuses other rows than those of the fit", async () => {
    const spec: LinearModelSpec = {
      network: { kind: "linear" },
      prior: { kind: "normal", variance: 1 },
      likelihood: { kind: "normal", noiseVariance: 1 },
    };
    const posterior = await exact().fit(createModel(spec, toy), toy);
    expect(() => leaveOneOut(posterior, takeDatasetRows(toy, [0, 1]))).toThrow(ArgumentError);
  });
});

function close(found: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(largestMixedDifference(found, expected)).toBeLessThan(1e-8);
}
