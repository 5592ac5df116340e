import type { Target } from "../../model/target.ts";
import { bulkRandom } from "../../random/bulkRandom.ts";
import type { Rng } from "../../random/rng.ts";
import type { BatchLoss } from "../parts/batchLoss.ts";
import { rowMover } from "../parts/rowMover.ts";
import { maskCount } from "./foldMasks.ts";
import type { MaskRates } from "./maskRates.ts";

/**
 * The loss under masks: every hidden unit and each feature of each row gets a factor of its own, 1/(1 - p) with
 * probability 1 - p and 0 otherwise (inverted dropout), so that on average nothing changes. Masks are fresh for every draw, at
 * its place of the streams of `rng`. The target must hold masks by rows, and whole batches of them.
 */
export function maskedLoss(target: Target, { features, units }: MaskRates, rng: Rng): BatchLoss {
  const { masks } = target.network.arrays;
  const ofUnits = bulkRandom(rng.fork("units"));
  const ofFeatures = bulkRandom(rng.fork("features"));
  const { form } = target.compiled;
  const width = form.layers[0]!;
  const unitsPerRow = maskCount(form) - width;
  const mover = rowMover(target);
  let factors = new Float64Array(0) as Float64Array;
  return (start, count, scale, draw) => {
    if (units > 0) ofUnits.fillBernoulli(draw * unitsPerRow, 1 - units, masks.view, 1 / (1 - units));
    if (features === 0) return target.loss(start, count, scale);
    if (factors.length !== count * width) factors = new Float64Array(count * width);
    ofFeatures.fillBernoulli(draw * width, 1 - features, factors, 1 / (1 - features));
    mover.move(start, count, (value, p) => value * factors[p]!);
    const value = target.loss(start, count, scale);
    mover.moveBack();
    return value;
  };
}
