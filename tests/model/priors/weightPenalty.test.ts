import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../../src/errors/errors.ts";
import {
  type PenaltyConvention,
  penaltyPriorVariance,
  weightPenalty,
} from "../../../src/model/priors/weightPenalty.ts";

const x = [-1.2, -0.3, 0.4, 1.1, 2.5];
const y = [-2.0, 0.1, 0.3, 1.6, 3.1];
const rows = x.length;
const noiseVariance = 0.7;
const priorVariance = 0.4;
const learningRate = 0.02;

// One weight, f(x) = w x, y ~ N(w x, noiseVariance): the mode of the posterior in closed form.
const xx = x.reduce((sum, value) => sum + value * value, 0);
const xy = x.reduce((sum, value, n) => sum + value * y[n]!, 0);
const MODE = xy / noiseVariance / (xx / noiseVariance + 1 / priorVariance);

/** Slope of a loss in w. */
const SLOPES: Readonly<Record<PenaltyConvention["loss"], (w: number) => number>> = {
  sum: (w) => (w * xx - xy) / noiseVariance,
  mean: (w) => (w * xx - xy) / noiseVariance / rows,
  "sum-of-squares": (w) => 2 * (w * xx - xy),
  "mean-of-squares": (w) => (2 * (w * xx - xy)) / rows,
};

const NUMBERS = {
  sum: {},
  mean: { rows },
  "sum-of-squares": { noiseVariance },
  "mean-of-squares": { noiseVariance, rows },
} as const;

/** A step of gradient descent with the penalty in each form. */
const STEPS = {
  lambda: (w: number, slope: number, penalty: number) => w - learningRate * (slope + 2 * penalty * w),
  "weight-decay": (w: number, slope: number, penalty: number) => w - learningRate * (slope + penalty * w),
  decoupled: (w: number, slope: number, penalty: number) => w - learningRate * slope - penalty * w,
} as const;

const conventions = Object.entries(NUMBERS).flatMap(([loss, numbers]) =>
  Object.keys(STEPS).map(
    (form) =>
      ({ loss, form, ...numbers, ...(form === "decoupled" ? { learningRate } : {}) }) as PenaltyConvention,
  ),
);

describe.each(conventions)("$loss, $form", (convention) => {
  const descend = (penalty: number) => {
    let w = 0;
    for (let step = 0; step < 5000; step++) {
      w = STEPS[convention.form!](w, SLOPES[convention.loss](w), penalty);
    }
    return w;
  };

  test("descent with the penalty ends at the mode of the posterior", () => {
    const penalty = weightPenalty(priorVariance, convention);
    expect(descend(penalty)).toBeCloseTo(MODE, 12);
    expect(Math.abs(descend(2 * penalty) - MODE)).toBeGreaterThan(0.05);
  });

  test("there and back", () => {
    const numbers = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(numbers, (variance) => {
        const back = penaltyPriorVariance(weightPenalty(variance, convention), convention);
        expect(back / variance).toBeCloseTo(1, 14);
      }),
      { seed: 1 },
    );
  });
});

test("the formulas", () => {
  expect(weightPenalty(4, { loss: "sum" })).toBe(1 / 8);
  expect(weightPenalty(4, { loss: "sum-of-squares", noiseVariance: 3 })).toBe(3 / 4);
  expect(weightPenalty(4, { loss: "mean", rows: 10 })).toBe(1 / 80);
  expect(weightPenalty(4, { loss: "mean", rows: 10, form: "weight-decay" })).toBe(1 / 40);
  const decoupled = { loss: "mean", rows: 10, form: "decoupled", learningRate: 0.5 } as const;
  expect(weightPenalty(4, decoupled)).toBe(1 / 80);
  expect(penaltyPriorVariance(1 / 8, { loss: "sum" })).toBe(4);
});

test.each<[string, unknown, RegExp]>([
  ["rows are missing", { loss: "mean" }, /rows must be .*got undefined/],
  ["rows are no number of rows", { loss: "mean", rows: 2.5 }, /rows must be a whole number/],
  ["the noise is missing", { loss: "sum-of-squares" }, /noiseVariance must be .*got undefined/],
  ["the learning rate is missing", { loss: "sum", form: "decoupled" }, /learningRate must be/],
  ["rows do not matter", { loss: "sum", rows: 3 }, /unknown option "rows".*Known options: loss, form\./],
  ["no such loss", { loss: "average" }, /loss must be one of "sum", "mean"/],
  ["no such form", { loss: "sum", form: "l2" }, /form must be one of "lambda"/],
])("refused: %s", (_, convention, message) => {
  for (const convert of [weightPenalty, penaltyPriorVariance]) {
    expect(() => convert(1, convention as PenaltyConvention)).toThrow(ArgumentError);
    expect(() => convert(1, convention as PenaltyConvention)).toThrow(message);
  }
});

test("refused: no penalty, and no variance", () => {
  expect(() => weightPenalty(0, { loss: "sum" })).toThrow(/priorVariance must be a finite number above 0/);
  expect(() => penaltyPriorVariance(0, { loss: "sum" })).toThrow(/penalty must be a finite number above 0/);
});
