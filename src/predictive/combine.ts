import { checkLength } from "../errors/checks.ts";
import { type AffineMap, affineMarginals } from "./affineMarginals.ts";
import { makePredictive } from "./makePredictive.ts";
import type { Marginals } from "./marginals.ts";
import { mixtureMarginals } from "./mixtureMarginals.ts";
import { pickComponent, weighComponents } from "./mixtureWeights.ts";
import type { RegressionPredictive } from "./predictive.ts";
import { type PredictiveParts, partsOf } from "./predictiveParts.ts";

/**
 * The exact mixture sum_s weights[s] p_s(y | x) of predictive distributions for the same rows: an ensemble, a bank
 * of posterior draws, or models averaged with their posterior probabilities. Equal weights by default; components of
 * weight 0 are left out; a mixture of one is its member. A joint draw picks one component for all rows.
 * Throws an ArgumentError without components or with negative weights, a ShapeError if their sizes differ.
 */
export function mixturePredictive(
  components: readonly RegressionPredictive[],
  weights?: ArrayLike<number>,
): RegressionPredictive {
  const where = "mixturePredictive";
  const used = weighComponents(where, components, weights);
  const first = components[0]!;
  for (const c of components) {
    checkLength(where, "component", { length: c.size }, first.size, "rows");
    checkLength(where, "component", { length: c.targets }, first.targets, "targets");
  }
  if (used.components.length === 1) return used.components[0]!;
  const w = used.weights;
  const parts = used.components.map(partsOf);
  const mix = (pick: (p: PredictiveParts) => Marginals) => mixtureMarginals(parts.map(pick), w);
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
