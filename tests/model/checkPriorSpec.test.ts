import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../src/errors/errors.ts";
import { checkPriorSpec } from "../../src/model/checkPriorSpec.ts";
import type { PriorSpec } from "../../src/model/priorSpec.ts";

const VALID = {
  normal: { kind: "normal", variance: 1 },
  laplace: { kind: "laplace", scale: 1 },
  "elastic-net": { kind: "elastic-net", l1: 1, l2: 0 },
  "scale-mixture": { kind: "scale-mixture", share: 0.5, wide: 1, narrow: 2 },
  "student-t": { kind: "student-t", df: 0.5, scale: 1 },
  horseshoe: { kind: "horseshoe", scale: 1 },
} as const satisfies Record<PriorSpec["kind"], PriorSpec>;

describe.each(Object.entries(VALID))("%s", (_, spec) => {
  test("is accepted, scaled either way and with any biases", () => {
    for (const more of [
      {},
      { by: "parameter" },
      { by: "fan-in", biasVariance: 3 },
      { biasVariance: "flat" },
    ]) {
      expect(() => checkPriorSpec({ ...spec, ...more } as PriorSpec)).not.toThrow();
    }
  });

  test.each<[string, object, RegExp]>([
    ["an unknown key", { rate: 1 }, /unknown option "rate".*Known options: kind/],
    ["a scaling in other words", { by: "fan-out" }, /by must be one of "parameter", "fan-in", got "fan-out"/],
    ["a bias variance of 0", { biasVariance: 0 }, /biasVariance must be a positive number or "flat"/],
    ["a bias variance in other words", { biasVariance: "wide" }, /biasVariance .*got "wide"/],
  ])("%s is refused", (_, more, message) => {
    const check = () => checkPriorSpec({ ...spec, ...more } as unknown as PriorSpec);
    expect(check).toThrow(ArgumentError);
    expect(check).toThrow(message);
  });
});

test("a normal prior takes variances by layer, means and precisions", () => {
  const accepted = { ...VALID.normal, variance: [1, 2], mean: [0, -1], precision: [2], biasVariance: "same" };
  expect(() => checkPriorSpec(accepted as PriorSpec)).not.toThrow();
});

test.each<[string, unknown, RegExp]>([
  ["no prior", undefined, /prior must be an object, got undefined/],
  ["an unknown kind", { kind: "cauchy" }, /kind must be one of "normal", "laplace".*got "cauchy"/],
  ["a layer without variance", { ...VALID.normal, variance: [1, 0] }, /variance of layer 1 must be .*got 0/],
  ["a layer in words", { ...VALID.normal, variance: ["flat"] }, /variance of layer 0 .*got "flat"/],
  ["a missing scale", { kind: "laplace" }, /scale must be a finite number above 0, got undefined/],
  ["a negative scale", { ...VALID["student-t"], scale: -1 }, /scale must be .*got -1/],
  ["an infinite scale", { ...VALID.horseshoe, scale: Number.POSITIVE_INFINITY }, /scale .*got Infinity/],
  ["no degrees of freedom", { ...VALID["student-t"], df: 0 }, /df must be a finite number above 0, got 0/],
  ["a negative l1", { ...VALID["elastic-net"], l1: -1 }, /l1 must be a finite number at least 0, got -1/],
  ["a missing l2", { kind: "elastic-net", l1: 1 }, /l2 must be .*got undefined/],
  ["an elastic net of nothing", { ...VALID["elastic-net"], l1: 0 }, /l1 or l2 must be above 0.*"flat"/],
  ["all of one component", { ...VALID["scale-mixture"], share: 1 }, /share must be .*below 1, got 1/],
  ["none of one component", { ...VALID["scale-mixture"], share: 0 }, /share must be .*above 0/],
  ["a component of no width", { ...VALID["scale-mixture"], narrow: 0 }, /narrow must be .*above 0, got 0/],
  ["a missing component", { kind: "scale-mixture", share: 0.5, narrow: 1 }, /wide must be .*got undefined/],
  ["biases the same as weights", { ...VALID.laplace, biasVariance: "same" }, /biasVariance .*got "same"/],
])("%s is refused", (_, spec, message) => {
  expect(() => checkPriorSpec(spec as PriorSpec)).toThrow(ArgumentError);
  expect(() => checkPriorSpec(spec as PriorSpec)).toThrow(message);
});
