/** Addresses and distances of a network in memory; see shared/networkFields.ts. */
import { LAYER_WORDS, NETWORK_WORDS } from "../../shared/networkFields";

/** A word of the network's description. */
// @ts-ignore: decorator
@inline
export function field(network: usize, word: usize): usize {
  return load<u32>(network + word * 4);
}

/** The description of layer l, whose words {@link field} reads. */
// @ts-ignore: decorator
@inline
export function layerAt(network: usize, l: usize): usize {
  return network + (NETWORK_WORDS + l * LAYER_WORDS) * 4;
}

/** Bytes of a row of `count` numbers, padded to whole pairs of vectors. */
// @ts-ignore: decorator
@inline
export function paddedRow<T>(count: usize): usize {
  return (count * sizeof<T>() + 31) & ~31;
}

/**
 * Bytes between rows that a product walks down: padded, and not a multiple of 512, at which distance all rows
 * would compete for few places of the first-level cache.
 */
// @ts-ignore: decorator
@inline
export function rowStride<T>(count: usize): usize {
  const bytes = paddedRow<T>(count);
  return bytes % 512 == 0 ? bytes + 32 : bytes;
}
