import type { Target } from "../../model/target.ts";
import { bulkRandom } from "../../random/bulkRandom.ts";
import type { Rng } from "../../random/rng.ts";

/** Normal noise on the inputs of rows while they are trained on. */
export interface InputJitter {
  /** Gives the rows at `count` positions from `start` on fresh noise: numbers `draw`, `draw` + 1, ... of the stream. */
  add(draw: number, start: number, count: number): void;
  /** Brings the inputs back. */
  remove(): void;
}

/** Noise of standard deviation `sd` on the features of a target, from the stream of `rng`. */
export function inputJitter(target: Target, sd: number, rng: Rng): InputJitter {
  const width = target.compiled.form.layers[0]!;
  const { inputs } = target.network.arrays;
  const clean = Float64Array.from(inputs.view);
  const random = bulkRandom(rng);
  let noise = new Float64Array(0) as Float64Array;
  return {
    add(draw, start, count) {
      if (noise.length !== count * width) noise = new Float64Array(count * width);
      random.fillNormal(draw * width, noise);
      const { order } = target;
      const view = inputs.view;
      for (let r = 0, p = 0; r < count; r++) {
        const at = order[start + r]! * width;
        for (let i = 0; i < width; i++, p++) view[at + i] = clean[at + i]! + sd * noise[p]!;
      }
    },
    remove: () => inputs.view.set(clean),
  };
}
