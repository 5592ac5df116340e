/** Numbers that are allocated at a time, where vectors are shorter. */
const BLOCK = 16_384;

/** Vectors of one size. */
export interface Vectors {
  /** Another vector. What is in it at first is not said. */
  next(): Float64Array;
  /** Nothing that was given before is in use any more: it may be given again. */
  restart(): void;
}

/**
 * Gives vectors of one size: parts of larger arrays, since small arrays cost more to allocate than trajectories take to fill
 * them. Those of the first array are kept for the next trajectory.
 */
export function createVectors(size: number): Vectors {
  const length = Math.max(1, Math.floor(BLOCK / Math.max(1, size))) * size;
  const kept: Float64Array[] = [];
  let given = 0;
  let block = new Float64Array(length);
  let used = 0;
  const part = (): Float64Array => {
    if (used + size > length) {
      block = new Float64Array(length);
      used = 0;
    }
    used += size;
    return block.subarray(used - size, used);
  };
  return {
    next() {
      if (given < kept.length) return kept[given++]!;
      const made = part();
      if ((kept.length + 1) * size <= length) {
        kept.push(made);
        given += 1;
      }
      return made;
    },
    restart() {
      given = 0;
    },
  };
}
