import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import { leaveOneOut } from "../../src/inference/exact/leaveOneOut.ts";
import { nuts } from "../../src/inference/hamiltonian/nuts.ts";
import { map } from "../../src/inference/map/map.ts";
import { bayesByBackprop } from "../../src/inference/variational/bayesByBackprop.ts";
import { createModel } from "../../src/model/model.ts";
import type { LinearModelSpec, ModelSpec } from "../../src/model/spec.ts";
import { rowOf } from "../../src/numeric/matrix.ts";
import { createRng } from "../../src/random/rng.ts";
import { pointwiseLogLikelihood } from "../../src/study/pointwiseLogLikelihood.ts";
import { psisLoo } from "../../src/study/psisLoo.ts";
import { refitUnreliable } from "../../src/study/refitUnreliable.ts";

const noise = createRng("data");
const x = Float64Array.from({ length: 30 }, (_, i) => i / 29);
const y = x.map((v) => 50 + 20 * Math.sin(4 * v) + 4 * noise.normal());
const weights = x.map((_, i) => (i % 3 === 0 ? 0.5 : 2));
const data = createDataset({ x, y });
const weighted = createDataset({ x, y, weights });
const spec = (noiseVariance: number | "learned" = 0.08): LinearModelSpec => ({
  network: { kind: "shallow-relu", joints: { count: 4 } },
  prior: { kind: "normal", variance: 4 },
  likelihood: { kind: "normal", noiseVariance },
  standardise: "both",
});

describe.each([
  ["known noise", data, spec()],
  [
    "learned variances",
    data,
    { ...spec("learned"), prior: { kind: "normal", variance: "learned" } } as const,
  ],
  ["weighted rows", weighted, spec()],
])("of an exact posterior, %s", (_, of, model) => {
  test("the closed form of leaving a row out, within Monte Carlo error", async () => {
    const posterior = await exact().fit(createModel(model, of), of);
    const truth = leaveOneOut(posterior, of);
    const expected = truth.logProb(of.y.data);
    const found = psisLoo(posterior, of, createRng("loo"), { draws: 1500 });
    expect(found.unreliable).toEqual([]);
    expected.forEach((value, i) => {
      const error = found.pointwise.standardError[i]! + 1e-4;
      expect(Math.abs(found.pointwise.elpd[i]! - value)).toBeLessThan(4.5 * error);
    });
    const sum = expected.reduce((total, value) => total + value, 0);
    expect(found.elpd.value).toBeCloseTo(sum, 0);
    expect(Math.abs(found.pLoo.value - posterior.effectiveParameters())).toBeLessThan(4);
    if (of.weights !== undefined) {
      expect(found.pit).toBeUndefined();
      return;
    }
    const pit = truth.cdf(of.y.data);
    found.pit!.forEach((value, i) => {
      expect(Math.abs(value - pit[i]!)).toBeLessThan(4.5 * Math.sqrt(0.25 / found.pointwise.ess[i]!));
    });
    // The broken twin: transforms of rows that were seen are nearer to 1/2.
    const seen = posterior.predict(of.x).cdf(of.y.data);
    const spread = (values: Float64Array) => values.reduce((total, v) => total + (v - 0.5) ** 2, 0);
    expect(spread(seen)).toBeLessThan(spread(pit));
    expect(Math.abs(spread(found.pit!) - spread(pit))).toBeLessThan((spread(pit) - spread(seen)) / 4);
  });
});

