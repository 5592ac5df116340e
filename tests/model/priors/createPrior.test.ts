import { describe, expect, test } from "vitest";
import { ArgumentError, ShapeError } from "../../../src/errors/errors.ts";
import { linearPrior, priorPrecision } from "../../../src/inference/exact/linearPrior.ts";
import { kolmogorovSmirnov } from "../../../src/metrics/kolmogorovSmirnov.ts";
import type { ParameterGroup } from "../../../src/model/parameterGroup.ts";
import type { NormalPriorSpec, PriorSpec } from "../../../src/model/priorSpec.ts";
import { createPrior } from "../../../src/model/priors/createPrior.ts";
import { createRng } from "../../../src/random/rng.ts";
import { cdfAt, DENSITIES } from "./densities.ts";
import { linearGroups, mlpGroups, SPECS } from "./specs.ts";

/** 3 inputs, 4 and 2 hidden units, 1 output: 12 + 4, 8 + 2 and 2 + 1 parameters. */
const MLP = mlpGroups([3, 4, 2, 1]);
const normal = (spec: Partial<NormalPriorSpec> = {}): NormalPriorSpec => ({
  kind: "normal",
  variance: 2,
  ...spec,
});
const repeat = (...runs: readonly (readonly [number, number])[]) =>
  runs.flatMap(([count, value]) => new Array<number>(count).fill(value));
