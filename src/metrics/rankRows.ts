/** Rows in the order of a score, and where equal scores end. */
export interface RankedRows {
  /** Numbers of the rows by ascending score. */
  readonly order: Uint32Array;
  /** 1 at the last of the rows with one score, 0 at the others, in that order. */
  readonly last: Uint8Array;
}

/** Ranks rows by their scores: what is summed up to the ends of equal scores does not depend on the order of the rows. */
export function rankRows(scores: ArrayLike<number>): RankedRows {
  const values = Float64Array.from(scores);
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const last = Uint8Array.from(order, (i, k) => (values[i] === values[order[k + 1]!] ? 0 : 1));
  return { order, last };
}