test("of chains: their efficiencies count, and notes name the rows", async () => {
  const posterior = await nuts({ chains: 2, warmUp: 150, draws: 600 }).fit(createModel(spec(), data), data, {
    rng: createRng("nuts"),
  });
  const truth = await exact().fit(createModel(spec(), data), data);
  const expected = leaveOneOut(truth, data).logProb(data.y.data);
  const found = psisLoo(posterior, data, createRng("unused"));
  expected.forEach((value, i) => {
    expect(Math.abs(found.pointwise.elpd[i]! - value)).toBeLessThan(
      5 * found.pointwise.standardError[i]! + 0.01,
    );
  });
  expect(found.notes.filter(({ code }) => code === "approximate-draws")).toEqual([]);
  // An outlier that one draw in a thousand can explain.
  const wild = createDataset({ x, y: y.map((v, i) => (i === 3 ? v + 400 : v)) });
  const led = psisLoo(
    await exact().fit(createModel({ ...spec(0.002), standardise: "none" }, wild), wild),
    wild,
    createRng("wild"),
    { draws: 500 },
  );
  expect(led.unreliable.length).toBeGreaterThan(0);
  expect(led.notes[0]!.message).toContain(`${led.unreliable[0]} (k `);
  // Left out in fact, these rows have the scores of the closed form.
  const model = { ...spec(0.002), standardise: "none" } as const;
  const candidate = { method: { name: "exact" }, model: createModel(model, wild).spec };
  const refitted = await refitUnreliable(led, candidate, wild, { rng: createRng("refits") });
  const closed = leaveOneOut(await exact().fit(createModel(model, wild), wild), wild).logProb(wild.y.data);
  expect(refitted.refitted).toEqual(led.unreliable);
  for (const i of led.unreliable) {
    expect(refitted.pointwise[i]! / closed[i]!).toBeCloseTo(1, 8);
    expect(Math.abs(led.pointwise.elpd[i]! / closed[i]! - 1)).toBeGreaterThan(1e-6);
  }
  expect(refitted.elpd.value).toBeCloseTo(
    refitted.pointwise.reduce((sum, value) => sum + value, 0),
    6,
  );
});

test("the log likelihood is that of the predictive distribution of the draw, in the units of y", async () => {
  const classes = createDataset({ x, y: x.map((v) => (v > 0.5 ? 1 : 0)), classes: ["a", "b"] });
  const counts = createDataset({ x, y: x.map((v) => Math.round(4 * v)) });
  const network = { kind: "mlp", hidden: [3], activation: "tanh" } as const;
  const prior = { kind: "normal", variance: 1 } as const;
  const cases = [
    [data, { network, prior, likelihood: { kind: "normal", noiseVariance: "learned" } }],
    [data, { network, prior, likelihood: { kind: "heteroscedastic" } }],
    [data, { network, prior, likelihood: { kind: "student-t", df: 4, scale: "learned" } }],
    [counts, { network, prior, likelihood: { kind: "poisson" } }],
    [classes, { network, prior, likelihood: { kind: "categorical" } }],
    [classes, { network, prior, likelihood: { kind: "bernoulli" } }],
  ] as const;
  for (const [of, model] of cases) {
    const posterior = await bayesByBackprop({ steps: 20, draws: 3 }).fit(
      createModel(model as ModelSpec, of),
      of,
      { rng: createRng("vi") },
    );
    const { values } = pointwiseLogLikelihood(posterior, of, createRng("draws"), { draws: 5 });
    // A posterior that is a bank of the first of these draws predicts with it alone.
    const parameters = posterior.sample(createRng("draws"));
    const { bankPosterior } = await import("../../src/inference/bankPosterior.ts");
    const { compileModel } = await import("../../src/model/compileModel.ts");
    const compiled = compileModel(posterior.model, posterior.scaler);
    const bank = { rows: 1, cols: posterior.size, data: parameters };
    const one = bankPosterior({ method: "test", options: {}, compiled, bank, notes: [] }).predict(of.x);
    one.logProb(of.y.data).forEach((value, i) => {
      expect(rowOf(values, 0)[i]).toBeCloseTo(value, 9);
    });
  }
});

test("refuses draws that lack the noise, smoothed labels and single vectors; names approximations", async () => {
  const model = { ...spec(), likelihood: { kind: "normal", noiseVariance: { shape: 2, scale: 1 } } } as const;
  const posterior = await exact().fit(createModel(model, data), data);
  expect(() => psisLoo(posterior, data, createRng(1))).toThrow(/all 6 parameters/);
  const point = await map({ epochs: 5 }).fit(createModel(spec(), data), data, { rng: createRng(1) });
  expect(() => psisLoo(point, data, createRng(1))).toThrow(/number of draws/);
  const vi = await bayesByBackprop({ steps: 300 }).fit(createModel(spec(), data), data, {
    rng: createRng(1),
  });
  expect(psisLoo(vi, data, createRng(1), { draws: 50 }).notes.map(({ code }) => code)).toContain(
    "approximate-draws",
  );
});
