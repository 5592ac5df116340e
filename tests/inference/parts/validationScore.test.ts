import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../../src/errors/errors.ts";
import {
  checkValidationScore,
  type ValidationScoreName,
  validationScore,
} from "../../../src/inference/parts/validationScore.ts";
import { type Case, HEADS, makeCase, PRIORS, withTarget } from "../../model/target/cases.ts";
import { slowForward, slowLosses } from "../../model/target/slowPotential.ts";

function headOf(name: string): Case {
  const [, likelihood, targets] = HEADS.find(([head]) => head === name)!;
  return makeCase({ seed: name, rows: 25, likelihood, targets, hidden: [3, 3], prior: PRIORS[0]![1] });
}

/** The score of other parameters than those that the target holds. */
const scoreOf = (name: ValidationScoreName, made: Case) =>
  withTarget({ ...made, parameters: made.parameters.map((p) => -p) }, (target) =>
    validationScore(name, target, made.parameters),
  );

test.each(HEADS)("logScore of %s is the mean log likelihood", (name) => {
  const made = headOf(name);
  expect(scoreOf("logScore", made)).toBeCloseTo(-slowLosses(made, made.parameters) / 25, 12);
});

test.each([
  "normal, known noise, two targets",
  "heteroscedastic, beta 0.5, two targets",
  "Student t, known scale",
])("rmse of %s is minus the root of the mean squared error", (name) => {
  const made = headOf(name);
  const t = made.data.y.cols;
  let squares = 0;
  slowForward(made, made.parameters).outputs.forEach((f, n) => {
    for (let k = 0; k < t; k++) squares += (f[k]! - made.data.y.data[n * t + k]!) ** 2;
  });
  expect(scoreOf("rmse", made)).toBeCloseTo(-Math.sqrt(squares / (25 * t)), 12);
});

test.each(["Bernoulli", "categorical", "categorical, uniform"])(
  "accuracy of %s is the share of hits",
  (name) => {
    const made = headOf(name);
    let right = 0;
    slowForward(made, made.parameters).outputs.forEach((f, n) => {
      const chosen = f.length === 1 ? Number(f[0]! > 0) : f.indexOf(Math.max(...f));
      if (chosen === made.data.y.data[n]) right += 1;
    });
    expect(right).toBeGreaterThan(0);
    expect(right).toBeLessThan(25);
    expect(scoreOf("accuracy", made)).toBe(right / 25);
  },
);

describe("a score that does not fit is refused", () => {
  test.each<[ValidationScoreName, string, boolean]>([
    ["logScore", "normal, known noise", true],
    ["logScore", "Poisson", true],
    ["rmse", "Student t, known scale", true],
    ["rmse", "Poisson", false],
    ["rmse", "Bernoulli", false],
    ["rmse", "categorical", false],
    ["accuracy", "categorical", true],
    ["accuracy", "Bernoulli", true],
    ["accuracy", "normal, known noise", false],
    ["accuracy", "Poisson", false],
  ])("%s of %s: %s", (name, head, fits) => {
    const check = () => checkValidationScore("test", name, headOf(head).compiled);
    if (fits) return check();
    expect(check).toThrow(ArgumentError);
    expect(check).toThrow(`the score "${name}" does not fit`);
  });
});
