import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { mixturePredictive } from "../../src/predictive/combine.ts";
import { normalPredictive } from "../../src/predictive/normalPredictive.ts";
import { respreadPredictive } from "../../src/predictive/respreadPredictive.ts";
import { createRng } from "../../src/random/rng.ts";
import { mixturesOf, normals, ofAnyShape } from "./families.ts";

const near = (found: ArrayLike<number>, expected: readonly number[]) =>
  expected.forEach((value, i) => {
    expect(Math.abs(found[i]! - value)).toBeLessThan(1e-10 * (1 + Math.abs(value)));
  });

describe("distributions moved and widened", () => {
  test("have the mean plus the shift and every variance times the square of the spread", () => {
    fc.assert(
      fc.property(
        ofAnyShape(mixturesOf(normals)),
        fc.double({ min: 0.2, max: 3, noNaN: true }),
        (base, by) => {
          const shift = base.mean.map((_, i) => i - 0.5);
          const spread = Array.from({ length: base.targets }, (_, k) => by + k);
          const factor = (i: number) => spread[i % base.targets]! * spread[i % base.targets]!;
          const found = respreadPredictive(base, { shift, spread });
          near(
            found.mean,
            Array.from(base.mean, (value, i) => value + shift[i]!),
          );
          near(
            found.epistemic,
            Array.from(base.epistemic, (value, i) => value * factor(i)),
          );
          near(
            found.aleatoric,
            Array.from(base.aleatoric, (value, i) => value * factor(i)),
          );
          expect(found.family).toBe(base.family);
        },
      ),
      { seed: 1, numRuns: 50 },
    );
  });

  const one = normalPredictive({
    mean: Float64Array.of(1, 4),
    epistemic: Float64Array.of(1, 0),
    aleatoric: Float64Array.of(3, 1),
  });
  const other = normalPredictive({
    mean: Float64Array.of(3, 4),
    epistemic: Float64Array.of(0.5, 2),
    aleatoric: Float64Array.of(1, 1),
  });
  const base = mixturePredictive([one, other]);

  test("have the density of m + shift + spread (Y - m)", () => {
    const found = respreadPredictive(base, { shift: Float64Array.of(10, -1), spread: [2] });
    const before = base.logProb([1.5, 6]);
    found.logProb([12 - 2 * (2 - 1.5), 3 + 2 * 2]).forEach((value, i) => {
      expect(value).toBeCloseTo(before[i]! - Math.log(2), 12);
    });
    const [draws, moved] = [base, found].map((of) => of.sample(4, createRng("draws")).data);
    moved!.forEach((value, p) => {
      const centre = p % 2 === 0 ? [2, 12] : [4, 3];
      expect(value).toBeCloseTo(centre[1]! + 2 * (draws![p]! - centre[0]!), 10);
    });
  });

  test("are themselves where nothing changes", () => {
    expect(respreadPredictive(base, {})).toBe(base);
    expect(respreadPredictive(base, { shift: new Float64Array(2), spread: [1] })).toBe(base);
  });

  test("refuse what is no move and no spread", () => {
    expect(() => respreadPredictive(base, { shift: new Float64Array(1) })).toThrow(ShapeError);
    expect(() => respreadPredictive(base, { spread: [1, 1] })).toThrow(ShapeError);
    expect(() => respreadPredictive(base, { shift: Float64Array.of(Number.NaN, 0) })).toThrow(ArgumentError);
    for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => respreadPredictive(base, { spread: [bad] })).toThrow(ArgumentError);
    }
  });
});
