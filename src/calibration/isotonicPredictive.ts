import { affineMarginals } from "../predictive/affineMarginals.ts";
import { makePredictive } from "../predictive/makePredictive.ts";
import type { RegressionPredictive } from "../predictive/predictive.ts";
import { partsOf } from "../predictive/predictiveParts.ts";
import { type CdfKnots, createCdfMap } from "./cdfMap.ts";
import { recalibratedMarginals } from "./recalibratedMarginals.ts";

/**
 * The predictive with the distribution functions of its observations mapped, one map per target.
 *
 * A map of observations says nothing about what part of the uncertainty is epistemic: that share stays as it is. So the
 * distribution of the function is moved by as much as the mean of an observation and is widened by the same factor as its
 * standard deviation. Joint draws stay joint: each observation of a draw is mapped to the one of equal probability.
 */
export function isotonicPredictive(
  base: RegressionPredictive,
  targets: readonly CdfKnots[],
): RegressionPredictive {
  const { observation, function: values, aleatoric, drawJoint } = partsOf(base);
  const mapped = recalibratedMarginals(observation, targets.map(createCdfMap));
  const moves = Array.from(base.mean, (mean, i) => {
    const before = base.variance[i]!;
    const scale = before > 0 && Number.isFinite(before) ? Math.sqrt(mapped.variance(i) / before) : 1;
    const shift = (1 - scale) * values.mean(i) + mapped.mean(i) - mean;
    // Where there is no mean (Student t, df <= 1) nothing can be moved by it.
    return { shift: Number.isNaN(shift) ? 0 : shift, scale };
  });
  const move = (i: number) => moves[i]!;
  return makePredictive({
    observation: mapped,
    function: base.size === 0 ? values : affineMarginals(values, moves),
    aleatoric: aleatoric.map((value, i) => value * move(i).scale * move(i).scale),
    targets: base.targets,
    ...(drawJoint === undefined
      ? {}
      : {
          drawJoint: (of, rng, out) => {
            drawJoint(of, rng, out);
            for (let i = 0; i < out.length; i++) {
              out[i] =
                of === "function" ? move(i).shift + move(i).scale * out[i]! : mapped.transport(i, out[i]!);
            }
          },
        }),
  });
}
