import { checkFinite, checkLength, checkNumber } from "../errors/checks.ts";
import { affineMarginals } from "./affineMarginals.ts";
import { makePredictive } from "./makePredictive.ts";
import type { RegressionPredictive } from "./predictive.ts";
import { partsOf } from "./predictiveParts.ts";

/** How predictive distributions are moved and widened. */
export interface Respread {
  /** Added to every prediction [n, t]; default 0. */
  readonly shift?: Float64Array;
  /** Factors on the standard deviations, one per target [t]; default 1. */
  readonly spread?: readonly number[];
}

/**
 * The distributions of m + shift + spread (Y - m), where m is the mean of the function value: the mean moves by `shift`,
 * and every variance, epistemic and aleatoric, is multiplied by spread^2. The family stays, so a mixture stays an exact
 * mixture. For real targets: counts do not stay counts.
 * Throws a ShapeError where lengths do not fit, an ArgumentError unless shifts are finite and spreads positive.
 */
export function respreadPredictive(
  base: RegressionPredictive,
  { shift, spread }: Respread,
): RegressionPredictive {
  const where = "respreadPredictive";
  const { observation, function: values, aleatoric, drawJoint } = partsOf(base);
  const { targets } = base;
  const total = observation.size;
  if (shift !== undefined) {
    checkLength(where, "shift", shift, total, "one per prediction");
    checkFinite(where, "shift", shift);
  }
  if (spread !== undefined) {
    checkLength(where, "spread", spread, targets, "one per target");
    for (const value of spread) checkNumber(where, "spread", value, { above: 0 });
  }
  const scale = (i: number) => spread?.[i % targets] ?? 1;
  // One map per prediction. Where the spread stays, the mean does not enter and nothing is rounded.
  const maps = Array.from({ length: total }, (_, i) => {
    const factor = scale(i);
    const centre = factor === 1 ? 0 : (1 - factor) * values.mean(i);
    return { shift: centre + (shift?.[i] ?? 0), scale: factor };
  });
  if (total === 0 || maps.every((map) => map.shift === 0 && map.scale === 1)) return base;
  return makePredictive({
    observation: affineMarginals(observation, maps),
    function: affineMarginals(values, maps),
    aleatoric: aleatoric.map((value, i) => value * scale(i) * scale(i)),
    targets,
    ...(drawJoint === undefined
      ? {}
      : {
          drawJoint: (of, rng, out) => {
            drawJoint(of, rng, out);
            for (let i = 0; i < total; i++) out[i] = maps[i]!.shift + maps[i]!.scale * out[i]!;
          },
        }),
  });
}
