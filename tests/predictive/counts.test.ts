import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { createMatrix } from "../../src/numeric/matrix.ts";
import { affinePredictive, mixturePredictive } from "../../src/predictive/combine.ts";
import { normalPredictive } from "../../src/predictive/normalPredictive.ts";
import { poissonDrawsPredictive } from "../../src/predictive/poissonDrawsPredictive.ts";
import { poissonMarginals } from "../../src/predictive/poissonMarginals.ts";
import { partsOf } from "../../src/predictive/predictiveParts.ts";
import { selectPredictive } from "../../src/predictive/selectPredictive.ts";

const bank = (rates: number[][], targets = 1) =>
  poissonDrawsPredictive({
    rates: createMatrix(rates.length, rates[0]!.length, Float64Array.from(rates.flat())),
    targets,
  });

describe("counts under other hands", () => {
  const p = bank([
    [2, 30],
    [3.3, 80],
  ]);

  it("an affine image keeps probabilities: they are no densities", () => {
    const q = affinePredictive(p, [{ shift: 0.1, scale: 0.3 }]);
    const twice = affinePredictive(q, [{ shift: -7, scale: 1.7 }]);
    for (let k = 0; k < 40; k++) {
      const image = 0.1 + 0.3 * k;
      expect(q.logProb([image, image])).toEqual(p.logProb([k, k]));
      expect(q.cdf([image, image])).toEqual(p.cdf([k, k]));
      const again = -7 + 1.7 * image;
      expect(twice.logProb([again, again])).toEqual(p.logProb([k, k]));
      expect(q.logProb([image + 0.01, image])[0]).toBe(Number.NEGATIVE_INFINITY);
    }
    expect(partsOf(twice).observation.discrete).toBe(true);
  });

  it("selected rows can be mixed again without loss", () => {
    const one = selectPredictive(p, { rows: [1] });
    const mixed = mixturePredictive([one, bank([[5]])], [1, 1]);
    expect("rate" in partsOf(mixed).observation).toBe(true);
    expect(mixed.crps([40])[0]).toBeCloseTo(
      mixturePredictive([bank([[30]]), bank([[80]]), bank([[5]])], [1, 1, 2]).crps([40])[0]!,
      11,
    );
  });

  it("counts and real numbers mix, though no longer to all digits of the score", () => {
    const normal = normalPredictive({
      mean: Float64Array.of(3),
      epistemic: Float64Array.of(0),
      aleatoric: Float64Array.of(2),
    });
    const count = bank([[4]]);
    const mixed = mixturePredictive([normal, count]);
    expect(mixed.cdf([3])[0]).toBeCloseTo(0.5 * (normal.cdf([3])[0]! + count.cdf([3])[0]!), 14);
    const reached = mixed.quantile(0.4);
    expect(mixed.cdf(reached)[0]).toBeGreaterThanOrEqual(0.4);
    expect(partsOf(mixed).observation.discrete).toBe(false);
    // The integral of (F - step)^2, by the midpoint rule.
    let sum = 0;
    for (let z = -10 + 5e-4; z < 30; z += 1e-3) {
      const f = mixed.cdf([z])[0]! - (z >= 3 ? 1 : 0);
      sum += 1e-3 * f * f;
    }
    expect(Math.abs(mixed.crps([3])[0]! - sum)).toBeLessThan(1e-4);
  });

  it("rates that are none are refused", () => {
    for (const rate of [-1, Number.NaN, Number.POSITIVE_INFINITY, 1e16]) {
      expect(() => poissonMarginals(Float64Array.of(rate))).toThrow(ArgumentError);
      expect(() => bank([[rate], [1]])).toThrow(ArgumentError);
    }
    expect(() => bank([[1, 2, 3]], 2)).toThrow(ShapeError);
  });
});