const failure = (spec: PriorSpec, groups: readonly ParameterGroup[], linear: boolean): unknown => {
  try {
    createPrior(spec, groups, linear);
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};

describe("the normal prior of an mlp", () => {
  const precision = (spec: NormalPriorSpec) => Array.from(createPrior(spec, MLP, false).precision!);

  test("divides the variance of the weights by fan-in; biases have variance 1", () => {
    expect(precision(normal())).toEqual(repeat([12, 1.5], [4, 1], [8, 2], [2, 1], [2, 1], [1, 1]));
  });

  test("divides nothing if scaled by parameter", () => {
    expect(precision(normal({ by: "parameter" }))).toEqual(
      repeat([12, 0.5], [4, 1], [8, 0.5], [2, 1], [2, 0.5], [1, 1]),
    );
  });

  test("has a variance for each layer, which biases may share unscaled", () => {
    const each = [1, 2, 4];
    expect(precision(normal({ variance: each }))).toEqual(
      repeat([12, 3], [4, 1], [8, 2], [2, 1], [2, 0.5], [1, 1]),
    );
    expect(precision(normal({ variance: each, biasVariance: "same" }))).toEqual(
      repeat([12, 3], [4, 1], [8, 2], [2, 0.5], [2, 0.5], [1, 0.25]),
    );
  });

  test("may be flat in weights, biases or both", () => {
    expect(precision(normal({ variance: "flat", biasVariance: 4 }))).toEqual(
      repeat([12, 0], [4, 0.25], [8, 0], [2, 0.25], [2, 0], [1, 0.25]),
    );
    expect(precision(normal({ biasVariance: "flat", by: "parameter" }))).toEqual(
      repeat([12, 0.5], [4, 0], [8, 0.5], [2, 0], [2, 0.5], [1, 0]),
    );
    expect(precision(normal({ variance: "flat", biasVariance: "same" }))).toEqual(repeat([29, 0]));
  });

  test("has means", () => {
    const mean = Array.from({ length: 29 }, (_, j) => j / 10);
    const prior = createPrior(normal({ mean }), MLP, false);
    expect(Array.from(prior.mean)).toEqual(mean);
    const peak = prior.logDensity(prior.mean);
    expect(prior.logDensity(prior.mean.map((m) => m + 0.1))).toBeLessThan(peak);
    expect(prior.addGradient(prior.mean, new Float64Array(29))).toBe(-peak);
  });
});

describe("the normal prior of a linear model has the precisions of exact inference", () => {
  const cases: readonly [string, NormalPriorSpec][] = [
    ["plain", normal({ variance: 0.3 })],
    ["a bias of its own", normal({ biasVariance: 7 })],
    ["a flat bias", normal({ biasVariance: "flat" })],
    ["flat weights", normal({ variance: "flat" })],
    ["flat weights, proper bias", normal({ variance: "flat", biasVariance: 3 })],
    ["means and precisions", normal({ variance: 0.3, mean: [1, 2, 3, 4], precision: [0.1, 3, 7] })],
  ];
  test.each(cases)("%s", (_, spec) => {
    const prior = createPrior(spec, linearGroups(3), true);
    const exact = linearPrior(spec, 4);
    const expected = priorPrecision(exact, typeof spec.variance === "number" ? spec.variance : 1);
    expect(prior.precision).toEqual(expected);
    expect(prior.mean).toEqual(exact.mean);
    expect(prior.scale).toEqual(expected.map((value) => 1 / Math.sqrt(value)));
  });

  test("fan-in scaling is there for the asking", () => {
    expect(createPrior(normal({ by: "fan-in" }), linearGroups(3), true).precision).toEqual(
      Float64Array.of(1.5, 1.5, 1.5, 0.5),
    );
  });
});

describe.each(Object.entries(SPECS))("%s", (name, spec) => {
  const density = DENSITIES[name]!;

  test("has density p(w/s)/s with s = 1/sqrt(fan-in) in an mlp, and normal biases", () => {
    const groups = mlpGroups([4, 1]);
    const w = Float64Array.of(0.1, -0.3, 0.8, 2, 1.7);
    const expected =
      w.subarray(0, 4).reduce((sum, x) => sum + density.logDensity(2 * x) + Math.log(2), 0) -
      0.5 * (1.7 * 1.7 + Math.log(2 * Math.PI));
    const prior = createPrior(spec, groups, false);
    expect(prior.logDensity(w)).toBeCloseTo(expected, 12);
    expect(Array.from(prior.scale)).toEqual([...repeat([4, density.scale / 2]), 1]);
  });

  test("has density p(w) where the model is linear", () => {
    const w = Float64Array.of(0.1, -0.3, 0);
    const expected = density.logDensity(0.1) + density.logDensity(0.3) - 0.5 * Math.log(2 * Math.PI * 9);
    const prior = createPrior({ ...spec, biasVariance: 9 }, linearGroups(2), true);
    expect(prior.logDensity(w)).toBeCloseTo(expected, 12);
    expect(Array.from(prior.scale)).toEqual([density.scale, density.scale, 3]);
  });

  test("of flat biases does not see them", () => {
    const prior = createPrior({ ...spec, biasVariance: "flat" }, linearGroups(2), true);
    const proper = createPrior(spec, linearGroups(1), true);
    const gradient = new Float64Array(3);
    const loss = prior.addGradient(Float64Array.of(0.2, -0.4, 1e300), gradient);
    expect(loss).toBeCloseTo(-density.logDensity(0.2) - density.logDensity(0.4), 12);
    expect(gradient[2]).toBe(0);
    expect(prior.scale[2]).toBe(Infinity);
    expect(() => prior.sample(createRng(1), new Float64Array(3))).toThrow(
      /draws need a proper prior, that of parameter 2 of 3 is flat/,
    );
    expect(() => proper.sample(createRng(1), new Float64Array(2))).not.toThrow();
  });

  test("draws weights and biases of their scales; forgotten scaling would be caught", () => {
    const [inputs, outputs] = [25, 400];
    const groups = mlpGroups([inputs, outputs]);
    const weights = inputs * outputs;
    const distance = (by: "parameter" | "fan-in", unit: number) => {
      const prior = createPrior({ ...spec, by }, groups, false);
      const draw = prior.sample(createRng("scaled draws").fork(name), new Float64Array(prior.size));
      const sorted = draw
        .subarray(0, weights)
        .map((w) => w / unit)
        .sort();
      const pit = cdfAt(sorted, density).map((p) => Math.min(1, Math.max(0, p)));
      const bias = draw.subarray(weights).sort();
      const biasPit = cdfAt(bias, {
        ...DENSITIES["normal"]!,
        logDensity: (z) => -0.5 * (z * z + Math.log(2 * Math.PI)),
      });
      return [Math.sqrt(weights) * kolmogorovSmirnov(pit), Math.sqrt(outputs) * kolmogorovSmirnov(biasPit)];
    };
    const [scaled, biases] = distance("fan-in", 1 / 5);
    expect(scaled).toBeLessThan(1.95);
    expect(biases).toBeLessThan(1.95);
    expect(distance("parameter", 1 / 5)[0]).toBeGreaterThan(15);
  });
});

test("by fan-in, the variance of a sum over inputs of unit variance does not depend on their number", () => {
  const draws = 2000;
  const variance = (inputs: number, by: "parameter" | "fan-in") => {
    const prior = createPrior(normal({ by }), mlpGroups([inputs, draws]), false);
    const draw = prior.sample(createRng("width").fork(inputs), new Float64Array(prior.size));
    const rng = createRng("inputs").fork(inputs);
    const x = Array.from({ length: inputs }, () => (rng.uniform() < 0.5 ? 1 : -1));
    let sum = 0;
    for (let unit = 0; unit < draws; unit++) {
      const f = x.reduce((total, value, i) => total + value * draw[i * draws + unit]!, 0);
      sum += f * f;
    }
    return sum / draws;
  };
  // The mean of n squares of N(0, 2) has standard error 2 sqrt(2/n).
  const error = 2 * Math.sqrt(2 / draws);
  for (const inputs of [1, 10, 100]) expect(Math.abs(variance(inputs, "fan-in") - 2)).toBeLessThan(4 * error);
  expect(Math.abs(variance(10, "parameter") - 2)).toBeGreaterThan(40 * error);
});

describe("what does not fit is refused", () => {
  const CASES: readonly [string, PriorSpec, boolean, RegExp, typeof ArgumentError | typeof ShapeError][] = [
    [
      "a variance to be learned",
      normal({ variance: "learned" }),
      true,
      /"learned" needs exact inference.*Give a number/,
      ArgumentError,
    ],
    [
      "too few variances",
      normal({ variance: [1, 2] }),
      false,
      /one number for each of 3 layers.*got 2/,
      ShapeError,
    ],
    ["too many variances", normal({ variance: [1, 2, 3, 4] }), false, /got 4/, ShapeError],
    ["too few means", normal({ mean: [1, 2] }), false, /mean must have length 29.*got 2/, ShapeError],
    [
      "precisions for an mlp",
      normal({ precision: [1, 2] }),
      false,
      /linear in their parameters, got an mlp.*one number for each layer/,
      ArgumentError,
    ],
  ];
  test.each(CASES)("%s", (_, spec, linear, message, kind) => {
    const error = failure(spec, MLP, linear);
    expect(error).toBeInstanceOf(kind);
    expect((error as Error).message).toMatch(message);
  });

  test("precisions of the wrong number", () => {
    const error = failure(normal({ precision: [1, 2] }), linearGroups(3), true);
    expect(error).toBeInstanceOf(ShapeError);
    expect((error as Error).message).toMatch(/precision must have length 3 \(one per weight\), got 2/);
  });

  test("vectors of the wrong length", () => {
    for (const spec of [normal(), SPECS["Laplace"]!]) {
      const prior = createPrior(spec, linearGroups(2), true);
      const [right, wrong] = [new Float64Array(3), new Float64Array(4)];
      expect(() => prior.logDensity(wrong)).toThrow(ShapeError);
      expect(() => prior.addGradient(wrong, right)).toThrow(ShapeError);
      expect(() => prior.addGradient(right, wrong)).toThrow(ShapeError);
      expect(() => prior.sample(createRng(1), wrong)).toThrow(ShapeError);
    }
  });

  test("draws from a flat normal prior, before any is made", () => {
    const prior = createPrior(normal({ variance: "flat", biasVariance: 1 }), linearGroups(2), true);
    const rng = createRng(1);
    expect(() => prior.sample(rng, new Float64Array(3))).toThrow(ArgumentError);
    expect(rng.normal()).toBe(createRng(1).normal());
  });
});
