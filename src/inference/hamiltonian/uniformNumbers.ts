import { bulkRandom } from "../../random/bulkRandom.ts";
import type { Rng } from "../../random/rng.ts";

/** Numbers that one iteration may use: a tree of depth 20 needs fewer. */
const PER_ITERATION = 4_194_304;
/** Numbers that are drawn at a time. */
const BLOCK = 16;

/** Uniform numbers of iterations, each of which has a part of the stream to itself: nothing has to be kept. */
export interface UniformNumbers {
  /** The source of iteration k. */
  of(k: number): () => number;
}

/** The uniform numbers of a chain. */
export function uniformNumbers(rng: Rng): UniformNumbers {
  const random = bulkRandom(rng);
  const block = new Float64Array(BLOCK);
  return {
    of(k) {
      let used = 0;
      return () => {
        if (used % BLOCK === 0) random.fillUniform(k * PER_ITERATION + used, block);
        used += 1;
        return block[(used - 1) % BLOCK]!;
      };
    },
  };
}
