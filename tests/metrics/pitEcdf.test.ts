import { describe, expect, it } from "vitest";
import { drawPoisson } from "../../src/distributions/poisson.ts";
import { ArgumentError } from "../../src/errors/errors.ts";
import { kolmogorovSmirnovPValue } from "../../src/metrics/kolmogorovSmirnov.ts";
import { pitEcdf } from "../../src/metrics/pitEcdf.ts";
import { pitValues } from "../../src/metrics/pitValues.ts";
import { normalPredictive } from "../../src/predictive/normalPredictive.ts";
import { poissonDrawsPredictive } from "../../src/predictive/poissonDrawsPredictive.ts";
import { createRng } from "../../src/random/rng.ts";

describe("difference of the distribution function of PIT values from the uniform one", () => {
  it("by hand", () => {
    const { points, difference, lower, upper, outside, level } = pitEcdf([0.1, 0.5, 0.6, 0.9], { parts: 4 });
    expect(points).toEqual([0.25, 0.5, 0.75]);
    // At 1/2 the value 0.5 counts as below.
    expect(difference).toEqual([0, 0, 0]);
    expect([outside, level]).toEqual([0, 0.95]);
    for (const [k, z] of points.entries()) {
      expect(lower[k]! + z).toBeGreaterThanOrEqual(0);
      expect(upper[k]! + z).toBeLessThanOrEqual(1);
    }
    expect(pitEcdf([0, 0, 0, 0, 0, 0, 0, 0]).outside).toBeGreaterThan(0);
  });

  it("calibrated predictions stay in the band as often as it says, over-confident ones leave it", () => {
    const rng = createRng("pit band");
    const [n, count] = [80, 500];
    const inside = { right: 0, tooNarrow: 0 };
    for (let r = 0; r < count; r++) {
      const y = rng.fillNormal(new Float64Array(n));
      const pit = (sd: number) =>
        pitValues(
          normalPredictive({
            mean: new Float64Array(n),
            epistemic: new Float64Array(n),
            aleatoric: new Float64Array(n).fill(sd * sd),
          }),
          y,
        );
      if (pitEcdf(pit(1)).outside === 0) inside.right += 1 / count;
      if (pitEcdf(pit(0.6)).outside === 0) inside.tooNarrow += 1 / count;
    }
    expect(Math.abs(inside.right - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / count));
    expect(inside.tooNarrow).toBeLessThan(0.35);
  });

  it("refuses values that are no probabilities", () => {
    expect(() => pitEcdf([2])).toThrow(ArgumentError);
    expect(() => pitEcdf([])).toThrow(/at least one row/);
    expect(() => pitEcdf([0.5], { points: 3 } as never)).toThrow(/unknown option/);
  });
});

describe("PIT values of counts", () => {
  const rng = createRng("counts");
  const rates = Float64Array.from({ length: 400 }, () => 0.5 + 3 * rng.uniform());
  const predictive = poissonDrawsPredictive({ rates: { rows: 1, cols: 400, data: rates } });
  const y = rates.map((rate) => drawPoisson(rate, rng));

  it("spread over their jumps are uniform for the right rates; as they are, or for other rates, they are not", () => {
    expect(kolmogorovSmirnovPValue(pitValues(predictive, y, rng.fork("pit")))).toBeGreaterThan(0.001);
    expect(kolmogorovSmirnovPValue(pitValues(predictive, y))).toBeLessThan(1e-6);
    const doubled = poissonDrawsPredictive({ rates: { rows: 1, cols: 400, data: rates.map((r) => 2 * r) } });
    expect(kolmogorovSmirnovPValue(pitValues(doubled, y, rng.fork("pit")))).toBeLessThan(1e-6);
  });

  it("lie between the probabilities below and up to the count; real targets stay as they are", () => {
    const spread = pitValues(predictive, y, rng.fork("other"));
    const upTo = predictive.cdf(y);
    const below = predictive.cdf(y.map((v) => v - 1));
    for (const [i, u] of spread.entries()) {
      expect(u).toBeGreaterThan(below[i]! - 1e-12);
      expect(u).toBeLessThanOrEqual(upTo[i]!);
    }
    const real = normalPredictive({
      mean: Float64Array.of(0),
      epistemic: Float64Array.of(0),
      aleatoric: Float64Array.of(1),
    });
    expect(pitValues(real, [0.3], rng)).toEqual(real.cdf([0.3]));
  });
});
