/** Numbers that are allocated at a time, where vectors are shorter. */
const BLOCK = 8192;

/**
 * Gives vectors of one size, each time another one: parts of larger arrays, since small arrays cost more to allocate than
 * trajectories take to fill them. What is in them at first is not said.
 */
export function createVectors(size: number): () => Float64Array {
  const length = Math.max(1, Math.floor(BLOCK / Math.max(1, size))) * size;
  let block = new Float64Array(length);
  let used = 0;
  return () => {
    if (used + size > length) {
      block = new Float64Array(length);
      used = 0;
    }
    used += size;
    return block.subarray(used - size, used);
  };
}
