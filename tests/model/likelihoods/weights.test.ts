import { describe, expect, test } from "vitest";
import { createLikelihood } from "../../../src/model/likelihoods/createLikelihood.ts";
import { isClass, rowLoss, SPECS } from "./randomRows.ts";

describe("weights", () => {
  const counted = SPECS.filter(([, spec]) => isClass(spec) || spec.kind === "poisson");

  test.each(counted)("%s: a row of weight 3 is three rows", (_, spec) => {
    const likelihood = createLikelihood(spec, 1, 3);
    const once = rowLoss(likelihood, [0.3, -1, 2], [1]);
    const thrice = rowLoss(likelihood, [0.3, -1, 2], [1], 3);
    expect(thrice.value).toBeCloseTo(3 * once.value, 12);
    once.byOutputs.forEach((g, k) => {
      if (k < likelihood.outputs) expect(thrice.byOutputs[k]).toBeCloseTo(3 * g, 12);
    });
  });

  test("of real targets divide the noise variance, constants included", () => {
    const weight = 2.5;
    const loss = (spec: Parameters<typeof createLikelihood>[0], w: number, own: number[] = []) =>
      rowLoss(createLikelihood(spec, 1, 0), [0.4, Math.log(0.6)], [1.1], w, own).value;
    expect(loss({ kind: "normal", noiseVariance: 0.6 }, weight)).toBeCloseTo(
      loss({ kind: "normal", noiseVariance: 0.6 / weight }, 1),
      13,
    );
    expect(loss({ kind: "normal", noiseVariance: "learned" }, weight, [0.5 * Math.log(0.6)])).toBeCloseTo(
      loss({ kind: "normal", noiseVariance: 0.6 }, weight),
      13,
    );
    expect(loss({ kind: "heteroscedastic", floor: 0 }, weight)).toBeCloseTo(
      loss({ kind: "normal", noiseVariance: 0.6 }, weight),
      13,
    );
    expect(loss({ kind: "student-t", df: 3, scale: 0.8 }, weight)).toBeCloseTo(
      loss({ kind: "student-t", df: 3, scale: 0.8 / Math.sqrt(weight) }, 1),
      13,
    );
    // Three copies of a row are another likelihood than one of three times the precision.
    const copies = 3 * loss({ kind: "normal", noiseVariance: 0.6 }, 1);
    expect(Math.abs(copies - loss({ kind: "normal", noiseVariance: 0.6 }, 3))).toBeGreaterThan(0.1);
  });
});
