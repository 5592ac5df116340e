import { describe, expect, test } from "vitest";
import { expSineData } from "../../src/data/synthetic.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import type { ExactPosterior } from "../../src/inference/exact/exactPosterior.ts";
import { leaveOneOut } from "../../src/inference/exact/leaveOneOut.ts";
import { createModel } from "../../src/model/model.ts";
import type { LinearModelSpec } from "../../src/model/spec.ts";
import { createRng } from "../../src/random/rng.ts";
import { logSpaced, sweepCurve, sweepPriorVariance } from "../../src/study/sweepPriorVariance.ts";

const data = expSineData(createRng("sweep").fork("train"), { rows: 25 });
const heldOut = expSineData(createRng("sweep").fork("test"), { rows: 12 });
const likelihood = { kind: "normal", noiseVariance: 0.09 } as const;
const fixedJoints: LinearModelSpec["network"] = {
  kind: "shallow-relu",
  joints: { count: 10, from: 0, to: 1 },
};
const randomFeatures: LinearModelSpec["network"] = { kind: "random-relu", units: 40, seed: "sweep" };

/** The slow twin: a fit of its own for one value. */
async function fitAlone(spec: LinearModelSpec, variance: number) {
  const model = createModel({ ...spec, prior: { ...spec.prior, variance } }, data);
  return exact().fit(model, data);
}

