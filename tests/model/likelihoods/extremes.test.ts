import { describe, expect, test } from "vitest";
import { ArgumentError, CredenceError, DataError, ShapeError } from "../../../src/errors/errors.ts";
import { checkLikelihoodSpec } from "../../../src/model/checkLikelihoodSpec.ts";
import type { LikelihoodSpec } from "../../../src/model/likelihoodSpec.ts";
import { createLikelihood } from "../../../src/model/likelihoods/createLikelihood.ts";
import { createMatrix } from "../../../src/numeric/matrix.ts";
import { isClass, rowLoss, SPECS } from "./randomRows.ts";

const EXTREMES = [-800, -40, 0, 40, 800];

describe("extreme outputs", () => {
  // A variance of e^-800 and a rate of e^800 are not numbers; so neither is a loss that depends on them.
  const lossless = SPECS.filter(([name]) => !["heteroscedastic without a floor", "Poisson"].includes(name));

  test.each(lossless)("%s stays finite at 800 and -800", (_, spec) => {
    const betas: LikelihoodSpec[] = [0.5, 1].map((beta) => ({ kind: "heteroscedastic", beta }));
    for (const one of spec.kind === "heteroscedastic" ? [spec, ...betas] : [spec]) {
      const likelihood = createLikelihood(one, 1, 3);
      for (const a of EXTREMES) {
        for (const b of EXTREMES) {
          const targets = isClass(one) ? (one.kind === "bernoulli" ? [0, 1] : [0, 1, 2]) : [0.5, -3];
          for (const y of targets) {
            const f = [a, b, 0].slice(0, likelihood.outputs);
            const found = rowLoss(likelihood, f, [y], 2, [-0.5].slice(0, likelihood.own.length));
            for (const value of [found.value, ...found.byOutputs, ...found.byOwn])
              expect(value).toSatisfy(Number.isFinite);
          }
        }
      }
    }
  });

  test("classes keep their digits where a prediction is sure", () => {
    const bernoulli = createLikelihood({ kind: "bernoulli" }, 1, 2);
    expect(rowLoss(bernoulli, [60], [1]).value / Math.exp(-60)).toBeCloseTo(1, 12);
    expect(rowLoss(bernoulli, [60], [1]).byOutputs[0]! / -Math.exp(-60)).toBeCloseTo(1, 12);
    expect(rowLoss(bernoulli, [800], [0]).value).toBe(800);
    expect(rowLoss(bernoulli, [-800], [1]).byOutputs[0]).toBe(-1);
    const categorical = createLikelihood({ kind: "categorical" }, 1, 3);
    expect(rowLoss(categorical, [-800, 800, 0], [0]).value).toBe(1600);
  });

  test("Poisson: a rate of 0 to the last digit, and one that is no number", () => {
    const poisson = createLikelihood({ kind: "poisson" }, 1, 0);
    expect(rowLoss(poisson, [-800], [0]).value).toBe(0);
    expect(rowLoss(poisson, [-800], [3]).value).toBeCloseTo(2400 + Math.log(6), 10);
    expect(rowLoss(poisson, [-800], [3]).byOutputs[0]).toBe(-3);
    expect(rowLoss(poisson, [800], [3]).value).toBe(Number.POSITIVE_INFINITY);
    // e^5 - 5 y + log y! by mpmath 1.2.1.
    expect(rowLoss(poisson, [5], [150_000]).value).toBeCloseTo(887913.8772552368, 8);
  });
});

