import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cumulativeDivergence } from "../../src/diagnostics/cumulativeDivergence.ts";
import { powerScaling } from "../../src/diagnostics/powerScaling.ts";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { createMatrix } from "../../src/numeric/matrix.ts";
import { createRng } from "../../src/random/rng.ts";

const weights = (...values: number[]) => Float64Array.from(values);

describe("the cumulative Jensen-Shannon distance", () => {
  const points = weights(3, -1, 0.5, 2);
  const p = weights(0.1, 0.2, 0.3, 0.4);

  test("of two points with all the mass at one or the other is 1, of equal weights 0", () => {
    expect(cumulativeDivergence(weights(0, 7), weights(1, 0), weights(0, 1))).toBeCloseTo(1, 14);
    expect(cumulativeDivergence(points, p, p)).toBe(0);
    expect(cumulativeDivergence(weights(2, 2), weights(1, 0), weights(0, 1))).toBe(0);
  });

  test("by hand, on three points", () => {
    // P = 1/2, 1/2 and Q = 0, 1/2 on two steps of width 1; the negatives: P = 1/2, 1/2, Q = 1/2, 1.
    const up = Math.sqrt(0.5 / 1.5);
    const surprise = (a: number, b: number) => a * Math.log2((2 * a) / (a + b));
    const down = Math.sqrt((surprise(0.5, 1) + surprise(1, 0.5)) / 2.5);
    const found = cumulativeDivergence(weights(0, 1, 2), weights(0.5, 0, 0.5), weights(0, 0.5, 0.5));
    expect(found).toBeCloseTo(Math.max(up, down), 14);
  });

  test("is symmetric, at most 1, and the same for moved, stretched and mirrored points", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 0, max: 1e6 }), (n, seed) => {
        const rng = createRng(seed);
        const any = () => {
          const w = Float64Array.from({ length: n }, () => rng.gamma(0.5, 1));
          const sum = w.reduce((total, v) => total + v, 0);
          return w.map((v) => v / sum);
        };
        const [at, one, two] = [rng.fillNormal(new Float64Array(n)), any(), any()];
        const found = cumulativeDivergence(at, one, two);
        expect(found).toBeGreaterThanOrEqual(0);
        expect(found).toBeLessThanOrEqual(1 + 1e-12);
        expect(cumulativeDivergence(at, two, one)).toBeCloseTo(found, 10);
        expect(
          cumulativeDivergence(
            at.map((v) => 5 - 3 * v),
            one,
            two,
          ),
        ).toBeCloseTo(found, 10);
      }),
      { numRuns: 50, seed: 1 },
    );
  });
});

describe("power scaling of a normal posterior", () => {
  // Prior N(0, 1), likelihood N(y; theta, 1/3) with y = 2: posterior N(1.5, 1/4).
  const rng = createRng("normal");
  const draws = rng.fillNormal(new Float64Array(8000)).map((z) => 1.5 + 0.5 * z);
  const values = createMatrix(draws.length, 1, draws);
  const logPrior = draws.map((t) => -0.5 * t * t);
  const logLikelihood = draws.map((t) => -1.5 * (2 - t) * (2 - t));
  const prior = powerScaling(values, logPrior);
  const likelihood = powerScaling(values, logLikelihood);
  /** Mean and sd with the prior to one power and the likelihood to another. */
  const truth = (a: number, b: number) => ({ mean: (6 * b) / (a + 3 * b), std: 1 / Math.sqrt(a + 3 * b) });

  test("slopes are the closed forms", () => {
    // d/da 6/(a + 3) = -6/16; d/da (a + 3)^-1/2 = -1/16; times ln 2 for log2.
    const exact = -Math.LN2 * (6 / 16);
    expect(Math.abs(prior.meanSlope[0]! - exact)).toBeLessThan(4 * prior.meanSlopeError[0]!);
    expect(prior.meanSlopeError[0]).toBeLessThan(0.02);
    expect(Math.abs(prior.stdSlope[0]! + Math.LN2 / 16)).toBeLessThan(4 * prior.stdSlopeError[0]!);
    // The likelihood pulls the mean the other way by as much, and narrows by three times as much.
    expect(Math.abs(likelihood.meanSlope[0]! + exact)).toBeLessThan(4 * likelihood.meanSlopeError[0]!);
    const narrower = likelihood.stdSlope[0]! + (3 * Math.LN2) / 16;
    expect(Math.abs(narrower)).toBeLessThan(4 * likelihood.stdSlopeError[0]!);
    expect(likelihood.stdSlopeError[0]).toBeLessThan(0.02);
    // The broken twin: the slope of the other component.
    expect(Math.abs(likelihood.meanSlope[0]! - exact)).toBeGreaterThan(10 * likelihood.meanSlopeError[0]!);
  });

  test("moments at other powers are those of the other normal distributions", () => {
    for (const { power, mean, std, reliable, ess } of prior.scaled) {
      expect(reliable).toBe(true);
      expect(Math.abs(mean[0]! - truth(power, 1).mean)).toBeLessThan((4 * 0.6) / Math.sqrt(ess));
      expect(std[0]! / truth(power, 1).std).toBeCloseTo(1, 1);
    }
    const doubled = likelihood.scaled.find(({ power }) => power === 2)!;
    expect(doubled.mean[0]).toBeCloseTo(truth(1, 2).mean, 1);
  });

  test("distances grow with the slope; a quantity that does not depend on the component has none", () => {
    const other = createRng("other").fillNormal(new Float64Array(draws.length));
    const both = createMatrix(draws.length, 2);
    draws.forEach((value, s) => {
      both.data[2 * s] = value;
      both.data[2 * s + 1] = other[s]!;
    });
    const { distanceSlope } = powerScaling(both, logPrior);
    expect(distanceSlope[0]).toBeGreaterThan(0.1);
    expect(distanceSlope[1]).toBeLessThan(0.02);
  });

  test("a constant component changes nothing, and constants do not change", () => {
    const flat = powerScaling(values, new Float64Array(draws.length).fill(3));
    expect(flat.meanSlope[0]).toBeCloseTo(0, 14);
    expect(flat.scaled[0]!.k).toBeNull();
    expect(flat.scaled[0]!.mean[0]).toBeCloseTo(prior.mean[0]!, 10);
    const constant = powerScaling(createMatrix(draws.length, 1), logPrior);
    expect([constant.stdSlope[0], constant.distanceSlope[0], constant.meanSlopeError[0]]).toEqual([0, 0, 0]);
  });

  test("powers that the draws do not reach are said to be so", () => {
    const far = powerScaling(
      values,
      logLikelihood.map((l) => 60 * l),
      { powers: [0.05] },
    );
    expect(far.scaled[0]!.reliable).toBe(false);
  });

  test("wrong shapes and powers are refused", () => {
    expect(() => powerScaling(values, logPrior.slice(1))).toThrow(ShapeError);
    expect(() => powerScaling(values, logPrior, { chains: 3 })).toThrow(ShapeError);
    expect(() => powerScaling(values, logPrior, { powers: [0] })).toThrow(ArgumentError);
    expect(() => powerScaling(values, logPrior, { alphas: [1] } as never)).toThrow(/unknown option/);
  });
});
