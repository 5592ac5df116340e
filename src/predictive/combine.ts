import { checkLength } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { type AffineMap, affineMarginals } from "./affineMarginals.ts";
import { makePredictive } from "./makePredictive.ts";
import type { Marginals } from "./marginals.ts";
import { mixtureMarginals, normalisedWeights, pickComponent } from "./mixtureMarginals.ts";
import type { RegressionPredictive } from "./predictive.ts";
import { partsOf } from "./predictiveParts.ts";

/**
 * The exact mixture sum_s weights[s] p_s(y | x) of predictive distributions for the same rows: an ensemble, a bank
 * of posterior draws, or models averaged with their posterior probabilities. Equal weights by default; a mixture of
 * one is its member. A joint draw picks one component for all rows.
 * Throws an ArgumentError without components, a ShapeError if their sizes differ.
 */
export function mixturePredictive(
  components: readonly RegressionPredictive[],
  weights?: ArrayLike<number>,
): RegressionPredictive {
  const first = components[0];
  if (first === undefined) {
    throw new ArgumentError({
      where: "mixturePredictive",
      problem: "at least one component is required, got none",
    });
  }
  if (components.length === 1) return first;
  for (const c of components) checkLength("mixturePredictive", "component", { length: c.size }, first.size);
  const w = normalisedWeights(components.length, weights);
  const parts = components.map(partsOf);
  const mix = (pick: (p: (typeof parts)[number]) => Marginals) => mixtureMarginals(parts.map(pick), w);
  const jointly = parts.every((p) => p.drawJoint !== undefined);
  return makePredictive({
    observation: mix((p) => p.observation),
    function: mix((p) => p.function),
    aleatoric: first.aleatoric.map((_, i) => parts.reduce((sum, p, s) => sum + w[s]! * p.aleatoric[i]!, 0)),
    targets: first.targets,
    ...(jointly
      ? { drawJoint: (of, rng, out) => parts[pickComponent(w, rng)]!.drawJoint!(of, rng, out) }
      : {}),
  });
}

/**
 * The predictive distributions of shift + scale Y, one map per target: this brings the predictions for a
 * standardised target back to the units of y. Throws an ArgumentError unless there is one map, with positive scale,
 * per target.
 */
export function affinePredictive(
  base: RegressionPredictive,
  maps: readonly AffineMap[],
): RegressionPredictive {
  checkLength("affinePredictive", "maps", maps, base.targets, "one per target");
  if (maps.every((map) => map.shift === 0 && map.scale === 1)) return base;
  const { observation, function: values, aleatoric, drawJoint } = partsOf(base);
  const map = (i: number) => maps[i % maps.length]!;
  return makePredictive({
    observation: affineMarginals(observation, maps),
    function: affineMarginals(values, maps),
    aleatoric: aleatoric.map((v, i) => v * map(i).scale * map(i).scale),
    targets: base.targets,
    ...(drawJoint === undefined
      ? {}
      : {
          drawJoint: (of, rng, out) => {
            drawJoint(of, rng, out);
            for (let i = 0; i < out.length; i++) out[i] = map(i).shift + map(i).scale * out[i]!;
          },
        }),
  });
}
