import type { Target } from "../../model/target.ts";
import { bulkRandom } from "../../random/bulkRandom.ts";
import type { Rng } from "../../random/rng.ts";

/**
 * Batches of B different rows, drawn independently for every step: the first B positions of the target's order. Step k takes
 * numbers k B ... of the stream, so that a run can continue anywhere; the order is brought back after each use.
 */
export function randomBatch(
  target: Target,
  batch: number,
  rng: Rng,
): <T>(step: number, use: (start: number, count: number) => T) => T {
  const { rows } = target;
  if (batch >= rows) return (_step, use) => use(0, rows);
  const random = bulkRandom(rng);
  const uniforms = new Float64Array(batch);
  const partners = new Uint32Array(batch);
  return (step, use) => {
    const { order } = target;
    const exchange = (i: number) => {
      const held = order[i]!;
      order[i] = order[partners[i]!]!;
      order[partners[i]!] = held;
    };
    random.fillUniform(step * batch, uniforms);
    for (let i = 0; i < batch; i++) {
      partners[i] = i + Math.floor(uniforms[i]! * (rows - i));
      exchange(i);
    }
    const result = use(0, batch);
    for (let i = batch - 1; i >= 0; i--) exchange(i);
    return result;
  };
}
