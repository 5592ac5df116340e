/**
 * The rank k = ceil((n + 1) level) of the score, among n of them in ascending order, below which that of a new row lies with
 * probability k/(n + 1) >= level if all n + 1 rows are exchangeable. Above n there is no such score: nothing finite
 * can be promised.
 */
export function conformalRank(n: number, level: number): number {
  const product = (n + 1) * level;
  const nearest = Math.round(product);
  // 100 * 0.55 is 55.00000000000001 in floating-point numbers, and means 55.
  return Math.abs(product - nearest) <= 1e-12 * product ? nearest : Math.ceil(product);
}

/** The smallest number of rows of which {@link conformalRank} is one. */
export function fewestRows(level: number): number {
  let n = Math.max(1, Math.floor(level / (1 - level)) - 1);
  while (conformalRank(n, level) > n) n++;
  return n;
}
