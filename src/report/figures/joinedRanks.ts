/** Consecutive rows that are joined by a bar. */
export interface RankSpan {
  readonly first: number;
  readonly last: number;
  /** The place of the bar beside others, 0 for the nearest, so that none touches another. */
  readonly lane: number;
}

/**
 * The largest runs of ascending ranks whose ends differ by less than `difference`: each of at least two ranks, none within
 * another.
 */
export function joinedRanks(ranks: readonly number[], difference: number): RankSpan[] {
  const spans: RankSpan[] = [];
  const free: number[] = [];
  let reached = 0;
  for (let first = 0; first < ranks.length; first++) {
    let last = first;
    while (last + 1 < ranks.length && ranks[last + 1]! - ranks[first]! < difference) last += 1;
    if (last === first || last <= reached) continue;
    reached = last;
    const found = free.findIndex((from) => from < first);
    const lane = found < 0 ? free.length : found;
    free[lane] = last;
    spans.push({ first, last, lane });
  }
  return spans;
}
