import type { Target } from "../../model/target.ts";
import { bulkRandom } from "../../random/bulkRandom.ts";
import type { Rng } from "../../random/rng.ts";
import type { BatchLoss } from "./batchLoss.ts";
import { rowMover } from "./rowMover.ts";

/**
 * The loss of rows with normal noise of standard deviation `sd` on their features, fresh for every draw: numbers `draw`,
 * `draw` + 1, ... of the stream of `rng`. Afterwards the features are as before.
 */
export function inputJitter(target: Target, sd: number, rng: Rng, loss: BatchLoss): BatchLoss {
  const width = target.compiled.form.layers[0]!;
  const random = bulkRandom(rng);
  const mover = rowMover(target);
  let noise = new Float64Array(0) as Float64Array;
  return (start, count, scale, draw) => {
    if (noise.length !== count * width) noise = new Float64Array(count * width);
    random.fillNormal(draw * width, noise);
    mover.move(start, count, (value, p) => value + sd * noise[p]!);
    const value = loss(start, count, scale, draw);
    mover.moveBack();
    return value;
  };
}
