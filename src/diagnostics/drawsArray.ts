import { checkLength, checkNumber } from "../errors/checks.ts";
import type { Chains } from "./chains.ts";

/** Draws of several scalar quantities from several chains. */
export interface DrawsArray {
  /** Number of chains. */
  readonly chains: number;
  /** Number of draws in each chain. */
  readonly draws: number;
  /** Number of quantities. */
  readonly size: number;
  /** [chains, draws, size], row after row: all quantities of a draw are neighbours. */
  readonly data: Float64Array;
  /** Names of the quantities, [size]; by default "[0]", "[1]", ... */
  readonly names?: readonly string[];
}

/**
 * The draws of quantity j, chain by chain, as new arrays.
 * Throws an ArgumentError unless the sizes are whole numbers, with at least one chain, and j is one of 0 ... size - 1; a
 * ShapeError if the data or the names are not as many as the sizes say.
 */
export function chainsOf(array: DrawsArray, j: number): Chains {
  checkDrawsArray("chainsOf", array);
  checkNumber("chainsOf", "j", j, { integer: true, min: 0, below: array.size });
  const { chains, draws, size, data } = array;
  return Array.from({ length: chains }, (_, c) => {
    const chain = new Float64Array(draws);
    for (let i = 0; i < draws; i++) chain[i] = data[(c * draws + i) * size + j]!;
    return chain;
  });
}

/** Throws what {@link chainsOf} throws for an array that is none. */
export function checkDrawsArray(where: string, array: DrawsArray): void {
  const { chains, draws, size, data, names } = array;
  checkNumber(where, "chains", chains, { integer: true, min: 1 });
  checkNumber(where, "draws", draws, { integer: true, min: 0 });
  checkNumber(where, "size", size, { integer: true, min: 0 });
  checkLength(where, "data", data, chains * draws * size, `${chains} chains x ${draws} draws x ${size}`);
  if (names !== undefined) checkLength(where, "names", names, size, "one per quantity");
}