/** sqrt(|mean|^2 + trace of the covariance) without the last parameters. */
function weightNorm(posterior: ExactPosterior, without: number): number {
  const last = posterior.size - without;
  const squares = posterior.variances().map((variance, j) => variance + posterior.mean[j]! ** 2);
  return Math.sqrt(squares.subarray(0, last).reduce((sum, value) => sum + value, 0));
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe.each([
  ["fixed joints", fixedJoints, "none"],
  ["fixed joints, standardised", fixedJoints, "both"],
  ["more features than rows", randomFeatures, "both"],
] as const)("a sweep over %s", (_, network, standardise) => {
  const spec: LinearModelSpec = {
    network,
    prior: { kind: "normal", variance: 1, biasVariance: 2 },
    likelihood,
    standardise,
  };

  test("equals a fit of its own at every value", async () => {
    const priorVariances = [0.01, 1, 300];
    const sweep = await sweepPriorVariance(createModel(spec, data), data, { priorVariances, heldOut });
    for (const [i, variance] of priorVariances.entries()) {
      const alone = await fitAlone(spec, variance);
      expect(sweep.logEvidence.data[i]).toBeCloseTo(alone.logEvidence, 8);
      expect(sweep.effectiveParameters.data[i]).toBeCloseTo(alone.effectiveParameters(), 8);
      expect(sweep.weightNorm.data[i]! / weightNorm(alone, 1)).toBeCloseTo(1, 9);
      expect(sweep.leaveOneOut!.mean.data[i]).toBeCloseTo(
        mean(leaveOneOut(alone, data).logProb(data.y.data)),
        8,
      );
      expect(sweep.heldOut!.mean.data[i]).toBeCloseTo(
        mean(alone.predict(heldOut.x).logProb(heldOut.y.data)),
        8,
      );
      expect(sweep.at(variance).predict([0.5]).band(2)).toEqual(alone.predict([0.5]).band(2));
    }
  });

  test("its maximum beats every value of a fine grid", async () => {
    const sweep = await sweepPriorVariance(createModel(spec, data), data);
    const best = Math.max(...sweepCurve(sweep.logEvidence));
    expect(sweep.maximum.boundary).toEqual([]);
    expect(sweep.maximum.logEvidence).toBeGreaterThanOrEqual(best - 1e-9);
    expect(sweep.maximum.logEvidence - best).toBeLessThan(0.01);
  });
});

test("rows of the matrices are noise variances", async () => {
  const spec: LinearModelSpec = { network: fixedJoints, prior: { kind: "normal", variance: 1 }, likelihood };
  const noiseVariances = [0.01, 0.09, 1];
  const sweep = await sweepPriorVariance(createModel(spec, data), data, {
    noiseVariances,
    priorVariances: [1, 10],
  });
  expect(sweep.logEvidence).toMatchObject({ rows: 3, cols: 2 });
  const alone = await fitAlone({ ...spec, likelihood: { kind: "normal", noiseVariance: 1 } }, 10);
  expect(sweepCurve(sweep.logEvidence, 2)[1]).toBeCloseTo(alone.logEvidence, 9);
  expect(sweep.at(10, 1).logEvidence).toBe(alone.logEvidence);
});

test("with the noise integrated out it equals fits of its own too", async () => {
  const integrated = { kind: "normal", noiseVariance: { shape: 2, scale: 0.2 } } as const;
  const spec: LinearModelSpec = {
    network: fixedJoints,
    prior: { kind: "normal", variance: 1 },
    likelihood: integrated,
  };
  const sweep = await sweepPriorVariance(createModel(spec, data), data, { priorVariances: [2, 50], heldOut });
  for (const [i, variance] of [2, 50].entries()) {
    const alone = await fitAlone(spec, variance);
    expect(sweep.logEvidence.data[i]).toBeCloseTo(alone.logEvidence, 9);
    expect(sweep.weightNorm.data[i]! / weightNorm(alone, 0)).toBeCloseTo(1, 9);
    expect(sweep.leaveOneOut!.mean.data[i]).toBeCloseTo(
      mean(leaveOneOut(alone, data).logProb(data.y.data)),
      9,
    );
    expect(sweep.heldOut!.mean.data[i]).toBeCloseTo(
      mean(alone.predict(heldOut.x).logProb(heldOut.y.data)),
      9,
    );
  }
});

test("inputs that explain nothing leave no interior maximum, and the sweep says so", async () => {
  const rng = createRng("nothing");
  const noise = { ...data, y: { ...data.y, data: rng.fillNormal(new Float64Array(data.x.rows)) } };
  const spec: LinearModelSpec = {
    network: fixedJoints,
    prior: { kind: "normal", variance: 1, biasVariance: 1 },
    likelihood: { kind: "normal", noiseVariance: 1 },
  };
  const sweep = await sweepPriorVariance(createModel(spec, noise), noise);
  const edges = sweep.maximum.boundary.map((edge) => `${edge.of} to ${edge.towards}`);
  expect(edges).toEqual(["prior variance to zero"]);
});

test("wrong options are refused by name", async () => {
  const model = createModel(
    { network: fixedJoints, prior: { kind: "normal", variance: 1 }, likelihood },
    data,
  );
  const sweep = (options: object) => sweepPriorVariance(model, data, options);
  await expect(sweep({ variances: [1] })).rejects.toThrow(/unknown option "variances".*priorVariances/s);
  await expect(sweep({ priorVariances: [1, 1] })).rejects.toThrow(
    /priorVariances\[1\] must be .*above 1, got 1/,
  );
  await expect(sweep({ priorVariances: [] })).rejects.toThrow(/number of priorVariances/);
  const flat = createModel(
    { network: fixedJoints, prior: { kind: "normal", variance: "flat" }, likelihood },
    data,
  );
  await expect(sweepPriorVariance(flat, data)).rejects.toThrow(/must have a prior variance to sweep/);
});

test("logSpaced has equal ratios and exact ends", () => {
  const values = logSpaced(0.01, 1000, 6);
  expect(values[0]).toBe(0.01);
  expect(values[5]).toBe(1000);
  values.slice(1).forEach((value, i) => {
    expect(value / values[i]!).toBeCloseTo(10, 10);
  });
});

test("an abort in the middle of a sweep is heeded, and progress only grows", async () => {
  const model = createModel(
    { network: fixedJoints, prior: { kind: "normal", variance: 1 }, likelihood },
    data,
  );
  const priorVariances = logSpaced(1e-3, 1e3, 100_000);
  const reason = new Error("enough");
  const stop = new AbortController();
  const seen: number[] = [];
  const onProgress = ({ message, done }: { message: string; done: number }) => {
    if (message !== "computing evidence") return;
    seen.push(done);
    stop.abort(reason);
  };
  const sweep = sweepPriorVariance(model, data, { priorVariances }, { signal: stop.signal, onProgress });
  await expect(sweep).rejects.toBe(reason);
  expect(seen.length).toBe(1);
  expect(seen[0]).toBeLessThan(priorVariances.length);
});
