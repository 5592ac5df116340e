import type { Target } from "../../model/target.ts";
import { bulkRandom } from "../../random/bulkRandom.ts";
import type { Rng } from "../../random/rng.ts";
import type { MaskRates } from "./maskRates.ts";

/**
 * Masks for training: before every step each hidden unit and each feature of each row of the batch gets a factor of its
 * own, 1/(1 - p) with probability 1 - p and 0 otherwise (inverted dropout), so that on average nothing changes.
 *
 * The numbers are at positions of the streams of `rng` that follow from the step alone: a run that was interrupted
 * continues with the same masks. The target must hold masks by rows, and `batch` rows of them.
 */
export function stepMasks(
  target: Target,
  batch: number,
  { features, units }: MaskRates,
  rng: Rng,
): (step: number, start: number, count: number) => void {
  const { masks, inputs } = target.network.arrays;
  const ofUnits = bulkRandom(rng.fork("units"));
  const ofFeatures = bulkRandom(rng.fork("features"));
  const width = target.compiled.form.layers[0]!;
  const clean = features > 0 ? Float64Array.from(inputs.view) : new Float64Array(0);
  const factors = new Float64Array(features > 0 ? batch * width : 0);
  return (step, start, count) => {
    if (units > 0) ofUnits.fillBernoulli(step * masks.length, 1 - units, masks.view, 1 / (1 - units));
    if (features === 0) return;
    ofFeatures.fillBernoulli(step * factors.length, 1 - features, factors, 1 / (1 - features));
    const { order } = target;
    const view = inputs.view;
    for (let r = 0, p = 0; r < count; r++) {
      const at = order[start + r]! * width;
      for (let i = 0; i < width; i++, p++) view[at + i] = clean[at + i]! * factors[p]!;
    }
  };
}
