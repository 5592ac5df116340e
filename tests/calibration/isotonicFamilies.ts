import fc from "fast-check";
import type { CdfKnots } from "../../src/calibration/cdfMap.ts";
import { recalibrate } from "../../src/calibration/recalibrate.ts";
import type { RegressionPredictive } from "../../src/predictive/predictive.ts";

/**
 * Up to three knots. There the density jumps: they are at probabilities between which the contract integrates it, as no
 * quadrature sees a jump to ten digits.
 */
const knots: fc.Arbitrary<CdfKnots> = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 48 }), fc.integer({ min: 1, max: 19 })), {
    maxLength: 3,
    selector: ([k]) => k,
  })
  .map((places) => {
    const ranks = places.map(([k]) => k).sort((a, b) => a - b);
    const steps = places.map(([, step]) => step);
    const total = steps.reduce((sum, step) => sum + step, 5);
    let reached = 0;
    return {
      from: steps.map((step) => (reached += step) / total),
      to: ranks.map((k) => 0.001 + (0.998 * k) / 49),
    };
  });

/** Predictives whose distribution functions are mapped, each target by a map of its own. */
export const isotonicOf = (make: fc.Arbitrary<RegressionPredictive>) =>
  fc
    .tuple(make, knots, knots)
    .map(([p, ...maps]) =>
      recalibrate(p, { kind: "isotonic", rows: 1, notes: [], targets: maps.slice(0, p.targets) }),
    );