function failure(run: () => unknown): CredenceError {
  try {
    run();
  } catch (error) {
    if (error instanceof CredenceError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("targets that a likelihood does not speak of", () => {
  const refuse = (spec: LikelihoodSpec, values: number[], cols = 1) =>
    failure(() =>
      createLikelihood(spec, cols, 3).checkTargets(
        createMatrix(values.length / cols, cols, Float64Array.from(values)),
      ),
    );

  test.each([
    ["bernoulli", [0, 1, 2], /targets must be 0 or 1, got 2 in row 2 \(counted from 0\)/],
    ["bernoulli", [0.5], /got 0.5 in row 0/],
    ["categorical", [0, 3], /class indices from 0 to 2, got 3 in row 1/],
    ["categorical", [-1], /got -1/],
    ["categorical", [0.5], /got 0.5/],
    ["poisson", [0, 1, -1], /counts \(0, 1, 2, ...\), got -1 in row 2/],
    ["poisson", [1.5], /got 1.5/],
    ["poisson", [Number.POSITIVE_INFINITY], /got Infinity/],
    ["heteroscedastic", [1, Number.NaN], /finite numbers, got NaN in row 1/],
  ])("%s %j", (kind, values, message) => {
    const error = refuse({ kind } as LikelihoodSpec, values);
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toMatch(message);
    expect(error.fix).toBeDefined();
  });

  test("the target is named where there are several", () => {
    const error = refuse({ kind: "student-t", df: 3, scale: 1 }, [1, 2, 3, Number.NaN], 2);
    expect(error.message).toMatch(/NaN in row 1, target 1/);
    expect(error.details).toMatchObject({ row: 1, target: 1 });
  });

  test("another number of columns", () => {
    const wide = createMatrix(2, 2);
    for (const [, spec] of SPECS)
      expect(() => createLikelihood(spec, 1, 3).checkTargets(wide)).toThrow(ShapeError);
  });

  test("what they do speak of is let through", () => {
    const fine: [LikelihoodSpec, number[]][] = [
      [{ kind: "bernoulli" }, [0, 1, 1]],
      [{ kind: "categorical" }, [0, 2, 1]],
      [{ kind: "poisson" }, [0, 7, 1e9]],
      [{ kind: "normal", noiseVariance: 1 }, [-1e300, 0.5]],
    ];
    for (const [spec, values] of fine) {
      createLikelihood(spec, 1, 3).checkTargets(createMatrix(values.length, 1, Float64Array.from(values)));
    }
  });

  test("createLikelihood refuses sizes and priors that cannot be", () => {
    const make = (spec: LikelihoodSpec, targets: number, classes: number) => () =>
      createLikelihood(spec, targets, classes);
    expect(make({ kind: "poisson" }, 0, 0)).toThrow(ArgumentError);
    expect(make({ kind: "bernoulli" }, 2, 2)).toThrow(ArgumentError);
    expect(make({ kind: "categorical" }, 2, 3)).toThrow(ArgumentError);
    expect(make({ kind: "categorical" }, 1, 1)).toThrow(ArgumentError);
    expect(make({ kind: "normal", noiseVariance: { shape: 0, scale: 0 } }, 1, 0)).toThrow(/proper/);
  });
});

describe("specs of likelihoods", () => {
  test.each(SPECS)("%s is accepted", (_, spec) => checkLikelihoodSpec(spec));

  test.each([
    [{ kind: "gamma" }, /kind must be one of "normal", .*"poisson", got "gamma"/],
    [{ kind: "heteroscedastic", beta: 1.5 }, /beta must be .*at most 1, got 1.5/],
    [{ kind: "heteroscedastic", beta: -0.1 }, /beta must be/],
    [{ kind: "heteroscedastic", floor: -1 }, /floor must be .*at least 0/],
    [{ kind: "heteroscedastic", noise: 1 }, /unknown option "noise".*beta/],
    [{ kind: "student-t", scale: 1 }, /df must be .*above 0, got undefined/],
    [{ kind: "student-t", df: 0, scale: 1 }, /df must be .*above 0/],
    [{ kind: "student-t", df: 3 }, /scale \(or "learned"\) must be/],
    [{ kind: "student-t", df: 3, scale: 0 }, /scale .*above 0/],
    [{ kind: "student-t", df: 3, scale: "known" }, /scale .*got "known"/],
    [{ kind: "bernoulli", classes: 2 }, /unknown option "classes"/],
    [{ kind: "poisson", rate: 2 }, /unknown option "rate"/],
    [{ kind: "categorical", smoothing: 0.1 }, /smoothing must be an object/],
    [{ kind: "categorical", smoothing: { share: 1, over: "others" } }, /share must be .*below 1/],
    [{ kind: "categorical", smoothing: { share: 0.1 } }, /smoothing.over must be one of "others", "uniform"/],
    [{ kind: "categorical", smoothing: { share: 0.1, over: "all" } }, /got "all"/],
    [{ kind: "categorical", smoothing: { share: 0.1, over: "others", k: 3 } }, /unknown option "k"/],
  ])("%j is refused", (spec, message) => {
    const error = failure(() => checkLikelihoodSpec(spec as LikelihoodSpec));
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.message).toMatch(message);
  });
});
