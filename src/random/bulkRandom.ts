import { type BulkRandom, createBulkRandom } from "../numeric/kernels/random.ts";
import type { Rng } from "./rng.ts";

/**
 * Random numbers in bulk for the stream that a path names: `bulkRandom(createRng(1).fork("chain").fork(2))`.
 *
 * The key is the first two words of the fork "bulk", so it follows from the path alone: it does not depend on what
 * `rng` has drawn, does not move it, and is the same after {@link restoreRng}. Two calls with one path give the same
 * numbers; who needs two bulk streams forks twice. Numbers are addressed by position (see {@link BulkRandom}), so a
 * consumer keeps its position instead of a state.
 */
export function bulkRandom(rng: Rng): BulkRandom {
  const words = rng.fork("bulk");
  return createBulkRandom([words.uint32(), words.uint32()]);
}
